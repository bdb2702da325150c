/**
 * The three cookies. `__Host-` binds them to this host and to the whole of it: no other host, subdomain or plain-HTTP
 * page can set one that we would read. Browsers take them over https, and from the loopback addresses over http.
 */
import type { Request, Response } from 'express';

export const sessionCookie = '__Host-ledgergate';
/**
 * The cookie with which a session is renewed. It is sent with every request, as `__Host-` requires, but only a renewal
 * and a sign-out read it.
 */
export const renewCookie = '__Host-ledgergate-renew';
export const signInCookie = '__Host-ledgergate-sign-in';
export type CookieName = typeof sessionCookie | typeof renewCookie | typeof signInCookie;

/**
 * Browsers drop a longer one than 4,096 bytes without a word. All of them come in one header, for which nginx has
 * 8 KiB where nobody gave it more.
 */
const maxBytes: Readonly<Record<CookieName, number>> = {
  [sessionCookie]: 4_096,
  [renewCookie]: 3_500,
  [signInCookie]: 4_096,
};

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** Reads a cookie; `undefined` if there is none, or more than one, because somebody else set the other. */
export function readCookie(request: Request, name: CookieName): string | undefined {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

export const fitsCookie = (name: CookieName, value: string): boolean => name.length + value.length <= maxBytes[name];

/** Sets a cookie. `value` must fit into it. */
export const setCookie = (response: Response, name: CookieName, value: string, maxAgeSeconds: number): void =>
  void response.append('Set-Cookie', `${name}=${value}; ${attributes}; Max-Age=${maxAgeSeconds}`);

export const clearCookie = (response: Response, name: CookieName): void =>
  void response.append('Set-Cookie', `${name}=; ${attributes}; Max-Age=0`);
