/** Puts what a file has into the draft: cost codes by their code, the others as they are named. Nothing is removed. */
import { costCodeFields } from '../../workflows/contract/pointers';
import type { CustomField } from './custom-fields';
import type { FileContent, FileRow } from './file-content';
import { type CostCodeRow, emptyRow, isEmptyRow, type ProjectDraft } from './project-draft';

export interface RowCounts {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly headers: number;
  readonly totals: number;
}

export interface Merged {
  readonly draft: ProjectDraft;
  readonly rows: RowCounts;
  /** Fields of the project that the file has, custom fields included. */
  readonly fields: number;
  /** Rows of the draft that the file does not have. */
  readonly others: ReadonlySet<CostCodeRow>;
}

const isSame = (one: CostCodeRow, other: CostCodeRow): boolean =>
  costCodeFields.every((column) => one[column].trim() === other[column].trim());

interface MergedRows extends Omit<RowCounts, 'headers' | 'totals'>, Pick<Merged, 'others'> {
  readonly costCodes: readonly CostCodeRow[];
}

/** A code that stands twice in the file is changed once and added once, so that the mistake shows. */
function mergeRows(before: readonly CostCodeRow[], rows: readonly FileRow[]): MergedRows {
  const costCodes = before.filter((row) => !isEmptyRow(row));
  const places = new Map(costCodes.map((row, index) => [row.code.trim(), index] as const).reverse());
  const others = new Set(costCodes);
  let [added, changed, same] = [0, 0, 0];
  for (const row of rows) {
    const code = row.code ?? '';
    const place = code === '' ? undefined : places.get(code);
    const old = place === undefined ? undefined : costCodes[place];
    if (place === undefined || !old) {
      costCodes.push({ ...emptyRow, ...row });
      added += 1;
      continue;
    }
    places.delete(code);
    others.delete(old);
    const next = { ...old, ...row };
    if (isSame(old, next)) same += 1;
    else {
      costCodes[place] = next;
      changed += 1;
    }
  }
  return { costCodes: costCodes.length > 0 ? costCodes : [emptyRow], others, added, changed, same };
}

function mergeCustom(before: readonly CustomField[], fields: readonly CustomField[]): CustomField[] {
  const next = new Map(fields.map((field) => [field.key, field]));
  const kept = before.map((field) => next.get(field.key.trim()) ?? field);
  const known = new Set(before.map(({ key }) => key.trim()));
  return [...kept, ...fields.filter(({ key }) => !known.has(key))];
}

/** `isIdFixed`: the draft is of one project, whose id does not change. */
export function merge(draft: ProjectDraft, content: FileContent, isIdFixed: boolean): Merged {
  const { costCodes, others, ...counts } = mergeRows(draft.costCodes, content.costCodes);
  return {
    draft: {
      ...draft,
      projectId: isIdFixed ? draft.projectId : (content.projectId ?? draft.projectId),
      fields: { ...draft.fields, ...content.fields },
      costCodes,
      customFields: mergeCustom(draft.customFields, content.customFields),
    },
    rows: { ...counts, headers: content.headers, totals: content.totals },
    fields: Object.keys(content.fields).length + content.customFields.length,
    others: content.costCodes.length > 0 ? others : new Set(),
  };
}
