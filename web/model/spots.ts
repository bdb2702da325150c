/**
 * The places of the form that can have the focus, in their order. A spot is written like a pointer, but a cost code
 * stands at its row and a custom field at its entry, because either may be without a name.
 */
import {
  isCostCodeField,
  isProjectField,
  costCodeFields,
  type ProjectField,
  splitPointer,
  toPointer,
} from '../../workflows/contract/pointers';
import { fieldGroups } from './field-groups';
import type { ProjectDraft } from './project-draft';

/** How a pointer finds its row or entry in the form; `undefined`: there is none. */
export interface Finder {
  /** `key` absent: of the whole list. */
  readonly rowOf: (key?: string) => number | undefined;
  readonly entryOf: (key?: string) => number | undefined;
}

/** `rowOf`: the row of a cost code, by what the pointer names it. */
export const toFinder = (
  { costCodes, customFields }: Pick<ProjectDraft, 'costCodes' | 'customFields'>,
  rowOf: (name: string) => number | undefined,
): Finder => ({
  rowOf: (name) => (name === undefined ? (costCodes.length > 0 ? 0 : undefined) : rowOf(name)),
  entryOf: (key) => {
    const entry = customFields.findIndex((field) => key === undefined || field.key.trim() === key);
    return entry < 0 ? undefined : entry;
  },
});

export const formOrder: readonly ProjectField[] = fieldGroups.flatMap(({ fields }) => fields);

export const cellSpot = (row: number, column: string): string =>
  toPointer('costCodes', row, isCostCodeField(column) ? column : 'code');

export const entrySpot = (entry: number): string => toPointer('customFields', entry);

/** A whole stands at the first of its fields. */
export function findSpot(pointer: string, { rowOf, entryOf }: Finder): string | undefined {
  if (isProjectField(pointer)) return pointer;
  const [first, key, column = ''] = splitPointer(pointer);
  if (first === 'costCodes') {
    const row = rowOf(key);
    return row === undefined ? undefined : cellSpot(row, column);
  }
  if (first === 'customFields') {
    const entry = entryOf(key);
    return entry === undefined ? undefined : entrySpot(entry);
  }
  return formOrder.find((field) => field.startsWith(`${pointer}/`));
}

/** The row of a spot in the grid of cost codes. */
export function findRow(spot: string): number | undefined {
  const [first, row] = splitPointer(spot);
  return first === 'costCodes' ? Number(row) : undefined;
}

/** Compares as the form shows them: its fields, then its cost codes, then its custom fields. */
function toOrder(spot: string): readonly [list: number, at: number, column: number] {
  const [first, at, column = ''] = splitPointer(spot);
  if (first === 'costCodes') return [1, Number(at), costCodeFields.findIndex((field) => field === column)];
  if (first === 'customFields') return [2, Number(at), 0];
  return [0, formOrder.findIndex((field) => field === spot), 0];
}

export function compareSpots(one: string, other: string): number {
  const [first, second] = [toOrder(one), toOrder(other)];
  return first[0] - second[0] || first[1] - second[1] || first[2] - second[2];
}
