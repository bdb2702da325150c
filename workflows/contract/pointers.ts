/**
 * JSON pointers (RFC 6901) into a project and its job. A cost code stands under its code, exactly as it is stored, and
 * never under its place in the list: the place is another one after the next resend. Only the problem details of one
 * request point by place, into the body of that request.
 */
/** The single fields of a project, in the order they are read. */
export const projectFields = [
  '/name',
  '/number',
  '/customer/name',
  '/customer/code',
  '/address/line1',
  '/address/line2',
  '/address/city',
  '/address/region',
  '/address/postalCode',
  '/address/country',
  '/startDate',
  '/completionDate',
  '/currency',
  '/totalValue',
  '/type',
  '/department',
  '/description',
] as const;
export type ProjectField = (typeof projectFields)[number];

/** The pointers to objects that have several fields. */
const wholes: readonly string[] = ['/address', '/customer', '/costCodes', '/customFields'];

export const costCodeFields = ['code', 'name', 'costTypes', 'budget'] as const;
export type CostCodeField = (typeof costCodeFields)[number];

export const isProjectField = (pointer: string): pointer is ProjectField =>
  (projectFields as readonly string[]).includes(pointer);
export const isCostCodeField = (name: string): name is CostCodeField =>
  (costCodeFields as readonly string[]).includes(name);

/** Escapes one part of a pointer (RFC 6901). */
export const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

export const toPointer = (...parts: readonly (string | number)[]): string =>
  parts.map((part) => `/${escapePointer(String(part))}`).join('');

export const splitPointer = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

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
  'a cost code stands under its code as in this revision, such as /costCodes/03-100/budget, never under its place in the list';

function costCodeFault([code = '', field, ...deeper]: readonly string[], codes: readonly string[]): string | undefined {
  if (!codes.includes(code)) return `names no cost code: ${byCodeOnly}`;
  if (field === undefined) return undefined;
  const isField = isCostCodeField(field) && deeper.length === 0;
  return isField ? undefined : `names no field of a cost code; it has ${costCodeFields.join(', ')}`;
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
  if (toPointer(...parts) !== pointer) return 'is no JSON pointer such as /address/city';
  const [first, second, ...rest] = parts;
  if (first === 'costCodes') return costCodeFault(parts.slice(1), codes);
  if (first === 'customFields') return keyFault(parts.slice(1), customKeys, 'custom field of this revision');
  if (first === 'job' && second === 'fields') return keyFault(rest, jobKeys, 'extra field that this ERP wants');
  return 'names no field of a project';
}
