/**
 * The one way out by HTTP. Whoever answers may be slow, silent, endless or hostile: a call has a time and a size, and
 * costs others nothing. Redirects are not followed, since a key must not go elsewhere. Each call has a connection of
 * its own: none is shared with another company, and none is used that the other side is just closing.
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
  /** `http:` or `https:`. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Ends the call, wherever it is. */
  readonly signal?: AbortSignal | undefined;
  /** For the whole call, in milliseconds; without it the signal alone ends it. */
  readonly withinMs?: number | undefined;
  /** Of the answer's body; 0: it is not read, and the status alone counts. */
  readonly maxBytes: number;
  /** How the name is looked up; the system's way unless given. */
  readonly lookup?: LookupFunction | undefined;
  /** Certificates to believe instead of those Node believes, in PEM. */
  readonly ca?: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What is no UTF-8 is U+FFFD. */
  readonly text: string;
  /** How long the server asks us to wait, in milliseconds. */
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

/** @throws HttpFailure no whole answer came, or one that is longer than it may be */
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
