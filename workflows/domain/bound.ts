/** Lists that stay small: the first entries that fit, then how many are left out. */
import type { Omitted } from '../contract/view';
import { utf8Bytes } from '../contract/text';

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

interface Newest<T> {
  readonly maxFull: number;
  readonly fullBytes: number;
  readonly maxBytes: number;
  /** An entry with its texts cut. */
  readonly brief: (entry: T) => T;
  readonly countBytes: (entry: T) => number;
}

/** The newest entries in full as long as they fit together, the older ones cut, the oldest dropped. */
export function keepNewest<T>(
  entries: readonly T[],
  { maxFull, fullBytes, maxBytes, brief, countBytes }: Newest<T>,
): T[] {
  let bytes = 0;
  const kept: T[] = [];
  for (const entry of entries.toReversed()) {
    const fits = kept.length < maxFull && bytes + countBytes(entry) <= fullBytes;
    const shown = fits ? entry : brief(entry);
    bytes += countBytes(shown);
    if (bytes > maxBytes) break;
    kept.push(shown);
  }
  return kept.toReversed();
}

/** Measures each entry once, as entries never change. */
export function measuredBytes(): (entry: object) => number {
  const known = new WeakMap<object, number>();
  return (entry) => {
    const bytes = known.get(entry) ?? jsonBytes(entry);
    known.set(entry, bytes);
    return bytes;
  };
}
