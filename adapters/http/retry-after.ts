/** `Retry-After`, read in one way for all who answer us. */
import type { IncomingHttpHeaders } from 'node:http';

/** No wait that another system asks for is taken for longer, in milliseconds; callers have shorter bounds of their own. */
const longestMs = 24 * 3_600_000;
/** A date has 29 characters. */
const longestText = 40;

/** By the server's own clock where it tells it: ours may be wrong by more than the wait is long. */
function serverNow({ date }: Pick<IncomingHttpHeaders, 'date'>, now = Date.now()): number {
  const theirs = date !== undefined && date.length <= longestText ? Date.parse(date) : Number.NaN;
  return Number.isNaN(theirs) ? now : theirs;
}

/**
 * In milliseconds, from seconds or from a date (RFC 9110). `undefined`: no wait is asked for, so that the caller's own
 * pause counts; the same for 0, a date that has passed, and what is neither.
 */
export function readRetryAfter(headers: Pick<IncomingHttpHeaders, 'date' | 'retry-after'>, now?: number) {
  const text = headers['retry-after']?.trim() ?? '';
  if (text.length > longestText) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - serverNow(headers, now);
  return ms > 0 ? Math.min(ms, longestMs) : undefined;
}
