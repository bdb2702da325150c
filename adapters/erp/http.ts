/** A call to an ERP over HTTP, and what its failure says of the call's effect. */
import { ErpDenied, ErpError, ErpUnavailable, ErpUnexplained, ErpUnknown, type Attempt } from '../../activities/ports';
import { cutText, showText } from '../../workflows/domain/text';

/** `read` changes nothing; what became of a `write` whose answer is missing is unknown. */
export type Effect = 'read' | 'write';

export interface HttpCall {
  readonly effect: Effect;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** The ERP's own delay, in milliseconds. */
  readonly retryAfterMs?: number;
}

const longestAnswerBytes = 8 * 1024 * 1024;
const wordsChars = 500;

/** Nothing was sent: there was no connection, or it was not trusted. */
const notSent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

/** Nothing of the request is in the message: it may hold a secret. */
const lost = (effect: Effect, what: string, cause?: unknown): ErpError =>
  effect === 'read'
    ? new ErpUnavailable(`${what}.`, undefined, { cause })
    : new ErpUnknown(`${what}; it may have been written.`, undefined, { cause });

function failureOf(error: unknown, effect: Effect, { signal }: Attempt): ErpError {
  if (signal.aborted) return lost(effect, 'The ERP did not answer in time', error);
  const code = codeOf(error);
  if (notSent.test(code))
    return new ErpUnavailable(`The ERP cannot be reached (${code}).`, undefined, { cause: error });
  return lost(effect, `The connection to the ERP broke${code ? ` (${code})` : ''}`, error);
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
  for await (const chunk of response.body ?? []) {
    const part: Uint8Array = chunk;
    bytes += part.byteLength;
    if (bytes > longestAnswerBytes) throw new Error('the answer is too long');
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** Redirects are not followed: a key must not go elsewhere. @throws ErpUnavailable, ErpUnknown: no answer came */
export async function post({ effect, url, headers, body }: HttpCall, attempt: Attempt): Promise<HttpAnswer> {
  if (attempt.signal.aborted) throw new ErpUnavailable('The attempt was ended before the ERP was called.');
  attempt.heartbeat();
  try {
    const response = await fetch(url, {
      ...{ method: 'POST', headers, body: JSON.stringify(body), redirect: 'manual', signal: attempt.signal },
    });
    const text = await readText(response);
    return { status: response.status, text, ...retryAfterOf(response.headers.get('retry-after')) };
  } catch (error) {
    throw failureOf(error, effect, attempt);
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
export const wordsOf = (text: string): string =>
  cutText(
    showText(
      text
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
      2 * wordsChars,
    ),
    wordsChars,
  );

/**
 * What an answer means that no code of the ERP explains.
 *
 * A 429 is given before a request is worked on (RFC 6585), and a 404 or a redirect means that nothing takes it at this
 * address. A 503 may stand behind a write: a proxy that lost its server says the same as one that never had it.
 */
export function unexplained({ status, text, retryAfterMs }: HttpAnswer, effect: Effect): ErpError {
  const words = wordsOf(text);
  const said = `The ERP answered ${String(status)}${words ? `: ${words}` : ''}`;
  if (status === 401 || status === 403) return new ErpDenied(said);
  if (status === 429) return new ErpUnavailable(said, retryAfterMs);
  if (status === 404 || (status >= 300 && status < 400)) return new ErpUnavailable(`${said}. Check its address.`);
  if (effect === 'read') return new ErpUnavailable(said, retryAfterMs);
  return status >= 400 && status < 500 ? new ErpUnexplained(words || said) : new ErpUnknown(said, retryAfterMs);
}
