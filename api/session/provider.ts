/**
 * Calls the identity provider by OpenID Connect: code flow with PKCE, renewal, and the end of the provider's own
 * session.
 */
import type { JWTPayload } from 'jose';
import * as oidc from 'openid-client';
import { Problem } from '../problems';
import { createDescription, type KnownProvider, type ProviderOptions, unreachable } from './provider-description';
import { toRefusalKind, toCause } from './provider-errors';

/** The secrets of one sign-in, which are made anew each time and only we know. */
export interface Secrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface Confirmation {
  /** The verified claims of the ID token. */
  readonly claims: JWTPayload;
  readonly idToken: string;
  /** The refresh token. Absent if the provider gives none. */
  readonly refreshToken?: string | undefined;
}

export type Renewal =
  | ({ readonly kind: 'confirmed' } & Confirmation)
  /** The provider ended the session, or its answer cannot be trusted. */
  | { readonly kind: 'refused'; readonly cause: Error }
  /** The provider could not be reached. `refreshToken` is the current one, if it was replaced all the same. */
  | { readonly kind: 'unreachable'; readonly cause: Error; readonly refreshToken?: string | undefined };

export interface Provider {
  /** Returns the address to which the browser goes. @throws Problem `provider_unreachable` */
  signInUrl(secrets: Secrets): Promise<string>;
  /**
   * Completes a sign-in. `callback` is the query with which the browser came back.
   * @throws Problem `sign_in_failed`, `provider_unreachable`
   */
  redeem(callback: URLSearchParams, secrets: Secrets): Promise<Confirmation>;
  /** Renews the session of `sub`. Never throws. */
  renew(refreshToken: string, sub: string): Promise<Renewal>;
  /** Revokes the refresh token if the provider can. Never throws. */
  revoke(refreshToken: string): Promise<void>;
  /**
   * Returns the address at which the browser ends the provider's session; `undefined` if it cannot be ended. Never
   * throws.
   */
  signOutUrl(idToken: string | undefined): Promise<string | undefined>;
}

const failed = (detail: string, cause?: unknown): Problem => new Problem('sign_in_failed', detail, { cause });

interface Tokens {
  readonly id_token?: string | undefined;
  readonly refresh_token?: string | undefined;
}

/**
 * The library has compared the claims; the signature is checked here and not by it, so that a new refresh token is not
 * lost with keys that cannot be read. @throws Problem `unauthenticated`, `keys_unreachable`
 */
async function toConfirmation({ verify }: KnownProvider, tokens: Tokens): Promise<Confirmation | undefined> {
  const { id_token: idToken, refresh_token: refreshToken } = tokens;
  return idToken === undefined ? undefined : { claims: await verify(idToken), idToken, refreshToken };
}

function toSignInProblem(error: unknown): Problem {
  const isOurs = error instanceof Problem && ['sign_in_failed', 'provider_unreachable'].includes(error.code);
  if (isOurs) return error;
  if (toRefusalKind(error) === 'unanswered') return unreachable(toCause(error));
  if (error instanceof oidc.AuthorizationResponseError) {
    return failed('The identity provider refused the sign-in.', toCause(error));
  }
  return failed('The identity provider sent an ID token that cannot be trusted.', toCause(error));
}

async function redeem(known: KnownProvider, callback: URL, { state, nonce, verifier }: Secrets): Promise<Confirmation> {
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  const confirmation = await toConfirmation(
    known,
    await oidc.authorizationCodeGrant(known.configuration, callback, checks),
  );
  if (!confirmation) throw failed('The identity provider sent no ID token.');
  return confirmation;
}

async function renew(known: KnownProvider, refreshToken: string, sub: string): Promise<Renewal> {
  const refused = (why: string): Renewal => ({ kind: 'refused', cause: new Error(why) });
  const tokens = await oidc.refreshTokenGrant(known.configuration, refreshToken);
  try {
    const confirmation = await toConfirmation(known, tokens);
    if (!confirmation) return refused('the provider sent no ID token with the renewal');
    if (confirmation.claims.sub !== sub) return refused('the renewed ID token belongs to another person');
    return { kind: 'confirmed', ...confirmation, refreshToken: confirmation.refreshToken ?? refreshToken };
  } catch (error) {
    const cause = toCause(error);
    // A provider that changes refresh tokens has spent the old one, whether or not its keys can be read now.
    if (toRefusalKind(error) === 'unanswered')
      return { kind: 'unreachable', cause, refreshToken: tokens.refresh_token };
    return { kind: 'refused', cause };
  }
}

export function createProvider(options: ProviderOptions): Provider {
  const { publicOrigin, scope } = options;
  const callbackUrl = `${publicOrigin}/session/callback`;
  const description = createDescription(options);
  return {
    signInUrl: async ({ state, nonce, verifier }) => {
      const { configuration } = await description();
      const challenge = await oidc.calculatePKCECodeChallenge(verifier);
      return oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: callbackUrl,
        scope,
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).href;
    },
    redeem: async (callback, secrets) => {
      const url = new URL(`${callbackUrl}?${callback.toString()}`);
      try {
        return await redeem(await description(), url, secrets);
      } catch (error) {
        throw toSignInProblem(error);
      }
    },
    renew: async (refreshToken, sub) => {
      try {
        return await renew(await description(), refreshToken, sub);
      } catch (error) {
        return { kind: toRefusalKind(error) === 'refused' ? 'refused' : 'unreachable', cause: toCause(error) };
      }
    },
    revoke: async (refreshToken) => {
      try {
        const { configuration } = await description();
        await oidc.tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' });
      } catch {
        // It cannot be taken back now, or by this provider at all: it then ends by the provider's own limits.
      }
    },
    signOutUrl: async (idToken) => {
      try {
        const { configuration } = await description();
        const hint = idToken === undefined ? {} : { id_token_hint: idToken };
        return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${publicOrigin}/`, ...hint }).href;
      } catch {
        return undefined;
      }
    },
  };
}
