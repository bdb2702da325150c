/**
 * Tokens for a developer's own machine: a signing key made at the first start and a token a role.
 * Only `npm start` uses them; a service that is started without an issuer never falls back to them.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { z } from 'zod';
import { type Role, roles } from '../workflows/contract/codes';
import { ConfigError } from '../adapters/env';
import { errorCode } from '../adapters/errors';

export const devIssuer = 'ledgergate-dev';
export const devAudience = 'ledgergate';

const companies = ['acme', 'globex', 'initech'];
const algorithm = 'ES256';
const validFor = '30d';

const SigningKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  alg: z.literal(algorithm),
  use: z.literal('sig'),
  kid: z.string(),
});
type SigningKey = z.infer<typeof SigningKey>;

export interface DevPerson {
  readonly sub: string;
  readonly name: string;
  /** The roles in each example company. */
  readonly roles: readonly Role[];
}

export const tokensFile = (varDirectory: string): string => join(varDirectory, 'dev-tokens.json');
/** The public key, with which tokens are verified. */
export const publicKeyFile = (varDirectory: string): string => join(varDirectory, 'dev-key.pub.json');
export const keyFile = (varDirectory: string): string => join(varDirectory, 'dev-key.json');

/** In one step, and never readable for others, also where the file was. */
async function writeOwnFile(file: string, content: unknown): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  await writeFile(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

/** @throws ConfigError when there is a key that cannot be used */
async function readKey(varDirectory: string): Promise<SigningKey | undefined> {
  const file = keyFile(varDirectory);
  try {
    const key = SigningKey.parse(JSON.parse(await readFile(file, 'utf8')));
    await importJWK(key, algorithm);
    return key;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new ConfigError(`${file} is not a signing key. Delete it; the next start creates a new one.`);
  }
}

async function makeKey(varDirectory: string): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const key = SigningKey.parse({ ...jwk, alg: algorithm, use: 'sig', kid });
  await writeOwnFile(keyFile(varDirectory), key);
  return key;
}

async function sign(key: SigningKey, { sub, name, roles }: DevPerson): Promise<string> {
  const has = Object.fromEntries(roles.map((role) => [role, true]));
  const ledgergate = Object.fromEntries(companies.map((company) => [company, has]));
  return new SignJWT({ name, email: `${sub}@example.com`, ledgergate })
    .setProtectedHeader({ alg: algorithm, kid: key.kid })
    .setIssuer(devIssuer)
    .setAudience(devAudience)
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(validFor)
    .sign(await importJWK(key, algorithm));
}

const people: Readonly<Record<Role, DevPerson>> = {
  admin: { sub: 'dev-admin', name: 'Ada Admin', roles: ['admin'] },
  approver: { sub: 'dev-approver', name: 'Abe Approver', roles: ['approver'] },
  operator: { sub: 'dev-operator', name: 'Olga Operator', roles: ['operator'] },
  viewer: { sub: 'dev-viewer', name: 'Vic Viewer', roles: ['viewer'] },
};

/** Makes the key if there is none, and the tokens anew, valid for 30 days. @throws ConfigError */
export async function writeDevTokens(varDirectory: string): Promise<void> {
  const key = (await readKey(varDirectory)) ?? (await makeKey(varDirectory));
  const { d: _private, ...publicKey } = key;
  await writeOwnFile(publicKeyFile(varDirectory), publicKey);
  const tokens = roles.map(async (role) => [role, await sign(key, people[role])] as const);
  await writeOwnFile(tokensFile(varDirectory), Object.fromEntries(await Promise.all(tokens)));
}

/** A token for somebody the tokens file does not hold. @throws ConfigError when `npm start` made no key yet */
export async function signDevToken(varDirectory: string, person: DevPerson): Promise<string> {
  const key = await readKey(varDirectory);
  if (!key) throw new ConfigError(`There is no signing key in ${varDirectory}. Run npm start first.`);
  return sign(key, person);
}
