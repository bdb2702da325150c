/** Where a jump through the form stops: at each complaint of the rejection and at each mistake, in the order of the form. */
import { compareSpots } from './spots';

export interface Stop {
  readonly kind: 'complaint' | 'mistake';
  readonly spot: string;
}

interface Spots {
  readonly complaints: readonly string[];
  readonly mistakes: readonly string[];
}

/** A spot is one stop, whatever is said there: what a person complained about counts first. */
export function listStops({ complaints, mistakes }: Spots): Stop[] {
  const kinds = new Map<string, Stop['kind']>(mistakes.map((spot) => [spot, 'mistake']));
  for (const spot of complaints) kinds.set(spot, 'complaint');
  return [...kinds].map(([spot, kind]) => ({ spot, kind })).sort((one, other) => compareSpots(one.spot, other.spot));
}

/** The stop after or before a spot, around the ends of the form; `from` absent: the first or the last. */
export function findStop(stops: readonly Stop[], from: string | undefined, step: 1 | -1): Stop | undefined {
  const ordered = step === 1 ? stops : [...stops].reverse();
  if (from === undefined) return ordered[0];
  return ordered.find(({ spot }) => compareSpots(spot, from) * step > 0) ?? ordered[0];
}

/** Which of its kind a stop is, from 1, and how many there are. */
export function countStop(stops: readonly Stop[], { kind, spot }: Stop): { readonly at: number; readonly of: number } {
  const same = stops.filter((stop) => stop.kind === kind);
  return { at: same.findIndex((stop) => stop.spot === spot) + 1, of: same.length };
}
