/** Loads the public keys that verify tokens, from a JWKS URL or a file. Private and shared keys are refused. */
import { createPublicKey, KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { z } from 'zod';
import { errorMessage } from '../../adapters/errors';
import { ConfigError } from '../../adapters/env';
import { createBoundedFetch } from '../../adapters/http/bounded-fetch';
import { Problem } from '../problems';

/** Where the keys are. Exactly one of both is set. */
export interface KeySource {
  readonly jwksUrl?: string | undefined;
  readonly keyFile?: string | undefined;
}

const Jwk = z.looseObject({ kty: z.string() });
const JwkSet = z.looseObject({ keys: z.array(Jwk).min(1, 'holds no key') });
type Jwk = z.infer<typeof Jwk>;

const jwksTimeoutMs = 3_000;
/** In bytes; a set of a hundred keys with certificates has less. */
const longestKeySet = 512 * 1024;
const smallestRsaBits = 2_048;
/** With an exponent of 1 anybody can sign, and with 3 a careless check of the padding suffices. */
const smallestRsaExponent = 65_537n;

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

function checkStrength(key: KeyObject): KeyObject {
  const { modulusLength: bits, publicExponent: exponent } = key.asymmetricKeyDetails ?? {};
  if (bits !== undefined && bits < smallestRsaBits) {
    throw new Error(`its RSA key has ${bits} bits, but at least ${smallestRsaBits} are required`);
  }
  if (exponent !== undefined && exponent < smallestRsaExponent) {
    throw new Error(`its RSA key has the exponent ${exponent}, but at least ${smallestRsaExponent} is required`);
  }
  return key;
}

function fromJwk(jwk: Jwk): KeyObject {
  if (jwk.kty === 'oct') throw new Error('it is a shared secret instead of a public key');
  if (privateMembers.some((member) => member in jwk)) throw new Error('it holds a private key instead of a public one');
  return checkStrength(createPublicKey({ key: jwk, format: 'jwk' }));
}

/** @throws Error whose message goes on "The key file … cannot be used:" */
function readKeys(text: string): JWTVerifyGetKey {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw new Error('it holds a private key instead of a public one');
  if (text.includes('-----BEGIN')) {
    const key = checkStrength(createPublicKey(text));
    return () => key;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('it is neither PEM nor JSON');
  }
  const set = JwkSet.safeParse(json);
  if (set.success) {
    set.data.keys.forEach(fromJwk);
    return createLocalJWKSet(set.data satisfies JSONWebKeySet);
  }
  const single = Jwk.safeParse(json);
  if (!single.success) throw new Error('it is neither a JWK nor a JWK set with at least one key');
  const key = fromJwk(single.data);
  return () => key;
}

/** The token names a key that is not in the set: its fault, not that of the set. */
const isTokensFault = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

function remoteKeys(url: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: jwksTimeoutMs,
    [customFetch]: createBoundedFetch({ withinMs: jwksTimeoutMs, maxBytes: longestKeySet }),
  });
  const find = async (...[header, token]: Parameters<JWTVerifyGetKey>) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isTokensFault(error)) throw error;
      throw new Problem('keys_unreachable', 'The keys of the token issuer cannot be read at the moment.', {
        cause: error,
      });
    }
  };
  return async (header, token) => {
    const key = await find(header, token);
    checkStrength(KeyObject.from(key));
    return key;
  };
}

/** Loads the keys. @throws ConfigError if the file is missing, broken, private or too weak */
export async function loadKeys({ jwksUrl, keyFile }: KeySource): Promise<JWTVerifyGetKey> {
  if (jwksUrl !== undefined) return remoteKeys(jwksUrl);
  if (keyFile === undefined) throw new ConfigError('Either AUTH_JWKS_URL or AUTH_KEY_FILE is required.');
  try {
    return readKeys(await readFile(keyFile, 'utf8'));
  } catch (error) {
    const why = errorMessage(error);
    throw new ConfigError(`The key file ${keyFile} (AUTH_KEY_FILE) cannot be used: ${why}`);
  }
}
