/**
 * The two cookies. `__Host-` binds them to this host and to the whole of it: no other host, subdomain or plain-HTTP
 * page can set one that we would read. Browsers take them over https, and from the loopback addresses over http.
 */
import type { Request, Response } from 'express';
import { Problem } from '../problems';

export const sessionCookie = '__Host-ledgergate';
export const signInCookie = '__Host-ledgergate-sign-in';
type CookieName = typeof sessionCookie | typeof signInCookie;

/** Browsers drop a longer one without a word. */
const maxCookieBytes = 4_096;

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** `undefined`: there is none, or more than one: somebody else set the other. */
export function cookieOf(request: Request, name: CookieName): string | undefined {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/** @throws Problem `sign_in_failed` when the browser would not keep it */
export function setCookie(response: Response, name: CookieName, value: string, maxAgeSeconds: number): void {
  if (name.length + value.length > maxCookieBytes) {
    throw new Problem('sign_in_failed', 'The roles in the ID token are too many for a cookie; grant whole companies.');
  }
  response.append('Set-Cookie', `${name}=${value}; ${attributes}; Max-Age=${String(maxAgeSeconds)}`);
}

export const clearCookie = (response: Response, name: CookieName): void =>
  void response.append('Set-Cookie', `${name}=; ${attributes}; Max-Age=0`);
