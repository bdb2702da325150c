/** Sends to an API what it is told, byte by byte, also what no client would send. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { defined } from '../../../workflows/contract/defined';

export interface Sent {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Buffer;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body parsed; `{}` for one that is no JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

const parse = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** `path` goes out as it is, without being made tidy. A stream of events is left at once. */
export function send(url: string, method: string, path: string, sent: Sent = {}): Promise<Received> {
  const { token, headers = {}, json, body = json === undefined ? undefined : JSON.stringify(json) } = sent;
  const isChunked = headers['transfer-encoding'] === 'chunked';
  const all = {
    ...defined({
      authorization: token === undefined ? undefined : `Bearer ${token}`,
      'content-type': body === undefined ? undefined : 'application/json',
      'content-length': body !== undefined && !isChunked ? String(Buffer.byteLength(body)) : undefined,
    }),
    ...headers,
  };
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers: all, agent: false }, (response) => {
      const { statusCode: status = 0, headers: got } = response;
      if (got['content-type']?.startsWith('text/event-stream')) {
        response.destroy();
        resolve({ status, headers: got, text: '', json: {} });
        return;
      }
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status, headers: got, text, json: parse(text) });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
