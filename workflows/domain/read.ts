/** Reads values of unknown shape, without a schema library: the sandbox has none. */
import { limits } from '../contract/limits';
import { jsonBytes } from './bound';
import { isCleanLine, isCleanText, normalizeText } from '../contract/text';

/** The message does not fit; `message` names the field and what it wants. */
export class Malformed extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function toFields(value: unknown, name: string): Fields {
  if (!isFields(value)) throw new Malformed(`${name} must be a JSON object`);
  return value;
}

export const read = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);

export function allowOnly(fields: Fields, keys: readonly string[], name: string): void {
  const unknown = Object.keys(fields).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new Malformed(`${name} does not know the field ${unknown.slice(0, 100)}`);
}

export function toText(value: unknown, name: string, maxChars: number, isClean = isCleanLine): string {
  if (typeof value !== 'string') throw new Malformed(`${name} must be a text`);
  const text = normalizeText(value);
  if (text === '') throw new Malformed(`${name} must not be empty`);
  if (text.length > maxChars)
    throw new Malformed(`${name} has ${String(text.length)} characters of ${String(maxChars)}`);
  if (!isClean(text)) throw new Malformed(`${name} holds control characters or lone surrogates`);
  return text;
}

/** An id that a machine made, such as a hash: visible ASCII. */
export function toToken(value: unknown, name: string): string {
  const token = toText(value, name, limits.requestIdChars);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Malformed(`${name} must be visible ASCII without spaces`);
  return token;
}

export const required = (fields: Fields, key: string): string =>
  toText(read(fields, key), key, limits.textChars, isCleanText);

export function optional<K extends string>(
  fields: Fields,
  key: K,
  maxChars: number = limits.textChars,
): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  const value = read(fields, key);
  if (value === undefined) return found;
  found[key] = toText(value, key, maxChars, maxChars === limits.textChars ? isCleanText : isCleanLine);
  return found;
}

export function toRevision(fields: Fields): { revision?: number } {
  const revision = read(fields, 'revision');
  if (revision === undefined) return {};
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 1) {
    throw new Malformed('revision must be a whole number such as 1');
  }
  return { revision };
}

export const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);

export function checkBytes(value: unknown, name: string, maxBytes: number): void {
  if (jsonBytes(value) > maxBytes)
    throw new Malformed(`${name} must be at most ${String(maxBytes / 1024)} KiB of JSON`);
}

interface RecordBounds {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

export function toRecord(value: unknown, name: string, { maxEntries, maxBytes }: RecordBounds): Record<string, string> {
  const entries = Object.entries(toFields(value, name));
  if (entries.length > maxEntries) {
    throw new Malformed(`${name} has ${String(entries.length)} entries of ${String(maxEntries)}`);
  }
  const record = Object.fromEntries(
    entries.map(([key, text]) => {
      const cleanKey = toText(key, `a key of ${name}`, limits.keyChars);
      if (cleanKey === '__proto__') throw new Malformed(`${name} must not hold __proto__`);
      return [cleanKey, toText(text, `${name}.${cleanKey}`, limits.valueChars)];
    }),
  );
  checkBytes(record, name, maxBytes);
  return record;
}

export const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
