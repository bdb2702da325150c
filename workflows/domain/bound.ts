/** Lists that stay small: the first entries that fit, then how many are left out. */
import type { Omitted } from '../contract/view';
import { utf8Bytes } from './text';

export const jsonBytes = (value: unknown): number => utf8Bytes(JSON.stringify(value));

interface Bounds {
  readonly maxEntries: number;
  /** Of the entries' JSON together. */
  readonly maxBytes: number;
}

/** The first entries that fit. */
export function fitting<T>(all: readonly T[], { maxEntries, maxBytes }: Bounds): T[] {
  let bytes = 0;
  return all.slice(0, maxEntries).filter((entry) => {
    bytes += jsonBytes(entry);
    return bytes <= maxBytes;
  });
}

export function bounded<T>(all: readonly T[], bounds: Bounds): (T | Omitted)[] {
  const fits = fitting(all, bounds);
  const omitted = all.length - fits.length;
  return omitted > 0 ? [...fits, { omitted }] : fits;
}
