/** A session: the claims of an ID token in a sealed cookie. Read by the same code as a bearer token; it is never renewed. */
import type { Request, Response } from 'express';
import type { JWTPayload } from 'jose';
import { type Caller, toCaller } from '../actor';
import { checkSite } from './cross-site';
import { clearCookie, cookieOf, sessionCookie, setCookie } from './cookies';
import type { Seal } from './seal';

const maxSeconds = 8 * 3_600;

export interface Sessions {
  /** `undefined`: no cookie, or one that does not count. @throws Problem `cross_site` */
  callerOf(request: Request): Promise<Caller | undefined>;
  /** Always a new cookie: none that was there before goes on. `claims` have been verified. @throws Problem */
  begin(response: Response, claims: JWTPayload): Promise<void>;
  end(response: Response): void;
  /** @throws Problem `cross_site` */
  checkSite(request: Request): void;
}

/** `publicOrigin`: as browsers see it, if it is known. `now` in milliseconds. */
export function createSessions(seal: Seal, publicOrigin: string | undefined): Sessions {
  return {
    callerOf: async (request) => {
      const cookie = cookieOf(request, sessionCookie);
      const claims = cookie === undefined ? undefined : await seal.open('session', cookie);
      if (cookie === undefined || !claims) return undefined;
      checkSite(request, publicOrigin);
      return toCaller(cookie, claims);
    },
    begin: async (response, claims) => {
      const caller = toCaller('', claims);
      const { name, ledgergate } = claims;
      const nowSeconds = Math.floor(Date.now() / 1_000);
      const expiresAt = Math.min(caller.expiresAt, nowSeconds + maxSeconds);
      const kept = {
        sub: caller.actor.id,
        ...(name !== undefined && { name }),
        ...(caller.email !== undefined && { email: caller.email }),
        ...(ledgergate !== undefined && { ledgergate }),
      };
      setCookie(response, sessionCookie, await seal.close('session', kept, expiresAt), expiresAt - nowSeconds);
    },
    end: (response) => clearCookie(response, sessionCookie),
    checkSite: (request) => checkSite(request, publicOrigin),
  };
}
