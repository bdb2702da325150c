/** One request to Procore and its answer, with the headers that count. Knows nothing of tokens and limits. */
import { ProcoreFailure, unavailable } from './failure';
import type { Reported } from './limits';

export interface Exchange {
  readonly method: 'GET' | 'PATCH' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Blanked where the answer repeats it. */
  readonly secret: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string | undefined;
  /** Procore's own delay, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly reported: Reported | undefined;
}

/** The longer of Procore's two windows: no wait that it names is longer. In milliseconds. */
const longestWaitMs = 3_600_000;
const longestAnswerBytes = 16 * 1024 * 1024;

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  const parts: AsyncIterable<Uint8Array> | null = response.body;
  for await (const part of parts ?? []) {
    bytes += part.byteLength;
    if (bytes > longestAnswerBytes) throw unavailable('Procore answered more than we read.');
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

const codeOf = (error: unknown): string => {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? ` (${String(cause.code)})` : '';
};

/** By the server's own clock where it tells it: ours may be wrong by more than a window is long. */
function serverNow(headers: Headers): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? Date.now() : date;
}

/** Whole seconds, or a date (RFC 9110). */
function retryAfterOf(headers: Headers): number | undefined {
  const header = headers.get('retry-after');
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - serverNow(headers);
  return ms >= 0 ? Math.min(ms, longestWaitMs) : undefined;
}

function countOf(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  return value !== null && /^\d{1,12}$/.test(value) ? Number(value) : undefined;
}

/** `X-Rate-Limit-Reset` is a Unix time in seconds; the window is over when it has passed. */
function reportedBy(headers: Headers): Reported | undefined {
  const limit = countOf(headers, 'x-rate-limit-limit');
  const remaining = countOf(headers, 'x-rate-limit-remaining');
  const reset = countOf(headers, 'x-rate-limit-reset');
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  const resetsInMs = Math.min(longestWaitMs, Math.max(0, reset * 1_000 - serverNow(headers)));
  return { limit, remaining, resetsInMs };
}

/**
 * Redirects are not followed: a token must not go elsewhere.
 * @throws ProcoreFailure no answer came; its message holds nothing of the request
 */
export async function exchange({ method, url, headers, body, secret }: Exchange, signal: AbortSignal): Promise<Answer> {
  try {
    const options = { method, headers, redirect: 'manual', signal, ...(body !== undefined && { body }) } as const;
    const response = await fetch(url, options);
    const text = (await readText(response)).replaceAll(secret, '…');
    return {
      status: response.status,
      text,
      header: (name) => response.headers.get(name) ?? undefined,
      retryAfterMs: retryAfterOf(response.headers),
      reported: reportedBy(response.headers),
    };
  } catch (error) {
    if (error instanceof ProcoreFailure) throw error;
    if (signal.aborted) throw unavailable('Procore did not answer in time.');
    throw unavailable(`Procore cannot be reached${codeOf(error)}.`);
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
