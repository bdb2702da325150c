/** A call to an ERP over HTTP, and what its failure says of the call's effect. */
import { ErpDenied, ErpUnavailable, ErpUnexplained, ErpUnknown } from '../../activities/ports';
import type { Attempt, ErpError } from '../../activities/ports';
import { cutText, showText } from '../../workflows/contract/text';

/** `read` changes nothing; what became of a `write` whose answer is missing is unknown. */
export type Effect = 'read' | 'write';

export interface HttpCall {
  readonly effect: Effect;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Part of the headers; blanked where the answer repeats it. */
  readonly secret: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** The ERP's own delay, in milliseconds. */
  readonly retryAfterMs?: number;
}

const longestAnswerBytes = 8 * 1024 * 1024;
const wordsChars = 500;

/** Steps before the first byte of a request: looking up the name, and connecting. */
const stepsBefore = new Set<unknown>(['getaddrinfo', 'connect']);
/** There was no connection, or its certificate was not trusted. */
const notConnected =
  /^(UND_ERR_CONNECT_TIMEOUT|CERT_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*|ERR_TLS_CERT_ALTNAME_INVALID|ERR_SSL_WRONG_VERSION_NUMBER)$/;

const causeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'cause' in error ? error.cause : error;

/** The code says why; the step where it failed, and not the code, tells whether anything was sent. */
interface Reason {
  readonly code: string;
  readonly wasSent: boolean;
}

function reasonOf(cause: unknown): Reason {
  if (typeof cause !== 'object' || cause === null) return { code: '', wasSent: true };
  const { code = '', syscall, errors } = cause as { code?: unknown; syscall?: unknown; errors?: unknown };
  // A name with several addresses: each was tried.
  const isEachBefore = Array.isArray(errors) && errors.length > 0 && errors.every((each) => !reasonOf(each).wasSent);
  const text = String(code);
  return { code: text, wasSent: !(stepsBefore.has(syscall) || notConnected.test(text) || isEachBefore) };
}

/** Nothing of the request is in the message: it may hold a secret. */
const lost = (effect: Effect, what: string): ErpError =>
  effect === 'read' ? new ErpUnavailable(`${what}.`) : new ErpUnknown(`${what}; it may have been written.`);

function failureOf(error: unknown, effect: Effect, { signal }: Attempt): ErpError {
  const { code, wasSent } = reasonOf(causeOf(error));
  if (!wasSent) return new ErpUnavailable(`The ERP cannot be reached (${code}).`);
  if (signal.aborted) return lost(effect, 'The ERP did not answer in time');
  return lost(effect, `The connection to the ERP broke${code ? ` (${code})` : ''}`);
}

/** In seconds or as a date (RFC 9110). */
function retryAfterOf(header: string | null): { retryAfterMs?: number } {
  if (header === null) return {};
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return ms > 0 ? { retryAfterMs: ms } : {};
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  const parts: AsyncIterable<Uint8Array> | null = response.body;
  for await (const part of parts ?? []) {
    bytes += part.byteLength;
    if (bytes > longestAnswerBytes) throw new Error('the answer is too long');
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** @throws ErpUnavailable in words that do not repeat what is wrong: it may be the key */
function checkRequest({ url, headers }: HttpCall): void {
  try {
    new Request(url, { method: 'POST', headers });
  } catch {
    throw new ErpUnavailable('No request can be made to the ERP: its address or the key is not well-formed.');
  }
}

/**
 * Redirects are not followed: a key must not go elsewhere.
 * @throws ErpUnavailable, ErpUnknown: no answer came
 */
export async function post(call: HttpCall, attempt: Attempt): Promise<HttpAnswer> {
  const { signal, heartbeat } = attempt;
  if (signal.aborted) throw new ErpUnavailable('The attempt was ended before the ERP was called.');
  heartbeat();
  checkRequest(call);
  const { url, headers, body, secret } = call;
  try {
    // The signal goes with the options: a Request of its own would hold it weakly, and the end of the attempt be lost.
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      redirect: 'manual',
      signal,
    });
    const text = (await readText(response)).replaceAll(secret, '…');
    return { status: response.status, text, ...retryAfterOf(response.headers.get('retry-after')) };
  } catch (error) {
    throw failureOf(error, call.effect, attempt);
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The ERP's own words, without the tags of a page. */
function wordsOf(text: string): string {
  const plain = text.replaceAll(/<[^<>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  return cutText(showText(plain.trim(), 2 * wordsChars), wordsChars);
}

function saidBy({ status, text }: HttpAnswer): string {
  const words = wordsOf(text);
  return `The ERP answered ${String(status)}${words ? `: ${words}` : ''}`;
}

/**
 * Nothing was worked on: a 429 is given before that (RFC 6585), and a 404 or a redirect means that nothing takes the
 * request at this address.
 */
function notTaken(status: number, said: string, retryAfterMs: number | undefined): ErpError | undefined {
  if (status === 401 || status === 403) return new ErpDenied(said);
  if (status === 429) return new ErpUnavailable(said, retryAfterMs);
  if (status === 404 || (status >= 300 && status < 400)) return new ErpUnavailable(`${said}. Check its address.`);
  return undefined;
}

/** The client was too slow, met another writer, or came too early: the same request may do later. */
const passing = new Set([408, 409, 425]);

/**
 * What an answer means that no code of the ERP explains. A 5xx may stand behind a write: a proxy that lost its server
 * in the middle of it says 503 like one that never had it.
 */
export function unexplained(answer: HttpAnswer, effect: Effect): ErpError {
  const { status, text, retryAfterMs } = answer;
  const denial = notTaken(status, saidBy(answer), retryAfterMs);
  if (denial) return denial;
  const isNo = status >= 400 && status < 500 && !passing.has(status);
  return isNo && effect === 'write' ? new ErpUnexplained(wordsOf(text) || saidBy(answer)) : fault(answer, effect);
}

/** The ERP failed in the middle of the call. */
export const fault = (answer: HttpAnswer, effect: Effect): ErpError =>
  effect === 'read'
    ? new ErpUnavailable(saidBy(answer), answer.retryAfterMs)
    : new ErpUnknown(saidBy(answer), answer.retryAfterMs);
