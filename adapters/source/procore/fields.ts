/** Maps Procore's project and its cost codes to our project document, or to every field that does not fit. Pure. */
import { readDecimal, roundDecimal } from '../../../workflows/contract/amounts';
import { memberAt, toPointer } from '../../../workflows/contract/pointers';
import { Project } from '../../../workflows/contract/project';
import { findMinorUnits } from '../../../workflows/contract/iso';
import type { Misfit } from '../source';
import { toCustomFields, type Labels } from './custom-fields';
import { toLine, toLines } from './lines';
import { toPlainText } from './rich-text';
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
  /** The currency of companies.yaml, because Procore's projects have none. */
  readonly currency: string;
  /** The labels of custom fields. */
  readonly labels: Labels;
}

export type Mapped = { readonly project: Project } | { readonly misfits: readonly Misfit[] };

/**
 * Procore sends what it calculated, such as 0.30000000000000004, and shows it in the currency's units: `10000.0` and
 * `10000` are 10000.00, and what is below the smallest unit is rounded as it is there.
 */
function toMoney(value: string | undefined, currency: string): string | undefined {
  const text = value?.trim() ?? '';
  const amount = readDecimal(/^\d(\.\d{1,20})?e-\d{1,3}$/.test(text) ? '0' : text);
  return amount && !amount.isNegative ? roundDecimal(amount, findMinorUnits(currency) ?? 2) : toLine(value);
}

/** The street on the first line, all that follows on the second. */
function toStreet(value: string | undefined): { line1?: string | undefined; line2?: string | undefined } {
  const lines = (value ?? '').split(/[\r\n]+/).flatMap((line) => toLine(line) ?? []);
  return { line1: lines[0], line2: lines.length > 1 ? lines.slice(1).join(', ') : undefined };
}

const toCostTypes = ({ line_item_types: types }: ProcoreCostCode): string[] => [
  ...new Set((types ?? []).flatMap(({ name, code }) => toLine(name) ?? toLine(code) ?? [])),
];

/**
 * Returns the cost codes that can be booked. Left out are deleted codes, codes of a sub job (a separate record in an
 * ERP), and headings, which only group other codes.
 */
export function bookable(costCodes: readonly ProcoreCostCode[]): readonly ProcoreCostCode[] {
  const own = costCodes.filter((code) => code.deleted_at === undefined && code.biller_type !== 'SubJob');
  const parents = new Set(own.map(({ parent }) => parent?.id));
  return own.filter((code) => !parents.has(code.id) || toCostTypes(code).length > 0);
}

export const toFullCode = ({ full_code: code }: ProcoreCostCode): string | undefined => toLine(code);

/** Returns the object without its empty members. */
function compact(value: object): object {
  const held = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    held.map(([key, member]: [string, unknown]) => [
      key,
      typeof member === 'object' && member !== null && !Array.isArray(member) ? compact(member) : member,
    ]),
  );
}

const toDocument = ({ project, costCodes, currency, labels }: Sourced): object =>
  compact({
    name: toLine(project.name),
    number: toLine(project.project_number),
    address: {
      ...toStreet(project.address),
      city: toLine(project.city),
      region: toLine(project.state_code),
      postalCode: toLine(project.zip),
      country: toLine(project.country_code)?.toUpperCase(),
    },
    startDate: toLine(project.start_date),
    completionDate: toLine(project.completion_date),
    currency,
    totalValue: toMoney(project.total_value, currency),
    type: toLine(project.project_type?.name),
    department: toLine((project.departments ?? []).flatMap(({ name }) => toLine(name) ?? []).join(', ')),
    description: toLines(project.description && toPlainText(project.description)),
    costCodes: costCodes.map((code) =>
      compact({ code: toFullCode(code), name: toLine(code.name), costTypes: toCostTypes(code) }),
    ),
    customFields: toCustomFields(project, labels),
  });

const holdsNothing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

function costCodePlace(code: ProcoreCostCode | undefined, member: PropertyKey | undefined): string {
  const field = theirCostCodeFields[String(member)] ?? 'the fields';
  return code ? `${field} of cost code ${toFullCode(code) ?? 'without a code'} (id ${code.id})` : 'cost_codes';
}

/** Returns the place of a field in Procore, by Procore's names. */
function describePlace(path: readonly PropertyKey[], costCodes: readonly ProcoreCostCode[]): string {
  const [top, key, member] = path;
  if (top === 'costCodes' && typeof key === 'number') return costCodePlace(costCodes[key], member);
  if (top === 'customFields' && key !== undefined) return `custom_fields.${String(key)}`;
  return theirFields[path.map(String).join('.')] ?? 'the project';
}

/** Returns a pointer that names a cost code by its code. For one without a code, it names the list. */
function pointerAt(path: readonly PropertyKey[], costCodes: readonly ProcoreCostCode[]): string {
  const [top, place, member] = path.map(String);
  if (top !== 'costCodes' || place === undefined) return toPointer(...path);
  const held = costCodes[Number(place)];
  const code = held && toFullCode(held);
  if (code === undefined) return toPointer(top);
  return member === undefined ? toPointer(top, code) : toPointer(top, code, member);
}

/** A project that Procore itself would not export. */
function notExportable({ active, template }: ProcoreProject): Misfit[] {
  const why = [
    ...(active === false ? ['active is false: only an active project is exported.'] : []),
    ...(template === true ? ['template is true: it is a template, not a project.'] : []),
  ];
  return why.map((message) => ({ pointer: '', code: 'not_exportable', message }));
}

/** Maps a project. All `costCodes` go into the document; `bookable` selects them. */
export function toProject(sourced: Sourced): Mapped {
  const { costCodes } = sourced;
  const document = toDocument(sourced);
  const parsed = Project.safeParse(document);
  const misfits = notExportable(sourced.project);
  if (parsed.success && misfits.length === 0) return { project: parsed.data };
  for (const { path, message } of parsed.error?.issues ?? []) {
    const isEmpty = holdsNothing(memberAt(document, path));
    misfits.push({
      pointer: pointerAt(path, costCodes),
      code: isEmpty ? 'required' : 'invalid',
      message: `${describePlace(path, costCodes)} in Procore ${isEmpty ? 'is empty and must be filled in' : `is not valid: ${message}`}.`,
    });
  }
  return { misfits };
}
