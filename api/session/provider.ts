/**
 * The identity provider: OpenID Connect's code flow with PKCE, as much of it as a sign-in needs. The provider's own
 * description says where things are; it is read again after an hour.
 */
import { createHash } from 'node:crypto';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { createVerifyToken } from '../actor';
import { Problem } from '../problems';
import { isSafeUrl } from '../safe-url';
import { loadKeys } from '../token-keys';

export interface ProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: a public client. */
  readonly clientSecret?: string;
  /** Where the provider sends the browser back. */
  readonly callbackUrl: string;
  readonly scope: string;
}

/** Of one sign-in: made anew each time, known to us alone. */
export interface Secrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface Provider {
  /** Where the browser goes. @throws Problem `provider_unreachable` */
  signInUrl(secrets: Secrets): Promise<string>;
  /** The claims of the ID token. `iss`: from the callback. @throws Problem `sign_in_failed`, `provider_unreachable` */
  claimsOf(code: string, iss: string | undefined, secrets: Secrets): Promise<JWTPayload>;
}

const timeoutMs = 5_000;
const maxAnswerChars = 1_000_000;
const descriptionForMs = 3_600_000;

const endpoint = z.string().refine(isSafeUrl, 'must begin with https:');

const Description = z.object({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});

const Tokens = z.object({ id_token: z.string() });
const Refusal = z.object({ error: z.string() });

const unreachable = (cause: unknown): Problem =>
  new Problem('provider_unreachable', 'The identity provider does not answer as it should.', { cause });

const failed = (detail: string, cause?: unknown): Problem => new Problem('sign_in_failed', detail, { cause });

interface Fetched {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
}

/** @throws Problem `provider_unreachable` */
async function fetchJson(url: string, init: RequestInit = {}): Promise<Fetched> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, redirect: 'error', signal });
    const text = await response.text();
    if (text.length > maxAnswerChars) throw new Error('the answer is too long');
    return { ok: response.ok, status: response.status, body: JSON.parse(text) };
  } catch (error) {
    throw unreachable(error);
  }
}

type Known = z.infer<typeof Description> & { readonly keys: JWTVerifyGetKey };

/** @throws Problem `provider_unreachable` */
async function discover(issuer: string): Promise<Known> {
  const { body } = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const parsed = Description.safeParse(body);
  if (!parsed.success) throw unreachable(parsed.error);
  if (parsed.data.issuer !== issuer) throw unreachable(new Error(`it calls itself ${parsed.data.issuer}`));
  return { ...parsed.data, keys: await loadKeys({ jwksUrl: parsed.data.jwks_uri }) };
}

/** One question at a time; an answer counts for an hour, a failure not at all. */
function remember(ask: () => Promise<Known>): () => Promise<Known> {
  let known: Promise<Known> | undefined;
  let askedAt = 0;
  return () => {
    if (known && performance.now() - askedAt < descriptionForMs) return known;
    askedAt = performance.now();
    const asked = ask();
    asked.catch(() => {
      if (known === asked) known = undefined;
    });
    known = asked;
    return asked;
  };
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** As RFC 6749 wants both encoded before they are joined. */
const basic = (clientId: string, secret: string): string => {
  const encode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(secret)}`).toString('base64')}`;
};

function tokenRequest({ clientId, clientSecret }: ProviderOptions, known: Known, form: Record<string, string>) {
  if (clientSecret === undefined) return { body: new URLSearchParams({ ...form, client_id: clientId }), headers: {} };
  const methods = known.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic')
    ? { body: new URLSearchParams(form), headers: { Authorization: basic(clientId, clientSecret) } }
    : { body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }), headers: {} };
}

function checkIssuer(known: Known, iss: string | undefined): void {
  const isNeeded = known.authorization_response_iss_parameter_supported === true;
  if (iss === undefined ? isNeeded : iss !== known.issuer) throw failed('The answer came from another provider.');
}

/** @throws Problem `sign_in_failed` */
function checkIdToken(claims: JWTPayload, clientId: string, nonce: string): void {
  if (claims['nonce'] !== nonce) throw failed('The ID token belongs to another sign-in.');
  const azp = claims['azp'];
  const isShared = Array.isArray(claims.aud) && claims.aud.length > 1;
  if (azp === undefined ? isShared : azp !== clientId) throw failed('The ID token is for another client.');
}

export function createProvider(options: ProviderOptions): Provider {
  const { issuer, clientId, callbackUrl, scope } = options;
  const description = remember(() => discover(issuer));

  /** @throws Problem */
  async function idTokenOf(known: Known, code: string, verifier: string): Promise<string> {
    const form = { grant_type: 'authorization_code', code, redirect_uri: callbackUrl, code_verifier: verifier };
    const { ok, status, body } = await fetchJson(known.token_endpoint, {
      method: 'POST',
      ...tokenRequest(options, known, form),
    });
    const tokens = Tokens.safeParse(body);
    if (ok && tokens.success) return tokens.data.id_token;
    if (status >= 500) throw unreachable(new Error(`its token endpoint says ${String(status)}`));
    const refusal = Refusal.safeParse(body);
    const why = refusal.success ? refusal.data.error : `status ${String(status)} without an ID token`;
    throw failed('The identity provider gave no ID token.', new Error(why));
  }

  return {
    signInUrl: async ({ state, nonce, verifier }) => {
      const url = new URL((await description()).authorization_endpoint);
      const asked = {
        ...{ response_type: 'code', client_id: clientId, redirect_uri: callbackUrl, scope, state, nonce },
        ...{ code_challenge: challengeOf(verifier), code_challenge_method: 'S256' },
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return url.href;
    },
    claimsOf: async (code, iss, { nonce, verifier }) => {
      const known = await description();
      checkIssuer(known, iss);
      const idToken = await idTokenOf(known, code, verifier);
      const verify = createVerifyToken({ keys: known.keys, issuer, audience: clientId });
      const claims = await verify(idToken).catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'keys_unreachable') throw unreachable(error);
        throw failed('The ID token cannot be trusted.', error);
      });
      checkIdToken(claims, clientId, nonce);
      return claims;
    },
  };
}
