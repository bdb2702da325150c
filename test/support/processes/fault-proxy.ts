/** Stands between a client and an HTTP server, and fails as networks, proxies and servers fail. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** The connection breaks in the middle of the body. */
  readonly isCut?: boolean;
}

export interface ProxiedCall {
  /** The last part of the path. */
  readonly method: string;
  readonly body: string;
  /** Asks the server, as often as it is called. Rejects when the server cannot be reached, or breaks off. */
  readonly forward: (body?: string) => Promise<Reply>;
  /** Resolves when the client hung up. */
  readonly hungUp: Promise<void>;
}

/** What becomes of one call: what the client gets, or `broken`, a connection without an answer. */
export type Fault = (call: ProxiedCall) => Promise<Reply | 'broken'>;

/** `undefined`: the call passes. */
export type FaultPlan = (call: ProxiedCall) => Fault | undefined;

const pass: Fault = ({ forward }) => forward();

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

const kept = [
  ...['authorization', 'content-type', 'accept-language', 'idempotency-key'],
  ...['webhook-id', 'webhook-timestamp', 'webhook-signature'],
];

export class FaultProxy {
  readonly #server: Server;
  readonly #target: string;
  #port = 0;
  /** Decides on each call when it comes. */
  plan: FaultPlan = () => undefined;

  private constructor(target: string) {
    this.#target = target;
    this.#server = createServer((request, response) => {
      void this.#meet(request, response);
    });
  }

  static async start(target: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await proxy.open();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Takes connections; on the same port as before, if there was one. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** From now on connections are refused, and open ones are broken. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #meet(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const hungUp = new Promise<void>((resolve) => {
      response.once('close', resolve);
    });
    try {
      const body = await readText(request);
      const method = request.url?.split('/').at(-1) ?? '';
      const forward = (other = body): Promise<Reply> => this.#forward(request, other);
      const call = { method, body, forward, hungUp };
      this.#answer(response, await (this.plan(call) ?? pass)(call));
    } catch {
      response.destroy();
    }
  }

  #answer(response: ServerResponse, reply: Reply | 'broken'): void {
    if (reply === 'broken') {
      response.destroy();
      return;
    }
    const { status, headers, body, isCut = false } = reply;
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers });
    if (isCut) response.write(body.slice(0, body.length / 2), () => response.destroy());
    else response.end(body);
  }

  async #forward({ url = '/', headers }: IncomingMessage, body: string): Promise<Reply> {
    const passedOn = kept.flatMap((name): [string, string][] => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    });
    const answer = await fetch(`${this.#target}${url}`, { method: 'POST', headers: passedOn, body });
    const type = answer.headers.get('content-type') ?? 'text/html';
    return { status: answer.status, headers: { 'content-type': type }, body: await answer.text() };
  }
}
