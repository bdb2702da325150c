/** Where the ERP shows the record that a receipt names: the company's pattern, filled. */
import type { Receipt } from '../workflows/contract/view';

/** `{reference}` and the names of the ERP's ids are filled in. @returns `undefined` when an id is missing */
export function toRecordUrl(pattern: string | undefined, { reference, ids }: Receipt): string | undefined {
  if (pattern === undefined) return undefined;
  const known = new Map([...Object.entries(ids), ['reference', reference] as const]);
  const placeholder = /\{([^{}]+)\}/g;
  const isWhole = [...pattern.matchAll(placeholder)].every(([, name = '']) => known.has(name));
  if (!isWhole) return undefined;
  return pattern.replaceAll(placeholder, (_, name: string) => encodeURIComponent(known.get(name) ?? ''));
}
