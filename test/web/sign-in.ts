/** Signs people in whom a development server has no button for: by a session of its own make, sealed with its key. */
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { sessionCookie } from '../../api/session/cookies';
import { readSessionKey } from '../../dev/start/secrets';
import { aged, sealSession } from '../support/api/session-cookies';
import type { Stack } from '../support/processes/stack';

export interface Person {
  readonly sub: string;
  readonly name: string;
  readonly may: 'admin' | 'approver' | 'operator' | 'viewer';
}

/** In every page of this one's browser. */
export async function signIn(page: Page, stack: Stack, { sub, name, may }: Person): Promise<void> {
  const key = Buffer.from(readSessionKey(stack.varDirectory), 'base64url');
  const claims = { sub, name, ledgergate: { acme: { [may]: true } } };
  const value = await sealSession(key, { claims });
  // A cookie of this name is taken over https alone, and sent to the loopback address over http, too.
  const url = `https://127.0.0.1:${stack.port}`;
  await page.context().addCookies([{ name: sessionCookie, value, url, secure: true, httpOnly: true, sameSite: 'Lax' }]);
}

/** Changes the session that this page's browser keeps. @param change the value of its cookie to the next one */
async function changeSession(page: Page, change: (value: string) => Promise<string>): Promise<void> {
  const cookies = await page.context().cookies(page.url());
  const { value, ...rest } = cookies.find(({ name }) => name === sessionCookie) ?? { value: '' };
  const next = { ...rest, name: sessionCookie, value: await change(value) };
  await page.context().addCookies([{ ...next, domain: '127.0.0.1', path: '/' }]);
}

/** As if all that this browser did had been so much earlier. */
export const passSeconds = (page: Page, key: Uint8Array, seconds: number): Promise<void> =>
  changeSession(page, (value) => aged(key, value, seconds));

/** As if the server's key had been changed since. */
export const forgetKey = (page: Page): Promise<void> =>
  changeSession(page, () => sealSession(randomBytes(32), { claims: { sub: 'ada' } }));

/** The page reads again, as a tab does that somebody looks at. */
export const lookAgain = (page: Page): Promise<void> =>
  page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
