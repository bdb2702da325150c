/**
 * `POST /session/renew`: the desk reports when it was last used, and the provider confirms the roles if that is due.
 */
import type { Request, Response } from 'express';
import { Problem } from '../problems';
import { note } from '../request-log';
import type { SessionEndReason } from '../../workflows/contract/codes';
import { bridge, confirm, isDue, judgeLifetime } from './lifetime';
import type { Provider } from './provider';
import type { Found, Session, Sessions } from './session';

/** The delay until a provider that does not answer is called again. */
const retryAfterSeconds = 60;

/** The outcome of a renewal, and when the desk should come again if that is sooner than usual. */
export interface Renewed {
  readonly found: Found | undefined;
  readonly retryAfterSeconds?: number;
}

export interface RenewalDeps {
  readonly sessions: Sessions;
  readonly provider: Provider | undefined;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

const good = (session: Session): Renewed => ({ found: { session, lifetimeState: 'good' } });

type Step = (request: Request, response: Response, session: Session) => Promise<Renewed>;

/** Renews the session of a request. @throws Problem `provider_unreachable` */
export type Renew = (request: Request, response: Response, secondsSinceUse: number) => Promise<Renewed>;

export function createRenewal({ sessions, provider }: RenewalDeps): Renew {
  const end = async (response: Response, why: SessionEndReason): Promise<Renewed> => {
    await sessions.end(response, why);
    return { found: { ended: why } };
  };

  const refuse = async (request: Request, response: Response, cause: Error): Promise<Renewed> => {
    note(request, { session: `ended: ${cause.message}` });
    return end(response, 'provider');
  };

  /** @throws Problem `provider_unreachable` when the roles are too old to go on without it */
  const wait = async (response: Response, session: Session, cause: Error, refreshToken?: string): Promise<Renewed> => {
    const bridged = { ...session, lifetime: bridge(session.lifetime) };
    await sessions.keep(response, bridged, refreshToken);
    if (judgeLifetime(bridged.lifetime, nowSeconds(), sessions.limits) === 'good') {
      return { ...good(bridged), retryAfterSeconds };
    }
    const headers = { 'Retry-After': String(retryAfterSeconds) };
    throw new Problem('provider_unreachable', 'The identity provider did not confirm the roles.', { cause, headers });
  };

  const askProvider: Step = async (request, response, session) => {
    const renewer = await sessions.findRenewer(request);
    if (!provider || renewer?.sid !== session.sid) {
      return refuse(request, response, new Error('the browser has no refresh token of this session'));
    }
    const renewal = await provider.renew(renewer.refreshToken, session.claims.sub);
    if (renewal.kind === 'refused') return refuse(request, response, renewal.cause);
    if (renewal.kind === 'unreachable') {
      note(request, { session: `The session was not renewed: ${renewal.cause.message}` });
      return wait(response, session, renewal.cause, renewal.refreshToken);
    }
    try {
      return good(await sessions.renew(response, session, confirm(session.lifetime, nowSeconds()), renewal));
    } catch (error) {
      if (error instanceof Problem) return refuse(request, response, error);
      throw error;
    }
  };

  return async (request, response, secondsSinceUse) => {
    const found = await sessions.find(request, secondsSinceUse);
    if (!found) return { found };
    if ('ended' in found) return end(response, found.ended);
    const { session } = found;
    if (isDue(session.lifetime, nowSeconds(), sessions.limits)) return askProvider(request, response, session);
    await sessions.keep(response, session);
    return good(session);
  };
}
