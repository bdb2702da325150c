/**
 * Formats the files that the importer reads. Pure. `docs/file-drop.md` describes both, and a test compares it with
 * them.
 */
import type { ErpContent } from '../../../activities/erp-content';
import type { Job } from '../../../workflows/contract/commands';
import type { CostCode, Project } from '../../../workflows/contract/project';
import { canonicalJson } from '../../canonical-json';
import { toCell, toCsvLine } from '../../../workflows/contract/csv';
import { sha256 } from '../../sha256';

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
const fileFormat = 'ledgergate.project/1';

export interface ImportFile {
  readonly action: 'create' | 'update';
  readonly reference: string;
  /** The number of the file: 1 for the create, then one more for each update. */
  readonly sequence: number;
  readonly contentHash: string;
  readonly project: Project;
  readonly job: Job;
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** Hashes project and job (SHA-256 of canonical JSON, hexadecimal). The order of fields does not count. */
export const contentHash = (project: Project, job: Job): string => sha256(canonicalJson({ job, project }));

/**
 * Returns the content of the record: the project and its job. Cost codes are compared by their code, whatever their
 * order.
 */
export const toContent = (project: Project, job: Job): ErpContent => ({ ...project, job });

/**
 * Returns the name of both files without `.csv` and `.json`. References contain no dot, so no two names can be equal.
 */
export const fileStem = (reference: string, sequence: number): string =>
  sequence === 1 ? reference : `${reference}.r${sequence}`;

/** Formats the JSON. Equal content gives equal bytes. */
export function toJson(file: ImportFile): string {
  const sorted = (value: object): unknown => JSON.parse(canonicalJson(value));
  const { action, reference, sequence, project, job } = file;
  const document = {
    format: fileFormat,
    action,
    reference,
    sequence,
    contentHash: file.contentHash,
    job: sorted(job),
    project: sorted(project),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

const decimal = /^-?\d+(\.\d+)?$/;

/** A plain decimal cannot be a formula: a negative budget stays a number. */
const toAmount = (text = ''): string => (decimal.test(text) ? text : toCell(text));

const toList = (items: readonly string[]): string =>
  toCell(items.map((item) => item.replaceAll('\\', '\\\\').replaceAll(';', '\\;')).join(';'));

type Column = readonly [name: string, cell: (file: ImportFile, costCode: CostCode) => string];

const columns: readonly Column[] = [
  ['reference', ({ reference }) => toCell(reference)],
  ['action', ({ action }) => action],
  ['job_number', ({ job }) => toCell(job.number)],
  ['project_number', ({ project }) => toCell(project.number)],
  ['project_name', ({ project }) => toCell(project.name)],
  ['address_line1', ({ project }) => toCell(project.address.line1)],
  ['address_line2', ({ project }) => toCell(project.address.line2)],
  ['city', ({ project }) => toCell(project.address.city)],
  ['region', ({ project }) => toCell(project.address.region)],
  ['postal_code', ({ project }) => toCell(project.address.postalCode)],
  ['country', ({ project }) => toCell(project.address.country)],
  ['start_date', ({ project }) => toCell(project.startDate)],
  ['completion_date', ({ project }) => toCell(project.completionDate)],
  ['currency', ({ project }) => toCell(project.currency)],
  ['total_value', ({ project }) => toAmount(project.totalValue)],
  ['customer_code', ({ project }) => toCell(project.customer?.code)],
  ['customer_name', ({ project }) => toCell(project.customer?.name)],
  ['project_type', ({ project }) => toCell(project.type)],
  ['department', ({ project }) => toCell(project.department)],
  ['cost_code', (_file, { code }) => toCell(code)],
  ['cost_code_name', (_file, { name }) => toCell(name)],
  ['cost_types', (_file, { costTypes }) => toList(costTypes)],
  ['budget', (_file, { budget }) => toAmount(budget)],
];

/**
 * Formats the CSV (RFC 4180) with a header: one row for each cost code, and the job's extra fields as the last columns.
 */
export function toCsv(file: ImportFile): string {
  const extra = Object.entries(file.job.fields ?? {}).sort(byKey);
  const header = [...columns.map(([name]) => name), ...extra.map(([key]) => toCell(`job_field:${key}`))];
  const extraCells = extra.map(([, value]) => toCell(value));
  const rows = file.project.costCodes.map((costCode) => [
    ...columns.map(([, cell]) => cell(file, costCode)),
    ...extraCells,
  ]);
  return [header, ...rows].map(toCsvLine).join('');
}
