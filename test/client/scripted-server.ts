/** A server that answers what the test says, in turn, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** Absent `status`: the connection is cut without an answer. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The connection is cut after so many bytes of the body. */
  readonly cutAfter?: number;
  /** No answer at all, until the caller goes. */
  readonly isSilent?: boolean;
}

export interface ScriptedServer {
  readonly url: string;
  readonly requests: Request[];
  /** One an answer; the last one stays. */
  readonly script: (...answers: readonly ScriptedAnswer[]) => void;
  readonly stop: () => Promise<void>;
}

function answer(response: ServerResponse, scripted: ScriptedAnswer): void {
  const { status, headers = {}, body = '', cutAfter, isSilent } = scripted;
  if (isSilent) return;
  if (status === undefined) {
    response.destroy();
    return;
  }
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': length, ...headers });
  if (cutAfter === undefined) response.end(body);
  else response.write(body.slice(0, cutAfter), () => response.destroy());
}

export async function startScripted(): Promise<ScriptedServer> {
  const requests: Request[] = [];
  let left: ScriptedAnswer[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const { authorization } = headers;
    const key = headers['idempotency-key'];
    requests.push({
      method,
      path: url,
      key: typeof key === 'string' ? key : undefined,
      authorization,
      body: await text(request),
    });
    const next = left.length > 1 ? left.shift() : left[0];
    answer(response, next ?? {});
  };
  const server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    script: (...answers) => {
      left = [...answers];
      requests.length = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const problem = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): ScriptedAnswer => ({
  status,
  headers,
  body: JSON.stringify({ status, code, title: 'Title', detail: 'It is so.', requestId: 'r1' }),
});

export const json = (body: unknown, headers: Readonly<Record<string, string>> = {}): ScriptedAnswer => ({
  status: 200,
  body: JSON.stringify(body),
  headers,
});
