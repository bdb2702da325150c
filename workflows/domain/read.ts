/** Reads values of unknown shape. The sandbox has no schema library. */
import { limits } from '../contract/limits';
import { type FindFault, findSizeFault, findTwins, normalizeText, showText, textFaults } from '../contract/text';

/** Thrown if a message is malformed. Its `message` names the field and what is expected. */
export class Malformed extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function toFields(value: unknown, name: string): Fields {
  if (!isFields(value)) throw new Malformed(`${name} must be a JSON object`);
  return value;
}

export const read = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);

export function allowOnly(fields: Fields, keys: readonly string[], name: string): void {
  const unknown = Object.keys(fields).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Malformed(`${name} has the unknown field ${unknown.slice(0, 100)}`);
}

/** The fault is looked for before the text is normalized: see contract/text.ts. */
export function toText(value: unknown, name: string, maxChars: number, findFault: FindFault = textFaults.line): string {
  if (typeof value !== 'string') throw new Malformed(`${name} must be a text`);
  const trimmed = value.trim();
  const fault = trimmed === '' ? 'must not be empty' : findFault(trimmed);
  if (fault !== undefined) throw new Malformed(`${name} ${fault}`);
  const text = normalizeText(trimmed);
  if (text.length > maxChars)
    throw new Malformed(`${name} has ${text.length} characters, but at most ${maxChars} are allowed`);
  return text;
}

export const toIdentifier = (value: unknown, name: string, maxChars: number = limits.keyChars): string =>
  toText(value, name, maxChars, textFaults.identifier);

/** Reads an id that a machine made, such as a hash: visible ASCII. @throws Malformed */
export function toToken(value: unknown, name: string): string {
  const token = toText(value, name, limits.requestIdChars);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Malformed(`${name} must be visible ASCII without spaces`);
  return token;
}

/** Reads who has a number or a name in the ERP, fit to be shown; `undefined` if nobody says. */
export const toHolder = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? showText(value.trim(), limits.keyChars) : undefined;

/** Reads prose that may have several lines. @throws Malformed */
export const toLines = (value: unknown, name: string): string =>
  toText(value, name, limits.textChars, textFaults.lines);

export function optional<K extends string>(fields: Fields, key: K, maxChars: number): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  const value = read(fields, key);
  if (value === undefined) return found;
  found[key] = toText(value, key, maxChars);
  return found;
}

export function optionalIdentifier<K extends string>(fields: Fields, key: K): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  const value = read(fields, key);
  if (value !== undefined) found[key] = toIdentifier(value, key);
  return found;
}

export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

export function toRevision(fields: Fields): { revision?: number } {
  const revision = read(fields, 'revision');
  if (revision === undefined) return {};
  if (!isCount(revision)) throw new Malformed('revision must be a whole number such as 1');
  return { revision };
}

export const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);

export function checkBytes(value: unknown, name: string, maxBytes: number): void {
  const fault = findSizeFault(value, maxBytes);
  if (fault !== undefined) throw new Malformed(`${name} ${fault}`);
}

interface RecordKind {
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** Finds the fault of a value. */
  readonly findFault?: FindFault;
}

/** Refuses identifiers of which two are equal, because one of them would be lost. @throws Malformed */
export function refuseTwins(identifiers: readonly string[], name: string): void {
  const [twin] = findTwins(identifiers);
  if (!twin) return;
  const [first = '', second = ''] = [twin.first, twin.index].map((index) => normalizeText(identifiers[index] ?? ''));
  throw new Malformed(`${name} has "${second}", which is the same as "${first}"`);
}

export function toRecord(
  value: unknown,
  name: string,
  { maxEntries, maxBytes, findFault }: RecordKind,
): Record<string, string> {
  const entries = Object.entries(toFields(value, name));
  if (entries.length > maxEntries) {
    throw new Malformed(`${name} has ${entries.length} entries, but at most ${maxEntries} are allowed`);
  }
  refuseTwins(
    entries.map(([key]) => key),
    name,
  );
  const record = Object.fromEntries(
    entries.map(([key, text]) => {
      const cleanKey = toIdentifier(key, `a key of ${name}`);
      if (cleanKey === '__proto__') throw new Malformed(`${name} must not contain __proto__`);
      return [cleanKey, toText(text, `${name}.${cleanKey}`, limits.valueChars, findFault)];
    }),
  );
  checkBytes(record, name, maxBytes);
  return record;
}
