/** Compares what an ERP holds of a project field by field. Pure. */
import { createHash } from 'node:crypto';
import type { Change } from '../workflows/contract/view';
import { escapePointer } from '../workflows/contract/pointers';
import { defined } from '../workflows/contract/defined';

/**
 * The content of a record: texts, named as in the project document. Entries of a list of objects are identified by
 * their `code`, so the order of such a list does not count.
 */
export interface ErpContent {
  readonly [field: string]: ErpValue;
}
export type ErpValue = string | readonly string[] | ErpContent | readonly ErpContent[] | undefined;

/** An entry that has no code is known by its place. */
function entryKey(entry: string | ErpContent, index: number): string {
  const code = typeof entry === 'string' ? undefined : entry['code'];
  return typeof code === 'string' ? code : String(index);
}

function collect(value: ErpValue, pointer: string, into: Map<string, string>): void {
  if (value === undefined) return;
  if (typeof value === 'string') {
    into.set(pointer, value);
    return;
  }
  const members: [string, ErpValue][] = Array.isArray(value)
    ? (value as readonly (string | ErpContent)[]).map((entry, index) => [entryKey(entry, index), entry])
    : Object.entries(value);
  for (const [key, member] of members) collect(member, `${pointer}/${escapePointer(key)}`, into);
}

const flattenContent = (content: ErpContent): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  collect(content, '', fields);
  return fields;
};

/** Returns every field that differs, by JSON pointer, in order. A cost code is addressed by its code. */
export function differences(before: ErpContent, after: ErpContent): Change[] {
  const was = flattenContent(before);
  const is = flattenContent(after);
  const pointers = [...new Set([...was.keys(), ...is.keys()])].sort();
  return pointers.flatMap((pointer) => {
    const [previous, next] = [was.get(pointer), is.get(pointer)];
    if (previous === next) return [];
    return [{ pointer, ...defined({ before: previous, after: next }) }];
  });
}

export const isSameContent = (a: ErpContent, b: ErpContent): boolean => differences(a, b).length === 0;

/** Hashes differences (SHA-256, hexadecimal). The hash identifies what a person reviewed. */
export const hashChanges = (changes: readonly Change[]): string =>
  createHash('sha256').update(JSON.stringify(changes)).digest('hex');
