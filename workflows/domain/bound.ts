/** Lists that stay small: the first entries that fit, then how many are left out. */
import type { Omitted } from '../contract/view';
import { utf8Bytes } from './text';

export const jsonBytes = (value: unknown): number => utf8Bytes(JSON.stringify(value));

interface Bounds {
  readonly maxEntries: number;
  /** Of the entries' JSON together. */
  readonly maxBytes: number;
}

export function bounded<T>(all: readonly T[], { maxEntries, maxBytes }: Bounds): (T | Omitted)[] {
  let bytes = 0;
  const fits = all.slice(0, maxEntries).filter((entry) => {
    bytes += jsonBytes(entry);
    return bytes <= maxBytes;
  });
  const omitted = all.length - fits.length;
  return omitted > 0 ? [...fits, { omitted }] : fits;
}
