/** Who may call the reference server: a bearer token, and a signature of the body that is not old. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Breach } from './erp-http-breaches';

export interface GuardOptions {
  readonly token: string;
  readonly signingKey: string;
  readonly is: (breach: Breach) => boolean;
}

const toleranceSeconds = 5 * 60;

const isEqual = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** @returns why the call is refused */
export function whyRefused(
  headers: IncomingHttpHeaders,
  body: string,
  { token, signingKey, is }: GuardOptions,
): string | undefined {
  const header = (name: string): string => String(headers[name] ?? '');
  if (!isEqual(header('authorization'), `Bearer ${token}`) && !is('takes any token')) return 'The token is not known.';
  const seconds = header('webhook-timestamp');
  const age = Math.abs(Date.now() / 1_000 - Number(seconds));
  if (!(age <= toleranceSeconds) && !is('takes any time')) return 'The timestamp is too old, or too new.';
  const key = Buffer.from(signingKey.replace(/^whsec_/, ''), 'base64');
  const signed = createHmac('sha256', key)
    .update(`${header('webhook-id')}.${seconds}.${body}`)
    .digest('base64');
  // Several while a key is changed.
  const isSigned = header('webhook-signature')
    .split(' ')
    .some((each) => isEqual(each, `v1,${signed}`));
  return isSigned || is('takes any signature') ? undefined : 'The signature is not that of this body.';
}
