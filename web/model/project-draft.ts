/** The draft of a project, with every field as text and cost codes as rows, and the document that is made from it. */
import type { Project } from '../../workflows/contract/project';
import { type CustomField, fromCustomFields, toCustomFields } from './custom-fields';
import {
  type CostCodeField,
  costCodeFields,
  findField,
  type ProjectField,
  projectFields,
  valueAt,
} from '../../workflows/contract/pointers';
import { toPlainAmount } from './amounts';
import { understand } from './typed';
import { defined } from '../../workflows/contract/defined';

export type CostCodeRow = Readonly<Record<CostCodeField, string>> & {
  /** The code of the row in the revision that is corrected, by which its complaints find it when the code changes. */
  readonly was?: string;
};

export interface ProjectDraft {
  readonly projectId: string;
  readonly fields: Readonly<Partial<Record<ProjectField, string>>>;
  readonly costCodes: readonly CostCodeRow[];
  readonly customFields: readonly CustomField[];
  readonly note: string;
}

export const emptyRow: CostCodeRow = { code: '', name: '', costTypes: '', budget: '' };
export const emptyDraft: ProjectDraft = {
  projectId: '',
  fields: {},
  costCodes: [emptyRow],
  customFields: [],
  note: '',
};

export const isEmptyRow = (row: CostCodeRow): boolean => costCodeFields.every((column) => row[column].trim() === '');

/** At which place of the document each row stands; an empty row stands at none. */
export function numberRows(rows: readonly CostCodeRow[]): (number | undefined)[] {
  let next = 0;
  return rows.map((row) => (isEmptyRow(row) ? undefined : next++));
}

const splitList = (text: string): string[] =>
  text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean);

function toCostCode({ code, name, costTypes, budget: typed }: CostCodeRow): object {
  const budget = understand('signed_amount', typed).value;
  return { code: code.trim(), name: name.trim(), costTypes: splitList(costTypes), ...filled({ budget }) };
}

/** As it is typed into the form. */
export const toTyped = (field: ProjectField, value: string): string =>
  findField(field)?.row.kind === 'amount' ? toPlainAmount(value) : value;

/** Without what is empty. */
function filled(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const trimmed = Object.entries(texts).map(([key, text = '']) => [key, text.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, text]) => text !== ''));
}

/** The fields below a pointer such as `/address/`, by their last name. */
function below({ fields }: ProjectDraft, prefix: string): Record<string, string> {
  const valueOf = (field: ProjectField): string => understand(findField(field)?.row.kind, fields[field] ?? '').value;
  const own = projectFields.filter((field) => field.startsWith(prefix) && !field.slice(prefix.length).includes('/'));
  return filled(Object.fromEntries(own.map((field) => [field.slice(prefix.length), valueOf(field)])));
}

/** The document as far as it is typed: the API says what it still lacks. Empty rows at its end are none. */
export function toProject(draft: ProjectDraft): object {
  const customer = below(draft, '/customer/');
  const customFields = toCustomFields(draft.customFields);
  return {
    ...below(draft, '/'),
    address: below(draft, '/address/'),
    ...defined({ customer: Object.keys(customer).length > 0 ? customer : undefined }),
    costCodes: draft.costCodes.filter((row) => !isEmptyRow(row)).map(toCostCode),
    ...defined({ customFields }),
  };
}

export function fromProject(project: Project, projectId: string): ProjectDraft {
  const fields = projectFields.map((field) => [field, toTyped(field, valueAt(project, field) ?? '')] as const);
  return {
    ...emptyDraft,
    projectId,
    fields: Object.fromEntries(fields),
    costCodes: project.costCodes.map(({ code, name, costTypes, budget }) => ({
      code,
      name,
      budget: toPlainAmount(budget ?? ''),
      costTypes: costTypes.join(', '),
    })),
    customFields: fromCustomFields(project.customFields),
  };
}

/** The project of a rejected or retrieved revision, with rows that remember their codes. */
export function toCorrection(project: Project, projectId: string): ProjectDraft {
  const draft = fromProject(project, projectId);
  return { ...draft, costCodes: draft.costCodes.map((row) => ({ ...row, was: row.code })) };
}
