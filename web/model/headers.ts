/** The names by which spreadsheets call the fields of a project and the columns of its cost codes. */
import { type CostCodeField, costCodeFields, type ProjectField } from '../../workflows/contract/pointers';

/** As names are compared: `Cost Code (all)` and `cost_code` are the same. */
const toName = (text: string): string =>
  text
    .replace(/\([^()]*\)/g, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The first names are meant before the later ones, if a table has several of them. */
const columnNames: Readonly<Record<CostCodeField, readonly string[]>> = {
  code: [
    ...['code', 'cost code', 'costcode', 'cost code number', 'cost code id', 'phase code', 'phase', 'account code'],
    ...['account', 'wbs code', 'wbs', 'item', 'number', 'no', 'nr', 'kostenstelle', 'kostengruppe'],
  ],
  name: [
    ...['name', 'description', 'cost code name', 'cost code description', 'costcode description', 'title', 'desc'],
    ...['text', 'bezeichnung', 'beschreibung'],
  ],
  costTypes: [
    ...['cost types', 'cost type', 'costtypes', 'costtype', 'types', 'type', 'categories', 'category'],
    ...['cost category', 'kostenart', 'kostenarten'],
  ],
  budget: [
    ...['budget', 'amount', 'budget amount', 'budgeted amount', 'original budget', 'original budget amount'],
    ...['revised budget', 'cost', 'value', 'estimate', 'total', 'betrag'],
  ],
};

/** `Amount in USD` is an amount. */
const withoutCurrency = (name: string): string => name.replace(/ (?:in )?(?:usd|eur|gbp|chf|cad|aud)$/, '');

export type Columns = ReadonlyMap<CostCodeField, number>;

interface Header {
  readonly columns: Columns;
  /** Columns with a name that is not known, or whose place another one has. */
  readonly unused: readonly string[];
}

/** Reads a row as the header of cost codes: it names the code, and at least one column more. */
export function readHeader(cells: readonly string[]): Header | undefined {
  const names = cells.map((cell) => withoutCurrency(toName(cell)));
  const found = costCodeFields.flatMap((field) => {
    const at = columnNames[field].map((name) => names.indexOf(name)).find((index) => index >= 0);
    return at === undefined ? [] : [[field, at] as const];
  });
  const columns = new Map(found);
  if (!columns.has('code') || columns.size < 2) return undefined;
  const used = new Set(columns.values());
  return { columns, unused: cells.filter((cell, index) => cell.trim() !== '' && !used.has(index)) };
}

export type FileField = ProjectField | 'projectId';

const fieldNames: Readonly<Record<FileField, readonly string[]>> = {
  projectId: ['project id', 'id'],
  '/name': ['name', 'project name', 'project'],
  '/number': ['project number', 'number', 'project no', 'job number'],
  '/customer/name': ['customer', 'customer name', 'client', 'client name', 'owner'],
  '/customer/code': ['customer code', 'customer number', 'client code', 'client number'],
  '/address/line1': ['street', 'address', 'address line 1', 'street address'],
  '/address/line2': ['street second line', 'address line 2'],
  '/address/city': ['city', 'town'],
  '/address/region': ['region', 'state', 'province', 'county'],
  '/address/postalCode': ['postal code', 'zip', 'zip code', 'postcode'],
  '/address/country': ['country'],
  '/startDate': ['start', 'start date'],
  '/completionDate': ['completion', 'completion date', 'end', 'end date', 'finish', 'finish date'],
  '/currency': ['currency'],
  '/totalValue': ['total value', 'contract value', 'contract sum', 'contract amount', 'value', 'total'],
  '/type': ['type', 'project type'],
  '/department': ['department'],
  '/description': ['description'],
};

const fieldsByName: ReadonlyMap<string, string> = new Map(
  Object.entries(fieldNames).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
);

const isFileField = (field: string | undefined): field is FileField =>
  field !== undefined && Object.hasOwn(fieldNames, field);

/** `undefined`: no field of a project has this name. */
export function findFileField(text: string): FileField | undefined {
  const field = fieldsByName.get(toName(text));
  return isFileField(field) ? field : undefined;
}

/** The key of a custom field, which a file calls `Custom: permit`. */
export const findCustomKey = (text: string): string | undefined => /^custom(?: field)?:(.+)$/is.exec(text)?.[1]?.trim();

/** The first row of the fields: `Field`, `Value`. */
export const isFieldsHeader = ([first = '', second = '']: readonly string[]): boolean =>
  ['field', 'feld'].includes(toName(first)) && ['value', 'wert'].includes(toName(second));

const totalNames = ['total', 'totals', 'grand total', 'sum', 'subtotal', 'summe', 'gesamt', 'gesamtsumme'];
export const isTotalName = (text: string): boolean => totalNames.includes(toName(text));
