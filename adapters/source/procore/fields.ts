/** Procore's project and its cost codes as our project document, or every field that does not fit. Pure. */
import { Project } from '../../../workflows/contract/project';
import { escapePointer } from '../../../workflows/contract/text';
import { readDecimal } from '../../decimal';
import type { Misfit } from '../source';
import type { ProcoreCostCode, ProcoreProject } from './shapes';

/** By the path of ours; the fields of cost codes stand below. */
const theirFields: Readonly<Record<string, string>> = {
  name: 'name',
  number: 'project_number',
  'address.line1': 'address',
  'address.line2': 'address',
  'address.city': 'city',
  'address.region': 'state_code',
  'address.postalCode': 'zip',
  'address.country': 'country_code',
  startDate: 'start_date',
  completionDate: 'completion_date',
  totalValue: 'total_value',
  type: 'project_type.name',
  department: 'departments',
  description: 'description',
  costCodes: 'cost_codes',
  customFields: 'custom_fields',
};
const theirCostCodeFields: Readonly<Record<string, string>> = {
  code: 'full_code',
  name: 'name',
  costTypes: 'line_item_types',
};

export interface Sourced {
  readonly project: ProcoreProject;
  readonly costCodes: readonly ProcoreCostCode[];
  /** Procore's project names none: as companies.yaml says. */
  readonly currency: string;
}

export type Mapped = { readonly project: Project } | { readonly misfits: readonly Misfit[] };

/** One clean line; nothing where there is nothing to read. */
function lineOf(value: string | undefined): string | undefined {
  const line = value
    ?.normalize('NFC')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line === '' ? undefined : line;
}

/** `10000.0` and `10000` are the same money: written with two places, or as many as it has. */
function moneyOf(value: string | undefined): string | undefined {
  const amount = readDecimal(value?.trim() ?? '');
  return amount && !amount.isNegative ? `${amount.whole}.${amount.places.padEnd(2, '0')}` : lineOf(value);
}

/** The street on the first line, all that follows on the second. */
function streetOf(value: string | undefined): { line1?: string | undefined; line2?: string | undefined } {
  const lines = (value ?? '').split(/[\r\n]+/).flatMap((line) => lineOf(line) ?? []);
  return { line1: lines[0], line2: lines.length > 1 ? lines.slice(1).join(', ') : undefined };
}

/** What a person reads: a plain value itself, of a choice its label. */
function labelOf(value: unknown): string | undefined {
  if (typeof value === 'string') return lineOf(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const label: unknown = 'label' in value ? value.label : 'name' in value ? value.name : undefined;
  return typeof label === 'string' ? lineOf(label) : undefined;
}

function customOf(field: unknown): string | undefined {
  const value: unknown = typeof field === 'object' && field !== null && 'value' in field ? field.value : undefined;
  if (!Array.isArray(value)) return labelOf(value);
  const labels = value.flatMap((each: unknown) => labelOf(each) ?? []);
  return labels.length > 0 ? labels.join(', ') : undefined;
}

/** Those that hold something, and the number that accounting uses. */
function customFieldsOf(project: ProcoreProject): Record<string, string> | undefined {
  const all = Object.entries(project.custom_fields ?? {}).map(([key, field]) => [key, customOf(field)] as const);
  const held = [['accounting_project_number', lineOf(project.accounting_project_number)] as const, ...all].filter(
    (entry): entry is readonly [string, string] => entry[1] !== undefined,
  );
  return held.length > 0 ? Object.fromEntries(held) : undefined;
}

const costTypesOf = ({ line_item_types: types }: ProcoreCostCode): string[] => [
  ...new Set((types ?? []).flatMap(({ name, code }) => lineOf(name) ?? lineOf(code) ?? [])),
];

/**
 * The codes that can be booked on. Left out: what is deleted, what belongs to a sub job (a record of its own in an
 * ERP), and headings, which only group the codes below them.
 */
export function bookable(costCodes: readonly ProcoreCostCode[]): readonly ProcoreCostCode[] {
  const own = costCodes.filter((code) => code.deleted_at === undefined && code.biller_type !== 'SubJob');
  const parents = new Set(own.map(({ parent }) => parent?.id));
  return own.filter((code) => !parents.has(code.id) || costTypesOf(code).length > 0);
}

export const fullCodeOf = ({ full_code: code }: ProcoreCostCode): string | undefined => lineOf(code);

/** Without members that hold nothing. */
function compact(value: object): object {
  const held = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    held.map(([key, member]: [string, unknown]) => [
      key,
      typeof member === 'object' && member !== null && !Array.isArray(member) ? compact(member) : member,
    ]),
  );
}

const documentOf = ({ project, costCodes, currency }: Sourced): object =>
  compact({
    name: lineOf(project.name),
    number: lineOf(project.project_number),
    address: {
      ...streetOf(project.address),
      city: lineOf(project.city),
      region: lineOf(project.state_code),
      postalCode: lineOf(project.zip),
      country: lineOf(project.country_code)?.toUpperCase(),
    },
    startDate: lineOf(project.start_date),
    completionDate: lineOf(project.completion_date),
    currency,
    totalValue: moneyOf(project.total_value),
    type: lineOf(project.project_type?.name),
    department: lineOf((project.departments ?? []).flatMap(({ name }) => lineOf(name) ?? []).join(', ')),
    description: lineOf(project.description),
    costCodes: costCodes.map((code) =>
      compact({ ...{ code: fullCodeOf(code), name: lineOf(code.name) }, costTypes: costTypesOf(code) }),
    ),
    customFields: customFieldsOf(project),
  });

const holdsNothing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    value,
  );
}

function placeOfCostCode(code: ProcoreCostCode | undefined, member: PropertyKey | undefined): string {
  const field = theirCostCodeFields[String(member)] ?? 'the fields';
  return code ? `${field} of cost code ${fullCodeOf(code) ?? 'without a code'} (id ${String(code.id)})` : 'cost_codes';
}

/** Where it stands in Procore, in Procore's words. */
function placeOf(path: readonly PropertyKey[], costCodes: readonly ProcoreCostCode[]): string {
  const [top, key, member] = path;
  if (top === 'costCodes' && typeof key === 'number') return placeOfCostCode(costCodes[key], member);
  if (top === 'customFields' && key !== undefined) return `custom_fields.${String(key)}`;
  return theirFields[path.map(String).join('.')] ?? 'the project';
}

/** A project that Procore itself would not export. */
function notExportable({ active, template }: ProcoreProject): Misfit[] {
  const why = [
    ...(active === false ? ['active is false: only an active project is exported.'] : []),
    ...(template === true ? ['template is true: it is a template, not a project.'] : []),
  ];
  return why.map((message) => ({ pointer: '', code: 'not_exportable', message }));
}

/** All of `costCodes` go into the document; `bookable` picks them. */
export function toProject(sourced: Sourced): Mapped {
  const { costCodes } = sourced;
  const document = documentOf(sourced);
  const parsed = Project.safeParse(document);
  const misfits = notExportable(sourced.project);
  if (parsed.success && misfits.length === 0) return { project: parsed.data };
  for (const { path, message } of parsed.error?.issues ?? []) {
    const isEmpty = holdsNothing(valueAt(document, path));
    misfits.push({
      pointer: path.map((part) => `/${escapePointer(String(part))}`).join(''),
      code: isEmpty ? 'required' : 'invalid',
      message: `${placeOf(path, costCodes)} in Procore ${isEmpty ? 'is empty and must be filled in' : `does not fit: ${message}`}.`,
    });
  }
  return { misfits };
}
