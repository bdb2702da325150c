/** Calls signed webhooks: over https only, at the address that was checked, without redirects. */
import { isIP } from 'node:net';
import { NoticeFailed, NoticeRefused, type WebhookCaller, type WebhookEndpoint } from '../../activities/notice-port';
import { callHttp, type HttpAnswer, type HttpCall } from '../http/call';
import { HttpFailure } from '../http/failure';
import { AddressRefused, guardedLookup, isRefusedAddress, type Resolve } from './refused-addresses';
import { parseSecret, signatureHeaders } from '../webhook-signature';
import { toWebhookBody } from './webhook-body';

export interface WebhookOptions {
  /** The origin at which browsers reach the desk. Absent for bodies without links. */
  readonly publicUrl?: string;
  /** The trusted certificates instead of Node's own, in PEM. */
  readonly ca?: string;
  /** How names are resolved. Absent for the system's way. */
  readonly resolve?: Resolve;
}

const refusedMessage = 'The webhook leads to a link-local, metadata or multicast address, which is never called.';

/** Only the status speaks; what else is answered is not read. */
function judge({ status, retryAfterMs }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status === 410) {
    throw new NoticeRefused(
      'The webhook answered 410, so it no longer exists. Remove it from companies.yaml, or correct its address.',
    );
  }
  if (status >= 300 && status < 400) {
    throw new NoticeFailed(`The webhook answered ${status}, but redirects are not followed. Correct its address.`);
  }
  throw new NoticeFailed(`The webhook answered ${status}.`, retryAfterMs);
}

/** Node's word for it where it helps whoever mends it; it never holds the path or a secret. */
function toNoticeError(error: unknown): Error {
  if (error instanceof NoticeFailed || error instanceof NoticeRefused) return error;
  if (!(error instanceof HttpFailure)) return new NoticeFailed('The webhook cannot be reached.');
  const { kind, code, cause } = error;
  if (kind === 'timed_out') return new NoticeFailed('The webhook did not answer in time.');
  if (kind === 'too_long') return new NoticeFailed('The webhook sent an answer that is too long.');
  if (cause instanceof AddressRefused) return new NoticeFailed(refusedMessage);
  return new NoticeFailed(`The webhook cannot be reached${code && ` (${code})`}.`);
}

/** A literal address is not looked up, so it is looked at here. */
function assertCallable(url: URL): void {
  if (url.protocol !== 'https:') throw new NoticeFailed('The webhook is not https. Correct its address.');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && isRefusedAddress(host)) throw new NoticeFailed(refusedMessage);
}

/** @throws NoticeFailed a secret of the webhook is none */
function signed({ url, secrets }: WebhookEndpoint, id: string, body: string): Pick<HttpCall, 'url' | 'headers'> {
  const target = new URL(url);
  assertCallable(target);
  const keys = secrets.flatMap((secret) => parseSecret(secret) ?? []);
  if (keys.length !== secrets.length)
    throw new NoticeFailed('A secret of the webhook is not whsec_ and 24 to 64 bytes in base64.');
  const signature = signatureHeaders({ id, timestamp: Math.floor(Date.now() / 1_000), body }, keys);
  return {
    url: target,
    headers: { 'content-type': 'application/json', 'user-agent': 'Ledgergate', ...signature },
  };
}

export function createWebhookCaller({ publicUrl, ca, resolve }: WebhookOptions = {}): WebhookCaller {
  return {
    call: async (told, endpoint, signal) => {
      const body = toWebhookBody(told, publicUrl);
      const guarded = { lookup: guardedLookup(resolve), ca, signal, maxBytes: 0 };
      try {
        judge(await callHttp({ method: 'POST', body, ...signed(endpoint, told.id, body), ...guarded }));
      } catch (error) {
        throw toNoticeError(error);
      }
    },
  };
}
