/**
 * A session: the claims of an ID token and its lifetime, in a sealed cookie. Nothing is stored here, so a session is
 * changed by setting a new cookie, which only a sign-in, a renewal and a sign-out do.
 */
import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { type SessionEndReason, sessionEndReasons } from '../../workflows/contract/codes';
import { type Caller, toCaller } from '../request/actor';
import { Problem } from '../problems';
import { checkSite } from './cross-site';
import { clearCookie, type CookieName, readCookie, fitsCookie, renewCookie, sessionCookie, setCookie } from './cookies';
import {
  beginLifetime,
  countsUntil,
  endWith,
  lastsUntil,
  Lifetime,
  type SessionLimits,
  judgeLifetime,
  use,
} from './lifetime';
import type { Confirmation } from './provider';
import type { Seal } from './seal';
import { defined } from '../../workflows/contract/defined';

const Claims = z.strictObject({
  iss: z.string().exactOptional(),
  sub: z.string(),
  name: z.unknown().optional(),
  email: z.string().optional(),
  ledgergate: z.unknown().optional(),
});
type Claims = z.infer<typeof Claims>;

export const Session = z.object({
  /** Binds the two cookies of a session to each other. */
  sid: z.string(),
  claims: Claims,
  lifetime: Lifetime,
});
export type Session = z.infer<typeof Session>;

const Ended = z.object({ ended: z.enum(sessionEndReasons) });

/** The content of the renewal cookie. */
const Renewer = z.object({ sid: z.string(), refreshToken: z.string(), idToken: z.string().optional() });
export type Renewer = z.infer<typeof Renewer>;

/** The session of a request, or why it has ended. */
export type Found =
  { readonly session: Session; readonly lifetimeState: 'good' | 'stale' } | { readonly ended: SessionEndReason };

export type Confirmed = Omit<Confirmation, 'idToken'> & { readonly idToken?: string };

export interface Sessions {
  readonly limits: SessionLimits;
  /**
   * Finds the caller of a request's cookie; `undefined` if there is none, or one that is not valid.
   * @throws Problem `cross_site`, `session_stale`
   */
  findCaller(request: Request): Promise<Caller | undefined>;
  /** Finds the session of a request. `secondsSinceUse` is what the desk reports. */
  find(request: Request, secondsSinceUse?: number): Promise<Found | undefined>;
  findRenewer(request: Request): Promise<Renewer | undefined>;
  /**
   * Begins a new session; an existing one is not continued.
   * @returns whether it can be renewed
   * @throws Problem `unauthenticated` if the claims identify nobody, `sign_in_failed` if no cookie can hold them
   */
  begin(response: Response, confirmed: Confirmed): Promise<boolean>;
  /**
   * Continues a session with new roles from the provider. `lifetime` applies if it can be renewed again.
   * @throws as `begin`
   */
  renew(response: Response, session: Session, lifetime: Lifetime, confirmed: Confirmed): Promise<Session>;
  /** Continues a session with the same roles, and the same refresh token unless one is given. */
  keep(response: Response, session: Session, refreshToken?: string): Promise<void>;
  /** Ends a session, and keeps the reason for the desk. */
  end(response: Response, why: SessionEndReason): Promise<void>;
  /** Removes a session without a trace. */
  forget(response: Response): void;
  /** Checks that a change was requested by a page of ours. @throws Problem `cross_site` */
  checkSite(request: Request): void;
}

/** An ended session is kept this long for its reason. */
const reasonSeconds = 24 * 3_600;

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** What of an ID token is kept. @throws Problem `unauthenticated` */
function toClaims(claims: JWTPayload): Claims {
  const { actor, email } = toCaller(claims);
  const { iss, name, ledgergate } = claims;
  return {
    sub: actor.id,
    ...defined({ iss, name, email, ledgergate }),
  };
}

const toExpiry = ({ exp = 0 }: JWTPayload): number => Math.floor(exp);

interface CookieToSet {
  readonly value: string;
  readonly maxAgeSeconds: number;
}

export interface SessionOptions {
  readonly seal: Seal;
  /** The origin at which browsers reach us, if it is configured. */
  readonly publicOrigin: string | undefined;
  readonly limits: SessionLimits;
}

export function createSessions({ seal, publicOrigin, limits }: SessionOptions): Sessions {
  const find = async (request: Request, secondsSinceUse?: number): Promise<Found | undefined> => {
    const cookie = readCookie(request, sessionCookie);
    if (cookie === undefined) return undefined;
    const content = await seal.open('session', cookie);
    if (content === 'expired') return undefined;
    const ended = Ended.safeParse(content);
    if (ended.success) return ended.data;
    const { data: session } = Session.safeParse(content);
    if (!session) return { ended: 'unreadable' };
    const now = nowSeconds();
    const usedAt = secondsSinceUse === undefined ? session.lifetime.used : now - secondsSinceUse;
    const lifetime = use(session.lifetime, usedAt, limits);
    const lifetimeState = judgeLifetime(lifetime, now, limits);
    return lifetimeState === 'good' || lifetimeState === 'stale'
      ? { session: { ...session, lifetime }, lifetimeState }
      : { ended: lifetimeState };
  };

  /** @throws Problem `sign_in_failed` when no cookie holds it */
  const close = async (session: Session): Promise<CookieToSet> => {
    const keptUntil = lastsUntil(session.lifetime, limits) + reasonSeconds;
    const value = await seal.close('session', session, keptUntil);
    if (fitsCookie(sessionCookie, value)) return { value, maxAgeSeconds: keptUntil - nowSeconds() };
    throw new Problem(
      'sign_in_failed',
      'The ID token has too many roles for a cookie. Grant whole companies instead of single projects.',
    );
  };

  /** The ID token is left out where only the refresh token fits. @returns undefined: not even that does */
  const closeRenewer = async (renewer: Renewer, { began }: Lifetime): Promise<CookieToSet | undefined> => {
    const expiresAt = began + limits.sessionSeconds;
    const { idToken: _idToken, ...bare } = renewer;
    const values = [await seal.close('renew', renewer, expiresAt), await seal.close('renew', bare, expiresAt)];
    const value = values.find((one) => fitsCookie(renewCookie, one));
    return value === undefined ? undefined : { value, maxAgeSeconds: expiresAt - nowSeconds() };
  };

  const put = (response: Response, name: CookieName, cookie: CookieToSet | undefined): void => {
    if (cookie) setCookie(response, name, cookie.value, cookie.maxAgeSeconds);
    else clearCookie(response, name);
  };

  const putConfirmed = async (
    response: Response,
    { sid, lifetime }: Pick<Session, 'sid' | 'lifetime'>,
    { claims, refreshToken, idToken }: Confirmed,
  ): Promise<Session> => {
    const renewer = refreshToken === undefined ? undefined : { sid, refreshToken, ...defined({ idToken }) };
    const renewing = renewer && (await closeRenewer(renewer, lifetime));
    const session = {
      sid,
      claims: toClaims(claims),
      lifetime: renewing ? lifetime : endWith(lifetime, toExpiry(claims)),
    };
    put(response, sessionCookie, await close(session));
    put(response, renewCookie, renewing);
    return session;
  };

  return {
    limits,
    find,
    findCaller: async (request) => {
      const found = await find(request);
      if (!found || 'ended' in found) return undefined;
      checkSite(request, publicOrigin);
      const { session, lifetimeState } = found;
      if (lifetimeState === 'stale') {
        throw new Problem('session_stale', 'The roles of this session must be confirmed: POST /session/renew.');
      }
      const { claims, lifetime } = session;
      return toCaller({ ...claims, exp: countsUntil(lifetime, limits) });
    },
    findRenewer: async (request) => {
      const cookie = readCookie(request, renewCookie);
      return Renewer.safeParse(cookie === undefined ? undefined : await seal.open('renew', cookie)).data;
    },
    begin: async (response, confirmed) => {
      const sid = randomBytes(16).toString('base64url');
      const session = await putConfirmed(response, { sid, lifetime: beginLifetime(nowSeconds()) }, confirmed);
      return session.lifetime.isRenewable;
    },
    renew: (response, { sid }, lifetime, confirmed) => putConfirmed(response, { sid, lifetime }, confirmed),
    keep: async (response, session, refreshToken) => {
      const { sid, lifetime } = session;
      put(response, sessionCookie, await close(session));
      if (refreshToken === undefined) return;
      put(response, renewCookie, await closeRenewer({ sid, refreshToken }, lifetime));
    },
    end: async (response, why) => {
      clearCookie(response, renewCookie);
      const value = await seal.close('session', { ended: why }, nowSeconds() + reasonSeconds);
      setCookie(response, sessionCookie, value, reasonSeconds);
    },
    forget: (response) => {
      clearCookie(response, sessionCookie);
      clearCookie(response, renewCookie);
    },
    checkSite: (request) => checkSite(request, publicOrigin),
  };
}
