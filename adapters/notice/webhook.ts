/** Signed webhooks: https only, to the address that was looked at, never by way of a redirect. */
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import {
  NoticeFailed,
  NoticeRefused,
  type Told,
  type WebhookCaller,
  type WebhookEndpoint,
} from '../../activities/notice-ports';
import { AddressRefused, guardedLookup, isRefusedAddress, type Resolve } from './refused-addresses';
import { parseSecret, signatureHeaders } from '../webhook-signature';
import { toWebhookBody } from './webhook-body';

export interface WebhookOptions {
  /** The origin under which browsers reach the desk; absent: no links. */
  readonly publicUrl?: string;
  /** Certificates to believe instead of those Node believes, in PEM. */
  readonly ca?: string;
  /** How names are looked up; the system's way unless given. */
  readonly resolve?: Resolve;
}

const refusedMessage = 'The webhook leads to an address that is never called: link-local, metadata or multicast.';

/** `Retry-After` in seconds or as a date. */
function retryAfterMs({ headers }: IncomingMessage, now: number): number | undefined {
  const text = headers['retry-after'];
  if (text === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** Only the status speaks; what else is answered is not read. */
function judge(response: IncomingMessage): void {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return;
  if (status === 410) {
    throw new NoticeRefused(
      'The webhook answered 410: it is gone for good. Take it out of companies.yaml, or correct its address.',
    );
  }
  if (status >= 300 && status < 400) {
    throw new NoticeFailed(`The webhook answered ${String(status)}: redirects are not followed. Correct its address.`);
  }
  throw new NoticeFailed(`The webhook answered ${String(status)}.`, retryAfterMs(response, Date.now()));
}

/** Node's word for it where it helps whoever mends it; it never holds the path or a secret. */
function toNoticeError(error: unknown, signal: AbortSignal): Error {
  if (error instanceof NoticeFailed || error instanceof NoticeRefused) return error;
  if (signal.aborted) return new NoticeFailed('The webhook did not answer in time.');
  if (error instanceof AddressRefused) return new NoticeFailed(refusedMessage);
  const code = typeof error === 'object' && error !== null && 'code' in error ? ` (${String(error.code)})` : '';
  return new NoticeFailed(`The webhook cannot be reached${code}.`);
}

/** A literal address is not looked up, so it is looked at here. */
function assertCallable(url: URL): void {
  if (url.protocol !== 'https:') throw new NoticeFailed('The webhook is not https. Correct its address.');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && isRefusedAddress(host)) throw new NoticeFailed(refusedMessage);
}

export function createWebhookCaller({ publicUrl, ca, resolve }: WebhookOptions = {}): WebhookCaller {
  const call = async (told: Told, { url, secrets }: WebhookEndpoint, signal: AbortSignal): Promise<void> => {
    const target = new URL(url);
    assertCallable(target);
    const body = toWebhookBody(told, publicUrl);
    const keys = secrets.flatMap((secret) => parseSecret(secret) ?? []);
    if (keys.length !== secrets.length)
      throw new NoticeFailed('A secret of the webhook is not whsec_ and 24 to 64 bytes in base64.');
    const sent = request(target, {
      method: 'POST',
      // A connection of its own: what was looked at is what is called.
      ...{ agent: false, lookup: guardedLookup(resolve), signal, ...(ca !== undefined && { ca }) },
      headers: {
        ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        ...{
          'user-agent': 'Ledgergate',
          ...signatureHeaders({ id: told.id, timestamp: Math.floor(Date.now() / 1_000), body }, keys),
        },
      },
    });
    try {
      judge(
        await new Promise<IncomingMessage>((resolve, reject) => {
          sent.on('response', resolve).on('error', reject).end(body);
        }),
      );
    } finally {
      sent.destroy();
    }
  };
  return {
    call: async (told, endpoint, signal) => {
      try {
        await call(told, endpoint, signal);
      } catch (error) {
        throw toNoticeError(error, signal);
      }
    },
  };
}
