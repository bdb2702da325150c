/**
 * Calls the API over HTTP with connections kept open, as a front end or script does: on 503 it waits as long as it is
 * told and repeats with the same Idempotency-Key.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** A token, as scripts have one, or the cookie of a browser that signed in. */
export type Identity = { readonly authorization: string } | { readonly cookie: string };

export const bearer = (token: string): Identity => ({ authorization: `Bearer ${token}` });

export interface Call {
  readonly as: Identity;
  readonly path: string;
  /** Given: POST. */
  readonly body?: object;
}

export interface ApiClient {
  /** @returns the parsed answer; @throws Error unless it is 2xx in the end */
  readonly call: (call: Call) => Promise<unknown>;
  /** How many calls were repeated since the client was made. */
  readonly repeated: () => number;
  readonly close: () => void;
}

interface BenchAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const mostConnections = 256;
const mostRepetitions = 20;

/** `url` ends before the path. */
export function createApiClient(url: string): ApiClient {
  const agent = new Agent({ keepAlive: true, maxSockets: mostConnections });
  let repetitions = 0;

  const send = ({ as, path, body }: Call, key: string): Promise<BenchAnswer> =>
    new Promise((resolve, reject) => {
      const content = body && JSON.stringify(body);
      const headers = {
        ...as,
        ...(content !== undefined && {
          'Content-Type': 'application/json',
          'Content-Length': String(Buffer.byteLength(content)),
          'Idempotency-Key': key,
        }),
      };
      const method = content === undefined ? 'GET' : 'POST';
      const sent = request(`${url}${path}`, { agent, method, headers }, (response) => {
        const { statusCode: status = 0, headers: answered } = response;
        text(response).then((answer) => resolve({ status, headers: answered, body: answer }), reject);
      });
      sent.once('error', reject);
      sent.end(content);
    });

  return {
    call: async (call) => {
      const key = randomUUID();
      let answer = await send(call, key);
      for (let times = 0; answer.status === 503 && times < mostRepetitions; times += 1) {
        repetitions += 1;
        await delay(Number(answer.headers['retry-after'] ?? 1) * 1_000);
        answer = await send(call, key);
      }
      const { status, body } = answer;
      if (status < 200 || status > 299) throw new Error(`${call.path}: ${status} ${body}`);
      const parsed: unknown = JSON.parse(body);
      return parsed;
    },
    repeated: () => repetitions,
    close: () => agent.destroy(),
  };
}
