/** Identifies callers and limits their rate. */
import type { Request } from 'express';
import type { Authenticate, Caller } from './actor';
import { Problem } from '../problems';
import { createRateLimit, type Rate } from './rate-limit';
import { note } from '../request-log';
import type { Sessions } from '../session/session';

/** For each address, without a valid token. */
const addressRate: Rate = { perSecond: 20, burst: 20 };

export interface Guard {
  /** Counts a request without a valid token against the address. @throws Problem `rate_limited` */
  readonly anonymous: (request: Request) => void;
  /**
   * Identifies the caller by token or session; `undefined` if there is neither.
   * @throws Problem `unauthenticated`, `cross_site`, `rate_limited`
   */
  readonly identify: (request: Request) => Promise<Caller | undefined>;
  /**
   * Identifies the caller, who must have a token or a session.
   * @throws Problem `unauthenticated`, `cross_site`, `rate_limited`
   */
  readonly identified: (request: Request) => Promise<Caller>;
}

export interface GuardOptions {
  readonly authenticate: Authenticate;
  /** The sessions of browsers. `undefined` if cookies are ignored. */
  readonly sessions: Sessions | undefined;
  /** The limit for each caller, by token or session. `undefined` if there is none. */
  readonly rate: Rate | undefined;
}

export function createGuard({ authenticate, sessions, rate }: GuardOptions): Guard {
  const byAddress = rate && createRateLimit(addressRate);
  const byCaller = rate && createRateLimit(rate);
  const checkWait = (seconds = 0): void => {
    if (seconds === 0) return;
    throw new Problem('rate_limited', 'Too many requests.', { headers: { 'Retry-After': String(seconds) } });
  };
  const anonymous = (request: Request): void => {
    checkWait(byAddress?.(request.ip ?? 'unknown'));
  };

  /** With a token the cookie is not looked at. */
  const findRequestCaller = async (request: Request): Promise<Caller | undefined> => {
    const authorization = request.get('authorization');
    if (authorization !== undefined) return authenticate(authorization);
    return sessions?.findCaller(request);
  };
  const identify = async (request: Request): Promise<Caller | undefined> => {
    const caller = await findRequestCaller(request).catch((error: unknown) => {
      anonymous(request);
      throw error;
    });
    if (!caller) {
      anonymous(request);
      return undefined;
    }
    note(request, { actorId: caller.actor.id });
    checkWait(byCaller?.(caller.key));
    return caller;
  };
  return {
    anonymous,
    identify,
    identified: async (request) => (await identify(request)) ?? authenticate(undefined),
  };
}
