/**
 * Who may have payloads decrypted: whoever has the token, as a bearer token or, in a browser, as the cookie that the
 * page of the codec server sets. The Temporal UI can send cookies, but no token of ours.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sha256 } from '../../adapters/sha256';

const cookieName = 'ledgergate-codec';
const cookieSeconds = 12 * 3_600;

const isEqual = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)));

/** The cookie's value shows nothing of the token. */
const toCookieValue = (token: string): string => sha256(`ledgergate-codec:${token}`);

function readCookies({ headers: { cookie = '' } }: IncomingMessage): string[] {
  return cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookieName}=`))
    .map((pair) => pair.slice(cookieName.length + 1));
}

/** Whether a text is the token. */
export const isToken = (token: string, given: string): boolean => isEqual(given, token);

/** Whether the request brings the token. */
export function isAllowed(token: string, request: IncomingMessage): boolean {
  const [, bearer] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (bearer !== undefined) return isEqual(bearer, token);
  const [value, ...more] = readCookies(request);
  return value !== undefined && more.length === 0 && isEqual(value, toCookieValue(token));
}

/** Returns the `Set-Cookie` header of a browser that brought the token. */
export const toCookie = (token: string, isSecure: boolean): string =>
  [
    `${cookieName}=${toCookieValue(token)}`,
    'HttpOnly',
    'SameSite=Strict',
    'Path=/',
    `Max-Age=${cookieSeconds}`,
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');
