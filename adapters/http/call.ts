/**
 * Makes every outgoing HTTP call. A server may be slow, silent, endless or hostile, so a call has a limit of time and
 * size and affects no other. Redirects are not followed, because a key must not be sent elsewhere. Each call has its
 * own connection: none is shared with another company, and none is used that the server is just closing.
 */
import { request as requestHttp, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { errorCode } from '../errors';
import { HttpFailure, type HttpFailureKind } from './failure';
import { readRetryAfter } from './retry-after';
import { defined } from '../../workflows/contract/defined';

export interface HttpCall {
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** The address, `http:` or `https:`. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Ends the call at any point. */
  readonly signal?: AbortSignal | undefined;
  /** The longest call, in milliseconds. Absent if only the signal ends it. */
  readonly withinMs?: number | undefined;
  /** The largest body of an answer, in bytes. With 0 the body is not read, and only the status counts. */
  readonly maxBytes: number;
  /** How the name is resolved. Absent for the system's way. */
  readonly lookup?: LookupFunction | undefined;
  /** The trusted certificates instead of Node's own, in PEM. */
  readonly ca?: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body. Bytes that are not UTF-8 become U+FFFD. */
  readonly text: string;
  /** The wait that the server asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** Status line and headers, in bytes. */
const maxHeadBytes = 16 * 1024;
/** What is sent around head and body (interim answers, the frames of chunks, trailers), in bytes. */
const maxFrameBytes = 64 * 1024;
/** Until there is a connection, in milliseconds. */
const connectMs = 10_000;

/** What is known of a call that fails, beside its error. */
class Progress {
  wasSent = false;
  /** Why we ended it ourselves. */
  ended: HttpFailureKind | undefined;
}

/** Ends the call, and is what is thrown then. */
type End = (kind: HttpFailureKind) => Error;

function open(call: HttpCall): ClientRequest {
  const { url, method, headers, body, lookup, ca } = call;
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  const options = {
    method,
    agent: false,
    maxHeaderSize: maxHeadBytes,
    insecureHTTPParser: false,
    headers: { 'Accept-Encoding': 'identity', ...headers, ...length },
    ...defined({ lookup }),
  };
  return url.protocol === 'https:' ? requestHttps(url, { ...options, ...defined({ ca }) }) : requestHttp(url, options);
}

/** Watches the connection: when it stands, and that no more comes over it than the answer may have. */
function watch(sent: ClientRequest, { url, maxBytes }: HttpCall, progress: Progress, end: End): void {
  const connecting = setTimeout(() => end('not_connected'), connectMs);
  sent.once('close', () => clearTimeout(connecting));
  sent.once('socket', (socket) => {
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      clearTimeout(connecting);
      progress.wasSent = true;
    });
    let bytes = 0;
    socket.on('data', (part: Buffer) => {
      bytes += part.byteLength;
      if (bytes > maxBytes + maxHeadBytes + maxFrameBytes) end('too_long');
    });
  });
}

async function readText(response: IncomingMessage, maxBytes: number, end: End): Promise<string> {
  if (maxBytes === 0) return '';
  const coding = response.headers['content-encoding'] ?? 'identity';
  if (coding.toLowerCase() !== 'identity') throw end('encoded');
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw end('too_long');
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes > maxBytes) throw end('too_long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function toFailure(error: unknown, { ended, wasSent }: Progress): HttpFailure {
  const code = errorCode(error) ?? '';
  const broken = code === 'HPE_HEADER_OVERFLOW' ? 'too_long' : 'broken';
  return new HttpFailure(ended ?? (wasSent ? broken : 'not_connected'), ended ? '' : code, wasSent, { cause: error });
}

/** Makes a call. @throws HttpFailure if no complete answer arrived, or one that is too long */
export async function callHttp(call: HttpCall): Promise<HttpAnswer> {
  const { signal, withinMs, body, maxBytes } = call;
  const progress = new Progress();
  let sent: ClientRequest | undefined;
  const end: End = (kind) => {
    progress.ended ??= kind;
    const error = new Error(kind);
    sent?.destroy(error);
    return error;
  };
  const endInTime = (): void => {
    end('timed_out');
  };
  const timer = withinMs === undefined ? undefined : setTimeout(endInTime, withinMs);
  signal?.addEventListener('abort', endInTime, { once: true });
  try {
    if (signal?.aborted) throw end('timed_out');
    const opened = open(call);
    sent = opened;
    watch(opened, call, progress, end);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      opened.once('response', resolve).on('error', reject).end(body);
    });
    const text = await readText(response, maxBytes, end);
    // A body that we cut off ourselves may still look whole.
    if (progress.ended) throw end(progress.ended);
    const { headers, statusCode: status = 0 } = response;
    return { status, headers, text, retryAfterMs: readRetryAfter(headers) };
  } catch (error) {
    throw toFailure(error, progress);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', endInTime);
    sent?.destroy();
  }
}
