/** Signs people in whom a development server has no button for: by a session of its own make, sealed with its key. */
import type { Page } from 'playwright-core';
import { sessionCookie } from '../../api/session/cookies';
import { readSessionKey } from '../../dev/start/secrets';
import { sealSession } from '../support/api/session-cookies';
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
