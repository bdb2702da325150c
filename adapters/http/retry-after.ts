/** Reads `Retry-After`, in one way for all servers. */
import type { IncomingHttpHeaders } from 'node:http';

/** No wait that another system asks for is taken for longer, in milliseconds; callers have shorter bounds of their own. */
const longestMs = 24 * 3_600_000;
/** A date has 29 characters. */
const longestText = 40;

/** Returns the time by the server's own clock if it is known, because ours may differ by more than the wait. */
export function serverNow({ date }: Pick<IncomingHttpHeaders, 'date'>, now = Date.now()): number {
  const theirs = date !== undefined && date.length <= longestText ? Date.parse(date) : Number.NaN;
  return Number.isNaN(theirs) ? now : theirs;
}

/**
 * Reads `Retry-After`, from seconds or a date (RFC 9110), as milliseconds. 0, also for a date in the past, means that
 * the server asks for no wait, and the caller's own delay applies. `undefined` if the header is absent or invalid.
 */
export function readRetryAfter(headers: Pick<IncomingHttpHeaders, 'date' | 'retry-after'>, now?: number) {
  const text = headers['retry-after']?.trim() ?? '';
  // A date begins with the day; other texts are none, whatever Node makes of them.
  if (text.length > longestText || !/^(\d+$|[A-Z])/i.test(text)) return undefined;
  const ms = /^\d/.test(text) ? Number(text) * 1_000 : Date.parse(text) - serverNow(headers, now);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestMs);
}
