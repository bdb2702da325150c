/** Statistics over the numbers of several rounds. */

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** @throws RangeError if there are no numbers */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('no values');
  return (lower + upper) / 2;
}

export const toSpread = (values: readonly number[]): Spread => ({
  min: Math.min(...values),
  median: median(values),
  max: Math.max(...values),
});

/** Returns the smallest value that the given share of the numbers, between 0 and 1, does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const value = [...values].sort((a, b) => a - b)[Math.max(Math.ceil(share * values.length), 1) - 1];
  if (value === undefined) throw new RangeError('no values');
  return value;
}

/** Round by round: what was measured side by side shares the machine's moods. */
export const ratios = (of: readonly number[], to: readonly number[]): number[] =>
  of.slice(0, to.length).map((value, round) => value / (to[round] ?? Number.NaN));
