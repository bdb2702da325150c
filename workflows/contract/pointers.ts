/**
 * JSON pointers (RFC 6901) into a project and its job. A cost code stands under its code, exactly as it is stored, and
 * never under its place in the list: the place is another one after the next resend. Only the problem details of one
 * request point by place, into the body of that request.
 */
import { type DocumentField, documentFields, projectTable } from './project-table';

/** Escapes one part of a pointer (RFC 6901). */
export const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

export const toPointer = (...parts: readonly PropertyKey[]): string =>
  parts.map((part) => `/${escapePointer(String(part))}`).join('');

export const splitPointer = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Returns the value at a path, by own members only: `constructor` is a name like any other. */
export const memberAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    document,
  );

/** Returns the text at a pointer; `undefined` if there is none, or if the value is an object. */
export function valueAt(document: unknown, pointer: string): string | undefined {
  const value = memberAt(document, splitPointer(pointer));
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

const { costCodes, customFields: _customFields, ...single } = projectTable;

type PointersIn<Rows> = {
  [K in keyof Rows & string]: Rows[K] extends { readonly fields: infer Inner } ? `/${K}${PointersIn<Inner>}` : `/${K}`;
}[keyof Rows & string];
/** The pointer to a single field of a project. */
export type ProjectField = PointersIn<typeof single>;
export type CostCodeField = keyof typeof costCodes.fields;

const isSingle = ({ path: [first = ''], row }: DocumentField): boolean =>
  Object.hasOwn(single, first) && row.kind !== 'group';

const fieldsByPointer: ReadonlyMap<string, DocumentField> = new Map(
  documentFields.filter(isSingle).map((field) => [toPointer(...field.path), field]),
);

// The pointers and their type are read from the same rows.
function listPointers(): readonly ProjectField[];
function listPointers(): readonly string[] {
  return [...fieldsByPointer.keys()];
}
/** The single fields of a project, in the order of the document. */
export const projectFields = listPointers();

function listColumns(): readonly CostCodeField[];
function listColumns(): readonly string[] {
  return Object.keys(costCodes.fields);
}
export const costCodeFields = listColumns();

/** The pointers to objects that have several fields. */
const wholes: readonly string[] = Object.entries(projectTable).flatMap(([field, { kind }]) =>
  ['group', 'list', 'texts'].includes(kind) ? [toPointer(field)] : [],
);

export const isProjectField = (pointer: string): pointer is ProjectField => fieldsByPointer.has(pointer);
export const isCostCodeField = (name: string): name is CostCodeField => Object.hasOwn(costCodes.fields, name);

/** Returns the field of a project, or of one of its cost codes, that a pointer refers to. */
export function findField(pointer: string): DocumentField | undefined {
  const [first, , column = '', ...deeper] = splitPointer(pointer);
  if (first !== 'costCodes' || deeper.length > 0) return fieldsByPointer.get(pointer);
  return documentFields.find(({ path }) => path.join('/') === `${first}/${column}`);
}

/** The names that a pointer can refer to: the codes of a revision in their order, and its keys. */
export interface PointedAt {
  readonly codes: readonly string[];
  readonly customKeys: readonly string[];
  /** The keys of the extra fields that this ERP requires at accept. */
  readonly jobKeys: readonly string[];
}

/**
 * Replaces the index of a cost code by its code: `/costCodes/3/budget` becomes `/costCodes/03-100/budget`. Other
 * pointers are returned unchanged.
 */
export function fromPlace(pointer: string, codes: readonly string[]): string {
  const [first, place = '', ...rest] = splitPointer(pointer);
  const code = first === 'costCodes' && /^\d{1,4}$/.test(place) ? codes[Number(place)] : undefined;
  return code === undefined ? pointer : toPointer('costCodes', code, ...rest);
}

/** Replaces a cost code by its index, for a pointer into the body of a request. */
export function toPlace(pointer: string, codes: readonly string[]): string {
  const [first, code, ...rest] = splitPointer(pointer);
  const place = first === 'costCodes' && code !== undefined ? codes.indexOf(code) : -1;
  return place < 0 ? pointer : toPointer('costCodes', place, ...rest);
}

/**
 * Reads a pointer from an ERP, which may address a cost code by code, as it should, or by index. A code that looks like
 * the index takes precedence.
 */
export function byCode(pointer: string, codes: readonly string[]): string {
  const [first, code] = splitPointer(pointer);
  return first === 'costCodes' && code !== undefined && codes.includes(code) ? pointer : fromPlace(pointer, codes);
}

const byCodeOnly =
  'a cost code is addressed by its code as in this revision, such as /costCodes/03-100/budget, never by its place in the list';

function costCodeFault([code = '', field, ...deeper]: readonly string[], codes: readonly string[]): string | undefined {
  if (!codes.includes(code)) return `names no cost code: ${byCodeOnly}`;
  if (field === undefined) return undefined;
  const isField = isCostCodeField(field) && deeper.length === 0;
  return isField ? undefined : `names no field of a cost code; its fields are ${costCodeFields.join(', ')}`;
}

function keyFault(parts: readonly string[], keys: readonly string[], what: string): string | undefined {
  const [key = '', ...deeper] = parts;
  return deeper.length === 0 && keys.includes(key) ? undefined : `names no ${what}`;
}

/**
 * Returns why a pointer names no field, as the end of a sentence that begins with the pointer; `undefined` if it names
 * one.
 */
export function findPointerFault(pointer: string, { codes, customKeys, jobKeys }: PointedAt): string | undefined {
  if (isProjectField(pointer) || wholes.includes(pointer) || pointer === '/job/number') return undefined;
  const parts = splitPointer(pointer);
  if (toPointer(...parts) !== pointer) return 'is not a JSON pointer such as /address/city';
  const [first, second, ...rest] = parts;
  if (first === 'costCodes') return costCodeFault(parts.slice(1), codes);
  if (first === 'customFields') return keyFault(parts.slice(1), customKeys, 'custom field of this revision');
  if (first === 'job' && second === 'fields') return keyFault(rest, jobKeys, 'extra field of this ERP');
  return 'names no field of a project';
}
