/** Calls an ERP over HTTP, and says what a failure means for the effect of the call. */
import { ErpUnauthorized, ErpUnavailable, ErpUnclassified, ErpOutcomeUnknown } from '../../activities/erp-port';
import type { Attempt, ErpError } from '../../activities/erp-port';
import { callHttp } from '../http/call';
import { inSpan } from '../tracing/span';
import { trailHeaders } from '../trail';
import { HttpFailure, type HttpFailureKind } from '../http/failure';
import { cutText, showText } from '../../workflows/contract/text';
import { defined } from '../../workflows/contract/defined';

/** The effect of a call. `read` changes nothing. If the answer to a `write` is missing, its outcome is unknown. */
export type Effect = 'read' | 'write';

export interface HttpCall {
  readonly effect: Effect;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The secret in the headers, which is removed from messages that people read. */
  readonly secret: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** Makes a text of the answer fit for people: one line, cut, without our secret. */
  readonly show: (text: string) => string;
  /** The whole answer in the same form, without HTML tags. */
  readonly words: string;
  /** The ERP's own delay, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** A document of ours has 512 KiB at most; written in JSON with every sign escaped, and with the ERP's own fields, more. */
const longestAnswerBytes = 4 * 1024 * 1024;
const wordsChars = 500;
/** How much of an answer is searched for a message, in characters. */
const lookedAtChars = 20_000;

const withoutTags = (page: string): string => page.slice(0, lookedAtChars).replaceAll(/<[^<>]*>/g, ' ');

function showWords(text: string, secret: string): string {
  const plain = text.slice(0, lookedAtChars).replaceAll(secret, '…').replaceAll(/\s+/g, ' ');
  return cutText(showText(plain.trim(), 2 * wordsChars), wordsChars);
}

/** Nothing of the request is in the message: it may hold a secret. */
const lost = (effect: Effect, what: string): ErpError =>
  effect === 'read'
    ? new ErpUnavailable(`${what}.`)
    : new ErpOutcomeUnknown(`${what}. The record may have been written.`);

const whyLost: Readonly<Record<HttpFailureKind, string>> = {
  not_connected: 'The ERP cannot be reached',
  timed_out: 'The ERP did not answer in time',
  too_long: 'The ERP sent an answer that is too long',
  encoded: 'The ERP sent a compressed answer, which was not requested',
  broken: 'The connection to the ERP broke',
};

function toFailure(error: unknown, effect: Effect): unknown {
  if (!(error instanceof HttpFailure)) return error;
  const { kind, code, wasSent } = error;
  const what = `${whyLost[kind]}${code ? ` (${code})` : ''}`;
  return wasSent ? lost(effect, what) : new ErpUnavailable(`${what}.`);
}

/** @throws ErpUnavailable in words that do not repeat what is wrong: it may be the key */
function checkRequest({ url, headers }: HttpCall): URL {
  try {
    return new URL(new Request(url, { method: 'POST', headers }).url);
  } catch {
    throw new ErpUnavailable('No request can be made to the ERP because its address or its key is not well-formed.');
  }
}

/** Sends a POST request. @throws ErpUnavailable or ErpOutcomeUnknown if no answer arrived */
export async function post(call: HttpCall, { signal, heartbeat }: Attempt): Promise<HttpAnswer> {
  if (signal.aborted) throw new ErpUnavailable('The attempt ended before the ERP was called.');
  heartbeat();
  const url = checkRequest(call);
  const { headers, body, secret, effect } = call;
  const request = { method: 'POST', url, body: JSON.stringify(body), signal, maxBytes: longestAnswerBytes } as const;
  try {
    const { status, text, retryAfterMs } = await inSpan({ name: `erp ${effect}`, kind: 'client' }, () =>
      callHttp({ ...request, headers: { ...trailHeaders(), ...headers } }),
    );
    const show = (part: string): string => showWords(part, secret);
    return { status, text, show, words: show(withoutTags(text)), ...defined({ retryAfterMs }) };
  } catch (error) {
    throw toFailure(error, effect);
  }
}

function saidBy({ status, words }: HttpAnswer): string {
  return `The ERP answered ${status}${words ? `: ${words}` : ''}`;
}

/**
 * Nothing was worked on: a 429 is given before that (RFC 6585), and a 404 or a redirect means that nothing takes the
 * request at this address.
 */
function notTaken(status: number, said: string, retryAfterMs: number | undefined): ErpError | undefined {
  if (status === 401 || status === 403) return new ErpUnauthorized(said);
  if (status === 429) return new ErpUnavailable(said, retryAfterMs);
  if (status === 404 || (status >= 300 && status < 400)) return new ErpUnavailable(`${said}. Check its address.`);
  return undefined;
}

/** The client was too slow, met another writer, or came too early: the same request may do later. */
const passing = new Set([408, 409, 425]);

/**
 * Returns the error of an answer that no code of the ERP explains. A 5xx after a write means that its outcome is
 * unknown: a proxy that lost its server during the write answers 503 like one that never had it.
 */
export function unexplained(answer: HttpAnswer, effect: Effect): ErpError {
  const { status, words, retryAfterMs } = answer;
  const denial = notTaken(status, saidBy(answer), retryAfterMs);
  if (denial) return denial;
  const isNo = status >= 400 && status < 500 && !passing.has(status);
  return isNo && effect === 'write' ? new ErpUnclassified(words || saidBy(answer)) : fault(answer, effect);
}

/** Returns the error of an ERP that failed during the call. */
export const fault = (answer: HttpAnswer, effect: Effect): ErpError =>
  effect === 'read'
    ? new ErpUnavailable(saidBy(answer), answer.retryAfterMs)
    : new ErpOutcomeUnknown(saidBy(answer), answer.retryAfterMs);
