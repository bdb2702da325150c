/**
 * The complaints of a rejection in the form that answers it. A complaint about a cost code follows its row, wherever
 * the row moves and whatever its code becomes.
 */
import type { FieldMessage } from '../../workflows/contract/commands';
import { costCodeFields, isCostCodeField, isProjectField, splitPointer } from '../../workflows/contract/pointers';
import { texts } from '../texts';
import { toCustomFields } from './custom-fields';
import { ownText } from './own';
import { toLabel } from './pointers';
import type { CostCodeRow, ProjectDraft } from './project-draft';
import { findRow, findSpot, formOrder, toFinder } from './spots';

type Draft = Pick<ProjectDraft, 'fields' | 'costCodes' | 'customFields'>;
type Rows = readonly CostCodeRow[];

/** A complaint and the spot where it stands; without one nothing of the form belongs to it. */
export interface Complaint extends FieldMessage {
  readonly spot?: string | undefined;
  /** What it is about stands there as it did in the rejected revision. */
  readonly isUntouched: boolean;
}

/** A row that has the code now counts before one that had it. */
function toRowFinder(rows: Rows): (code: string) => number | undefined {
  const found = new Map<string, number>();
  for (const [index, { was }] of rows.entries()) if (was !== undefined) found.set(was, index);
  for (const [index, { code }] of [...rows.entries()].reverse()) found.set(code.trim(), index);
  return (code) => found.get(code);
}

function isSameText(one: string | undefined = '', other: string | undefined = ''): boolean {
  return one.trim() === other.trim();
}

const isSameRow = (one: CostCodeRow, other: CostCodeRow, column = ''): boolean =>
  (isCostCodeField(column) ? [column] : costCodeFields).every((field) => isSameText(one[field], other[field]));

const isSameRows = (one: Rows, other: Rows): boolean =>
  one === other || (one.length === other.length && one.every((row, index) => isSameRow(row, other[index] ?? row)));

interface Compared {
  readonly before: Draft;
  readonly now: Draft;
  readonly rowBefore: (code: string) => number | undefined;
  readonly rowNow: (code: string) => number | undefined;
}

function isSameCostCode({ before, now, rowBefore, rowNow }: Compared, code: string, column?: string): boolean {
  const [one, other] = [before.costCodes[rowBefore(code) ?? -1], now.costCodes[rowNow(code) ?? -1]];
  return one !== undefined && other !== undefined && isSameRow(one, other, column);
}

function isUntouched(pointer: string, compared: Compared): boolean {
  const { before, now } = compared;
  if (isProjectField(pointer)) return isSameText(before.fields[pointer], now.fields[pointer]);
  const [first, key, column] = splitPointer(pointer);
  if (first === 'costCodes') {
    return key === undefined ? isSameRows(before.costCodes, now.costCodes) : isSameCostCode(compared, key, column);
  }
  if (first === 'customFields') {
    const [one, other] = [toCustomFields(before.customFields) ?? {}, toCustomFields(now.customFields) ?? {}];
    return key === undefined
      ? JSON.stringify(one) === JSON.stringify(other)
      : ownText(one, key) !== undefined && ownText(one, key) === ownText(other, key);
  }
  const fields = formOrder.filter((field) => field.startsWith(`${pointer}/`));
  return fields.length > 0 && fields.every((field) => isSameText(before.fields[field], now.fields[field]));
}

/** Puts each complaint to its spot. `before` is the rejected revision, `now` what is typed. */
export function placeComplaints(fields: readonly FieldMessage[], before: Draft, now: Draft): Complaint[] {
  if (fields.length === 0) return [];
  const rowNow = toRowFinder(now.costCodes);
  const compared = { before, now, rowBefore: toRowFinder(before.costCodes), rowNow };
  const finder = toFinder(now, rowNow);
  return fields.map(({ pointer, message }) => ({
    pointer,
    message,
    spot: findSpot(pointer, finder),
    isUntouched: isUntouched(pointer, compared),
  }));
}

/** Short, as one of several in a sentence: `row 02-100 budget`. */
export function toShortLabel(pointer: string): string {
  const [first, code, column] = splitPointer(pointer);
  if (first !== 'costCodes' || code === undefined) return toLabel(pointer);
  return texts.sender.rowOf(
    code,
    column !== undefined && isCostCodeField(column) ? texts.fields.ofCostCode[column] : '',
  );
}

/** The complaints of each row of the grid. */
export function groupByRow(complaints: readonly Complaint[]): ReadonlyMap<number, readonly Complaint[]> {
  const byRow = new Map<number, Complaint[]>();
  for (const complaint of complaints) {
    const row =
      complaint.spot === undefined || complaint.pointer === '/costCodes' ? undefined : findRow(complaint.spot);
    if (row !== undefined) byRow.set(row, [...(byRow.get(row) ?? []), complaint]);
  }
  return byRow;
}
