/** A project from a JSON file: the document alone, or as it is submitted, with its project id. */
import { toPlainAmount } from './amounts';
import { emptyDraft, emptyRow, type CostCodeRow, type ProjectDraft, toTyped } from './project-draft';
import { projectFields, valueAt } from '../../workflows/contract/pointers';
import { projectTable } from '../../workflows/contract/project-table';

export type Dropped =
  { readonly draft: ProjectDraft; readonly unknown: readonly string[] } | { readonly isJson: false };

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const toText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function toRow(value: unknown): CostCodeRow {
  if (!isObject(value)) return emptyRow;
  const { code, name, costTypes, budget } = value;
  const types = Array.isArray(costTypes) ? costTypes.map(toText).join(', ') : toText(costTypes);
  return { code: toText(code), name: toText(name), costTypes: types, budget: toPlainAmount(toText(budget)) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a project from JSON, and names the fields that the form does not have, so that none is dropped silently. */
export function fromJson(text: string): Dropped {
  const body = parsed(text);
  if (!isObject(body)) return { isJson: false };
  const project = isObject(body['project']) ? body['project'] : body;
  const { costCodes, customFields } = project;
  const fields = projectFields.map((field) => [field, toTyped(field, valueAt(project, field) ?? '')] as const);
  return {
    draft: {
      ...emptyDraft,
      projectId: project === body ? '' : toText(body['projectId']),
      fields: Object.fromEntries(fields),
      costCodes: Array.isArray(costCodes) && costCodes.length > 0 ? costCodes.map(toRow) : [emptyRow],
      customFields: Object.entries(isObject(customFields) ? customFields : {}).map(([key, value]) => ({
        key,
        value: toText(value),
      })),
    },
    unknown: Object.keys(project).filter((key) => !Object.hasOwn(projectTable, key)),
  };
}
