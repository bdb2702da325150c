/**
 * Limits rates with token buckets: a steady rate with a burst. The usual limiters for Express count in fixed windows,
 * which cannot express "100 a second with a burst of 500".
 */

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Takes one request from the bucket of a key. @returns 0, or the seconds until there is one again */
export type RateLimit = (key: string) => number;

/** A bucket left alone this long is full again and need not be kept. */
const fullAfterMs = ({ perSecond, burst }: Rate): number => (burst / perSecond) * 1_000;

const maxBuckets = 50_000;

/** Creates a limit. `now` returns milliseconds. */
export function createRateLimit(rate: Rate, now: () => number = () => performance.now()): RateLimit {
  const { perSecond, burst } = rate;
  /** In order of last use. */
  const buckets = new Map<string, Bucket>();

  const dropOld = (at: number): void => {
    for (const [key, { filledAt }] of buckets) {
      if (buckets.size <= maxBuckets && at - filledAt < fullAfterMs(rate)) return;
      buckets.delete(key);
    }
  };

  return (key) => {
    const at = now();
    const known = buckets.get(key) ?? { tokens: burst, filledAt: at };
    const filled = Math.min(burst, known.tokens + ((at - known.filledAt) / 1_000) * perSecond);
    const taken = filled >= 1;
    buckets.delete(key);
    buckets.set(key, { tokens: taken ? filled - 1 : filled, filledAt: at });
    dropOld(at);
    return taken ? 0 : Math.max(1, Math.ceil((1 - filled) / perSecond));
  };
}
