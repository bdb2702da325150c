/** Makes the link to the ERP's own page of a record. */
import { namesInUrl } from '../adapters/companies/connection';
import type { Receipt } from '../workflows/contract/view';

/**
 * Replaces `{reference}` and the names of the ERP's ids in the company's pattern.
 * @returns `undefined` if an id is missing
 */
export function toRecordUrl(pattern: string | undefined, { reference, ids }: Receipt): string | undefined {
  if (pattern === undefined) return undefined;
  const known = new Map([...Object.entries(ids), ['reference', reference] as const]);
  const names = namesInUrl(pattern);
  if (!names.every((name) => known.has(name))) return undefined;
  return names.reduce(
    (url, name) => url.replace(`{${name}}`, () => encodeURIComponent(known.get(name) ?? '')),
    pattern,
  );
}
