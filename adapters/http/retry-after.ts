/** `Retry-After`, read in one way for all who answer us. */
import type { IncomingHttpHeaders } from 'node:http';

/** No wait that another system asks for is taken for longer, in milliseconds; callers have shorter bounds of their own. */
const longestMs = 24 * 3_600_000;
/** A date has 29 characters. */
const longestText = 40;

/** By the server's own clock where it tells it: ours may be wrong by more than the wait is long. */
export function serverNow({ date }: Pick<IncomingHttpHeaders, 'date'>, now = Date.now()): number {
  const theirs = date !== undefined && date.length <= longestText ? Date.parse(date) : Number.NaN;
  return Number.isNaN(theirs) ? now : theirs;
}

/**
 * In milliseconds, from seconds or from a date (RFC 9110); 0, and a date that has passed: the server asks for no wait,
 * and the caller's own pause is left as the shortest. `undefined`: it says nothing, or what is neither.
 */
export function readRetryAfter(headers: Pick<IncomingHttpHeaders, 'date' | 'retry-after'>, now?: number) {
  const text = headers['retry-after']?.trim() ?? '';
  // A date begins with the day; other texts are none, whatever Node makes of them.
  if (text.length > longestText || !/^(\d+$|[A-Z])/i.test(text)) return undefined;
  const ms = /^\d/.test(text) ? Number(text) * 1_000 : Date.parse(text) - serverNow(headers, now);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestMs);
}
