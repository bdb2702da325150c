/** Tokens as an identity provider signs them, and as an attacker would like them. */
import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import { createAuthenticate, type Authenticate } from '../../../api/request/actor';
import type { Role } from '../../../workflows/contract/codes';

export const issuer = 'https://issuer.example';
export const audience = 'ledgergate';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const publicKey: KeyObject = pair.publicKey;
export const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
export const privatePem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export interface TokenOptions {
  readonly alg?: string;
  readonly key?: KeyObject;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: JWTPayload;
  /** Left out of the token. */
  readonly without?: readonly string[];
}

/** What a company's claim may hold. */
export type Grant = Partial<Readonly<Record<Role, boolean | readonly string[]>>>;

const inAnHour = (): number => Math.floor(Date.now() / 1_000) + 3_600;

/** A good token unless `options` spoil it. */
export function signToken(sub: string, companies: unknown, options: TokenOptions = {}): Promise<string> {
  const { alg = 'ES256', key = pair.privateKey, header = {}, claims = {}, without = [] } = options;
  const name = `${sub.slice(0, 1).toUpperCase()}${sub.slice(1)}`;
  const all = { iss: issuer, aud: audience, exp: inAnHour(), sub, name, ledgergate: companies, ...claims };
  const kept = Object.fromEntries(Object.entries(all).filter(([claim]) => !without.includes(claim)));
  return new SignJWT(kept).setProtectedHeader({ alg, ...header }).sign(key);
}

/** All texts that a lenient decoder reads as this ES256 token: the last four bits mean nothing, nor does the padding. */
export function listSpellings(token: string): string[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const first = Math.floor(alphabet.indexOf(token.slice(-1)) / 16) * 16;
  const ends = Array.from(alphabet.slice(first, first + 16));
  return ends.flatMap((end) => [`${token.slice(0, -1)}${end}`, `${token.slice(0, -1)}${end}==`]);
}

/** The classic confusion: the public key taken as the secret of a shared-secret algorithm. */
export const publicKeyAsSecret = (): KeyObject => createSecretKey(Buffer.from(publicPem));

export const otherKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** A token that nobody signed. */
export function unsignedToken(sub: string, companies: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { iss: issuer, aud: audience, exp: inAnHour(), sub, ledgergate: companies };
  return `${part({ alg: 'none' })}.${part(payload)}.`;
}

export const authenticate: Authenticate = createAuthenticate({ keys: () => publicKey, issuer, audience });
