/** Bounds lists: the first entries that fit are kept, and the others are counted. */
import type { Omitted } from '../contract/view';
import { jsonBytes } from '../contract/text';

interface Bounds {
  readonly maxEntries: number;
  /** The most bytes of all entries together, as JSON. */
  readonly maxBytes: number;
}

/** Returns the first entries that fit, and the number of the others. */
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
  /** Returns the entry with its texts cut. */
  readonly brief: (entry: T) => T;
  readonly countBytes: (entry: T) => number;
}

/** Keeps the newest entries unchanged as long as they fit together, cuts older ones, and drops the oldest. */
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

/** Returns a function that measures the JSON of an entry. It measures each entry once, because entries never change. */
export function measuredBytes(): (entry: object) => number {
  const known = new WeakMap<object, number>();
  return (entry) => {
    const bytes = known.get(entry) ?? jsonBytes(entry);
    known.set(entry, bytes);
    return bytes;
  };
}
