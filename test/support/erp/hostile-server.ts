/** A peer of the worst kind, in a process of its own, and how much of what it sends we take. */
import { fork } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { selfSigned } from '../processes/self-signed';
import { waitFor } from '../processes/wait-for';

/** What never ends by itself. */
export const endless = [
  'endless body',
  'endless chunks',
  'endless frames',
  'endless head',
  'endless interim answers',
  'endless trailers',
] as const;
export const slow = ['silent', 'slow drip', 'slow head'] as const;
export const brief = [
  '10 MB of JSON',
  'deep JSON',
  'compressed bomb',
  'redirect to itself',
  'absurd wait',
  'cut off',
  'no HTTP',
] as const;

export type Conduct = (typeof endless)[number] | (typeof slow)[number] | (typeof brief)[number];

export interface HostileServer {
  readonly url: (conduct: Conduct) => string;
  readonly origin: string;
  /** All that comes is answered so from now on, on whatever path. */
  readonly always: (conduct: Conduct) => Promise<void>;
  /** Where exactly this is answered. */
  readonly urlOf: (text: string, status?: number) => Promise<string>;
  /** In PEM; for https alone. */
  readonly certificate: string;
  /** Calls that it told of until now, of one kind or of all. */
  readonly calls: (conduct?: Conduct) => number;
  /** Resolves when it has told of all calls so far. */
  readonly toldAll: () => Promise<void>;
  /** Resolves when nobody is connected to it any more. */
  readonly isLeft: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startHostileServer(scheme: 'http' | 'https' = 'http'): Promise<HostileServer> {
  const certificate = selfSigned();
  const child = fork(require.resolve('./hostile-server-program.mjs'), { stdio: 'inherit', execArgv: [] });
  let [port, closed, echoes, texts] = [0, 0, 0, 0];
  const paths: string[] = [];
  child.on('message', (message: { port?: number; called?: string; closed?: true; echo?: true }) => {
    port = message.port ?? port;
    if (message.called !== undefined) paths.push(message.called);
    if (message.echo) echoes += 1;
    if (message.closed) closed += 1;
  });
  child.send(scheme === 'https' ? { certificate } : {});
  await waitFor('the hostile server listens', () => port !== 0, 20_000);
  const at = (...path: string[]): string =>
    `${scheme}://localhost:${String(port)}/${path.map(encodeURIComponent).join('/')}`;
  const answerTo = async (message: object): Promise<void> => {
    const before = echoes;
    child.send(message);
    await waitFor('the hostile server has heard', () => echoes > before, 20_000);
  };
  return {
    url: (conduct) => at(conduct),
    urlOf: async (text, status = 200) => {
      await answerTo({ text, status });
      texts += 1;
      return at('text', String(texts - 1));
    },
    certificate: certificate.cert,
    calls: (conduct) =>
      conduct === undefined ? paths.length : paths.filter((path) => path === `/${encodeURIComponent(conduct)}`).length,
    origin: `${scheme}://localhost:${String(port)}`,
    always: (conduct) => answerTo({ conduct, echo: true }),
    toldAll: () => answerTo({ echo: true }),
    isLeft: () => waitFor('all connections are closed', () => closed >= paths.length, 20_000),
    stop: async () => {
      const gone = once(child, 'close');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Bytes that this process read from all connections it made while the work went on. */
export async function bytesReadBy(work: () => Promise<unknown>): Promise<number> {
  const sockets: Socket[] = [];
  const keep = (message: unknown): void => {
    sockets.push((message as { socket: Socket }).socket);
  };
  subscribe('net.client.socket', keep);
  try {
    await work();
  } finally {
    unsubscribe('net.client.socket', keep);
  }
  return sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
}
