/** Identifies the caller by a bearer JWT; otherwise the request ends with 401. */
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { Actor } from '../../workflows/contract/view';
import { limits } from '../../workflows/contract/limits';
import { cutText, findIdentifierFault, findProseFault, normalizeText } from '../../workflows/contract/text';
import type { Grants } from './access';
import { rememberTokens } from './known-tokens';
import { Problem } from '../problems';
import { defined } from '../../workflows/contract/defined';
import { sha256 } from '../../adapters/sha256';

export interface Caller {
  readonly actor: Actor;
  /** The `email` of the token, unless the issuer says that it is unverified. */
  readonly email?: string;
  /** The key of the caller: the same for one `sub` of one issuer, in every company and with every token. */
  readonly key: string;
  /** When the token expires, in seconds since 1970. At most the end of the year 9999. */
  readonly expiresAt: number;
  /** The companies that the token names, whether or not they exist. */
  readonly companyIds: readonly string[];
  /** Returns the roles in a company; `undefined` if the token does not name it. */
  readonly grantsIn: (companyId: string) => Grants | undefined;
}

/** Identifies the caller of an `Authorization` header. @throws Problem `unauthenticated`, `keys_unreachable` */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** Verifies a token and returns its claims. @throws Problem `unauthenticated`, `keys_unreachable` */
export type VerifyToken = (token: string) => Promise<JWTPayload>;

export interface TokenRules {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
}

/** Signatures only: with a shared-secret algorithm the public key would be the secret. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** By which clocks may differ. */
const clockToleranceSeconds = 30;

const claimName = 'ledgergate';

/** The end of the year 9999, in seconds since 1970: a later one has no name that others read. */
const endOfDates = 253_402_300_799;
/** No token is longer than what a server takes as headers, in characters. */
const longestToken = 16_384;

const refused = (detail: string, cause?: unknown): Problem =>
  new Problem('unauthenticated', detail, {
    headers: { 'WWW-Authenticate': 'Bearer realm="ledgergate", error="invalid_token"' },
    cause,
  });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only what is written out counts: no truthy values, no inherited members. */
function toGrants(value: unknown): Grants | undefined {
  if (!isObject(value)) return undefined;
  const own = (key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);
  const admin = own('admin');
  const projects = Array.isArray(admin) ? admin.filter((id) => typeof id === 'string') : undefined;
  return {
    admin: projects ?? admin === true,
    approver: own('approver') === true,
    operator: own('operator') === true,
    viewer: own('viewer') === true,
  };
}

function toActor({ sub, ...claims }: JWTPayload): Actor {
  if (typeof sub !== 'string' || sub === '' || sub.length > limits.keyChars) {
    throw refused(`The token's sub must have 1 to ${limits.keyChars} characters.`);
  }
  const fault = normalizeText(sub) === sub ? findIdentifierFault(sub) : 'must be trimmed text in NFC';
  if (fault !== undefined) throw refused(`The token's sub ${fault}.`);
  const name = typeof claims['name'] === 'string' ? cutText(normalizeText(claims['name']), limits.nameChars) : '';
  // A name that cannot be shown is left out: nobody is kept out for it.
  return { id: sub, ...defined({ name: findProseFault(name) === undefined ? name : undefined }), channel: 'api' };
}

const readEmail = ({ email, email_verified: isVerified }: JWTPayload): { email?: string } =>
  typeof email === 'string' && isVerified !== false ? { email } : {};

/** One token has many spellings, and one caller many tokens: neither stands for who is calling. */
const callerKey = ({ iss = '' }: JWTPayload, { id }: Actor): string => sha256(JSON.stringify([iss, id]), 'base64url');

/** Reads the caller from a verified payload. @throws Problem `unauthenticated` */
export function toCaller(payload: JWTPayload): Caller {
  const companies = payload[claimName];
  const actor = toActor(payload);
  return {
    actor,
    ...readEmail(payload),
    key: callerKey(payload, actor),
    expiresAt: Math.min(payload.exp ?? 0, endOfDates),
    companyIds: isObject(companies) ? Object.keys(companies) : [],
    grantsIn: (companyId) =>
      isObject(companies) && Object.hasOwn(companies, companyId) ? toGrants(companies[companyId]) : undefined,
  };
}

/** Says what is wrong without saying what would be right. */
function whyRefused(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired.';
  if (error instanceof errors.JWTClaimValidationFailed) return `The token's claim "${error.claim}" is not accepted.`;
  return 'The token cannot be trusted.';
}

export const createVerifyToken =
  ({ keys, issuer, audience }: TokenRules): VerifyToken =>
  async (token) => {
    try {
      const requiredClaims = ['exp', 'sub'];
      const options = { algorithms, issuer, audience, requiredClaims, clockTolerance: clockToleranceSeconds };
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      throw error instanceof Problem ? error : refused(whyRefused(error), error);
    }
  };

export function createAuthenticate(rules: TokenRules): Authenticate {
  const verify = createVerifyToken(rules);
  const toKnownCaller = rememberTokens(async (token) => toCaller(await verify(token)));
  return async (authorization) => {
    if (authorization === undefined) throw new Problem('unauthenticated', 'This request requires a bearer token.');
    if (authorization.length > longestToken) throw refused('Authorization is too long.');
    const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
    if (token === undefined) throw refused('Authorization must be "Bearer <token>".');
    return toKnownCaller(token);
  };
}
