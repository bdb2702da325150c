/** Signing in against the test's own keys: as an example person, or at a provider. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSignIn, type SignInConfig } from '../../../api/session/sign-in';
import type { SessionLimits } from '../../../api/session/lifetime';
import type { SignIn } from '../../../api/session/sign-in';
import type { ApiServer, Received, Sent } from './server';
import { audience, issuer, publicKey, signToken } from './tokens';
import { clientId, publicOrigin } from './oidc-provider-process';

export const newSessionKey = (): Uint8Array => new Uint8Array(randomBytes(32));

export const limits: SessionLimits = { sessionSeconds: 12 * 3_600, idleSeconds: 2 * 3_600 };

export const signInWith = (config: Partial<SignInConfig> = {}): SignIn =>
  createSignIn({ sessionKey: newSessionKey(), limits, ...config }, { keys: () => publicKey, issuer, audience });

/** A provider at an address where none listens. */
export const silentProvider = {
  issuer: 'http://127.0.0.1:1',
  clientId,
  publicOrigin,
  scope: 'openid',
};

const roles = ['admin', 'approver', 'operator', 'viewer'] as const;

export interface DevTokens {
  readonly file: string;
  remove(): void;
}

/** As `npm start` writes them, for the company `acme`. */
export async function writeDevTokens(): Promise<DevTokens> {
  const folder = mkdtempSync(join(tmpdir(), 'ledgergate-tokens-'));
  const file = join(folder, 'dev-tokens.json');
  const tokens = roles.map(async (role) => [role, await signToken(`dev-${role}`, { acme: { [role]: true } })] as const);
  writeFileSync(file, JSON.stringify(Object.fromEntries(await Promise.all(tokens))));
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

export const sameOrigin = { 'sec-fetch-site': 'same-origin' };

export const setCookies = ({ headers }: Received): readonly string[] => headers['set-cookie'] ?? [];

/** What the browser sends back after this answer: the cookies that were set and not taken away. */
export const cookieAfter = (received: Received): string =>
  setCookies(received)
    .filter((line) => !line.includes('Max-Age=0'))
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');

/** @returns the cookie of a new session */
export async function signInAs(api: ApiServer, role: string): Promise<string> {
  const sent: Sent = { json: { role }, headers: { ...sameOrigin, host: '127.0.0.1' } };
  return cookieAfter(await api.send('POST', '/session/dev', sent));
}
