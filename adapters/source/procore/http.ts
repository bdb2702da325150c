/**
 * Sends one request to Procore and reads its answer and the relevant headers. It knows nothing of tokens and limits.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { callHttp, type HttpAnswer, type HttpCall } from '../../http/call';
import { HttpFailure, type HttpFailureKind } from '../../http/failure';
import { serverNow } from '../../http/retry-after';
import { unavailable } from './failure';
import type { Reported } from './limits';

export type Exchange = Pick<HttpCall, 'method' | 'url' | 'headers' | 'body'>;

export interface ProcoreAnswer extends Pick<HttpAnswer, 'status' | 'text'> {
  readonly header: (name: string) => string | undefined;
  /** Procore's own delay, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly reported: Reported | undefined;
}

/** The longer of Procore's two windows: no wait that it names is longer. In milliseconds. */
const longestWaitMs = 3_600_000;
/** A page of 2,000 cost codes has less than 4 MiB. */
const longestAnswerBytes = 8 * 1024 * 1024;

const whyLost: Readonly<Record<HttpFailureKind, string>> = {
  not_connected: 'Procore cannot be reached',
  timed_out: 'Procore did not answer in time',
  too_long: 'Procore sent an answer that is too long',
  encoded: 'Procore sent a compressed answer, which was not requested',
  broken: 'The connection to Procore broke',
};

function toFailure(error: unknown): unknown {
  if (!(error instanceof HttpFailure)) return error;
  return unavailable(`${whyLost[error.kind]}${error.code && ` (${error.code})`}.`);
}

/** The first, where a header came more than once. */
function readHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function readCount(headers: IncomingHttpHeaders, name: string): number | undefined {
  const value = readHeader(headers, name);
  return value !== undefined && /^\d{1,12}$/.test(value) ? Number(value) : undefined;
}

/** `X-Rate-Limit-Reset` is a Unix time in seconds; the window is over when it has passed. */
function reportedBy(headers: IncomingHttpHeaders): Reported | undefined {
  const limit = readCount(headers, 'x-rate-limit-limit');
  const remaining = readCount(headers, 'x-rate-limit-remaining');
  const reset = readCount(headers, 'x-rate-limit-reset');
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  const resetsInMs = Math.min(longestWaitMs, Math.max(0, reset * 1_000 - serverNow(headers)));
  return { limit, remaining, resetsInMs };
}

/** Sends a request. @throws ProcoreFailure if no answer arrived; its message has nothing of the request */
export async function exchange(request: Exchange, signal: AbortSignal): Promise<ProcoreAnswer> {
  try {
    const { status, headers, text, retryAfterMs } = await callHttp({
      ...request,
      signal,
      maxBytes: longestAnswerBytes,
    });
    return {
      status,
      text,
      header: (name) => readHeader(headers, name),
      retryAfterMs: retryAfterMs === undefined ? undefined : Math.min(retryAfterMs, longestWaitMs),
      reported: reportedBy(headers),
    };
  } catch (error) {
    throw toFailure(error);
  }
}
