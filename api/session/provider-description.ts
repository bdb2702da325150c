/** The description of an identity provider: its addresses and keys. It is read again after an hour. */
import * as oidc from 'openid-client';
import { createBoundedFetch } from '../../adapters/http/bounded-fetch';
import { createVerifyToken, type VerifyToken } from '../request/actor';
import { Problem } from '../problems';
import { isSafeUrl } from '../../adapters/http/safe-url';
import { loadKeys } from '../request/token-keys';
import { toCause } from './provider-errors';

export interface ProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** The secret of the client. Absent for a public client. */
  readonly clientSecret?: string;
  /**
   * The origin at which browsers reach us. The provider sends them back to `/session/callback` there, and to `/` after
   * a sign-out.
   */
  readonly publicOrigin: string;
  readonly scope: string;
}

export interface KnownProvider {
  readonly configuration: oidc.Configuration;
  /** Verifies an ID token and returns its claims. */
  readonly verify: VerifyToken;
}

const timeoutSeconds = 5;
const boundedFetch = createBoundedFetch({ withinMs: timeoutSeconds * 1_000, maxBytes: 1_000_000 });
const descriptionForMs = 3_600_000;

export const unreachable = (cause: Error): Problem =>
  new Problem('provider_unreachable', 'The identity provider gave an answer that is not valid.', { cause });

const needed = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const useful = ['end_session_endpoint', 'revocation_endpoint'] as const;

/** @throws Error for a description of another issuer, or that names a place which is not safe */
function checkDescription(described: oidc.ServerMetadata, issuer: string): string {
  if (described.issuer !== issuer) throw new Error('its description names another issuer');
  for (const name of needed) if (described[name] === undefined) throw new Error(`its description lacks ${name}`);
  for (const name of [...needed, ...useful]) {
    if (!isSafeUrl(described[name] ?? issuer)) throw new Error(`its ${name} does not begin with https:`);
  }
  return described.jwks_uri ?? '';
}

function toClientAuth({ clientSecret }: ProviderOptions, described: oidc.ServerMetadata): oidc.ClientAuth {
  if (clientSecret === undefined) return oidc.None();
  const methods = described.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic')
    ? oidc.ClientSecretBasic(clientSecret)
    : oidc.ClientSecretPost(clientSecret);
}

/** Addresses without TLS are those of this machine: neither the configuration nor `checkDescription` lets in another. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated so that it stands out; it is for loopback
const allowLoopback: (configuration: oidc.Configuration) => void = oidc.allowInsecureRequests;

/** @throws Problem `provider_unreachable` */
async function discover(options: ProviderOptions): Promise<KnownProvider> {
  const { issuer, clientId } = options;
  const url = new URL(issuer);
  const execute = url.protocol === 'http:' ? [allowLoopback] : [];
  const calls = { execute, timeout: timeoutSeconds, [oidc.customFetch]: boundedFetch };
  try {
    const found = await oidc.discovery(url, clientId, undefined, undefined, calls);
    const described = found.serverMetadata();
    const jwksUrl = checkDescription(described, issuer);
    const configuration = new oidc.Configuration(described, clientId, undefined, toClientAuth(options, described));
    configuration.timeout = timeoutSeconds;
    configuration[oidc.customFetch] = boundedFetch;
    for (const extend of execute) extend(configuration);
    const verifyToken = createVerifyToken({ keys: await loadKeys({ jwksUrl }), issuer, audience: clientId });
    const verify: VerifyToken = async (token) => {
      const claims = await verifyToken(token);
      if (claims['azp'] === undefined || claims['azp'] === clientId) return claims;
      throw new Problem('unauthenticated', 'The ID token is for another client.');
    };
    return { configuration, verify };
  } catch (error) {
    throw unreachable(toCause(error));
  }
}

/**
 * Returns a function that reads the description. It reads once at a time, keeps an answer for an hour, and does not
 * keep a failure.
 * @throws Problem `provider_unreachable`
 */
export function createDescription(options: ProviderOptions): () => Promise<KnownProvider> {
  let known: Promise<KnownProvider> | undefined;
  let askedAt = 0;
  return () => {
    if (known && performance.now() - askedAt < descriptionForMs) return known;
    askedAt = performance.now();
    const asked = discover(options);
    asked.catch(() => {
      if (known === asked) known = undefined;
    });
    known = asked;
    return asked;
  };
}
