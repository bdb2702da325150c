/** Calls signed webhooks and posts to chats: over https only, at the address that was checked, without redirects. */
import { isIP } from 'node:net';
import {
  NoticeFailed,
  NoticeRefused,
  type NoticeContent,
  type WebhookCaller,
  type WebhookEndpoint,
} from '../../activities/notice-port';
import { callHttp, type HttpAnswer, type HttpCall } from '../http/call';
import { HttpFailure } from '../http/failure';
import { AddressRefused, guardedLookup, isRefusedAddress, type Resolve } from './refused-addresses';
import { parseSecret, signatureHeaders } from '../webhook-signature';
import { toChatBody } from './chat-body';
import { toWebhookBody } from './webhook-body';

export interface WebhookOptions {
  /** The origin at which browsers reach the desk. Absent for bodies without links. */
  readonly publicUrl?: string;
  /** The trusted certificates instead of Node's own, in PEM. */
  readonly ca?: string;
  /** How names are resolved. Absent for the system's way. */
  readonly resolve?: Resolve;
}

/** What a failure is about. The address of a chat is a secret, as whoever has it can post there. */
const toSubject = ({ kind }: WebhookEndpoint): string => (kind === 'webhook' ? 'The webhook' : 'The chat');

const refusedMessage = (subject: string): string =>
  `${subject} leads to a link-local, metadata or multicast address, which is never called.`;

/** Only the status speaks; what else is answered is not read. */
function judge({ status, retryAfterMs }: HttpAnswer, subject: string): void {
  if (status >= 200 && status < 300) return;
  if (status === 410) {
    throw new NoticeRefused(
      `${subject} answered 410, so it no longer exists. Remove it from companies.yaml, or correct its address.`,
    );
  }
  if (status >= 300 && status < 400) {
    throw new NoticeFailed(`${subject} answered ${status}, but redirects are not followed. Correct its address.`);
  }
  throw new NoticeFailed(`${subject} answered ${status}.`, retryAfterMs);
}

/** Node's word for it where it helps whoever mends it; it never holds the path or a secret. */
function toNoticeError(error: unknown, subject: string): Error {
  if (error instanceof NoticeFailed || error instanceof NoticeRefused) return error;
  if (!(error instanceof HttpFailure)) return new NoticeFailed(`${subject} cannot be reached.`);
  const { kind, code, cause } = error;
  if (kind === 'timed_out') return new NoticeFailed(`${subject} did not answer in time.`);
  if (kind === 'too_long') return new NoticeFailed(`${subject} sent an answer that is too long.`);
  if (cause instanceof AddressRefused) return new NoticeFailed(refusedMessage(subject));
  return new NoticeFailed(`${subject} cannot be reached${code && ` (${code})`}.`);
}

/** A literal address is not looked up, so it is looked at here. */
function assertCallable(url: URL, subject: string): void {
  if (url.protocol !== 'https:') throw new NoticeFailed(`${subject} is not https. Correct its address.`);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && isRefusedAddress(host)) throw new NoticeFailed(refusedMessage(subject));
}

/** @throws NoticeFailed a secret of the webhook is none */
function sign({ secrets }: WebhookEndpoint, id: string, body: string): NonNullable<HttpCall['headers']> {
  const keys = secrets.flatMap((secret) => parseSecret(secret) ?? []);
  if (keys.length !== secrets.length)
    throw new NoticeFailed('A secret of the webhook is not whsec_ and 24 to 64 bytes in base64.');
  return signatureHeaders({ id, timestamp: Math.floor(Date.now() / 1_000), body }, keys);
}

type Request = Pick<HttpCall, 'url' | 'headers' | 'body'>;

/** @throws NoticeFailed if it cannot be called like this */
function toRequest(told: NoticeContent, endpoint: WebhookEndpoint, publicUrl: string | undefined): Request {
  const url = new URL(endpoint.url);
  assertCallable(url, toSubject(endpoint));
  const headers = { 'content-type': 'application/json', 'user-agent': 'Ledgergate' };
  if (endpoint.kind !== 'webhook') return { url, headers, body: toChatBody(endpoint.kind, told, publicUrl) };
  const body = toWebhookBody(told, publicUrl);
  return { url, headers: { ...headers, ...sign(endpoint, told.id, body) }, body };
}

export function createWebhookCaller({ publicUrl, ca, resolve }: WebhookOptions = {}): WebhookCaller {
  return {
    call: async (told, endpoint, signal) => {
      const subject = toSubject(endpoint);
      const guarded = { lookup: guardedLookup(resolve), ca, signal, maxBytes: 0 };
      try {
        judge(await callHttp({ method: 'POST', ...toRequest(told, endpoint, publicUrl), ...guarded }), subject);
      } catch (error) {
        throw toNoticeError(error, subject);
      }
    },
  };
}
