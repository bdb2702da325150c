/** Groups the open submissions of a company for its metrics: by status and age, and the parked ones by code. */
import type { Run } from '../gateway/memo';

/** How long a submission has been in its status, at most; the last has no end. */
const ages = [
  { age: '1h', ms: 3_600_000 },
  { age: '1d', ms: 86_400_000 },
  { age: '7d', ms: 7 * 86_400_000 },
  { age: 'older', ms: Infinity },
] as const;

export interface OpenGroup {
  readonly status: string;
  /** `1h`, `1d` and `7d`: at most that long. `older`: more than seven days. */
  readonly age: string;
  readonly count: number;
}

export interface ParkedGroup {
  readonly code: string;
  readonly count: number;
}

function tally<T extends object>(groups: readonly T[]): (T & { readonly count: number })[] {
  const counts = new Map<string, { readonly group: T; count: number }>();
  for (const group of groups) {
    const key = JSON.stringify(group);
    const known = counts.get(key) ?? { group, count: 0 };
    known.count += 1;
    counts.set(key, known);
  }
  return [...counts.values()].map(({ group, count }) => ({ ...group, count }));
}

const findAge = (waitedMs: number): string => ages.find(({ ms }) => waitedMs <= ms)?.age ?? 'older';

/** `now` in epoch milliseconds. */
export const groupOpen = (runs: readonly Run[], now: number): readonly OpenGroup[] =>
  tally(runs.map(({ status, waitingSince }) => ({ status, age: findAge(now - Date.parse(waitingSince)) })));

export const groupParked = (runs: readonly Run[]): readonly ParkedGroup[] =>
  tally(runs.flatMap(({ parked }) => (parked ? [{ code: parked.code }] : [])));
