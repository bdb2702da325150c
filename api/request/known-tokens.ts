/** Tokens that were verified a moment ago: a signature is checked once a minute, not with every request. */
import { sha256 } from '../../adapters/sha256';

interface Expiring {
  /** In seconds since 1970. */
  readonly expiresAt: number;
}

/** In milliseconds. A key that its issuer takes back counts so much longer at most. */
const keptMs = 60_000;
const mostKept = 10_000;

interface Known<Caller> {
  readonly caller: Caller;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** The token's text itself is not kept: a dump of the memory would hold it. */
const toKey = (token: string): string => sha256(token, 'base64url');

/**
 * Hands out the caller of a token that was verified less than a minute ago and has not expired; verifies every other.
 * Tokens that are refused are not kept. `now` is in epoch milliseconds.
 */
export function rememberTokens<Caller extends Expiring>(
  verify: (token: string) => Promise<Caller>,
  now: () => number = Date.now,
): (token: string) => Promise<Caller> {
  /** The oldest first. */
  const known = new Map<string, Known<Caller>>();
  return async (token) => {
    const key = toKey(token);
    const found = known.get(key);
    if (found && found.until > now()) return found.caller;
    known.delete(key);
    const caller = await verify(token);
    const [oldest] = known.size >= mostKept ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    known.set(key, { caller, until: Math.min(now() + keptMs, caller.expiresAt * 1_000) });
    return caller;
  };
}
