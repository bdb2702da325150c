/** A peer of the worst kind, in a process of its own, and how much of what it sends we take. */
import { fork, type ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { selfSigned } from '../processes/self-signed';
import { waitFor } from '../../../dev/processes/wait-for';
import { killProcess } from '../../../dev/processes/watched-process';

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

/** How it behaves as a mail server. */
export const endlessMail = [
  'endless greeting',
  'endless lines of one greeting',
  'greetings without end',
  'empty lines without end',
  'endless reply',
  'replies without end',
] as const;
export const slowMail = ['silent', 'slow greeting'] as const;

export type MailConduct = (typeof endlessMail)[number] | (typeof slowMail)[number];

type Scheme = 'http' | 'https';

interface Told {
  readonly ports?: Readonly<Record<Scheme | 'smtp', number>>;
  readonly called?: string;
  readonly id?: number;
  readonly closed?: number;
  readonly taken?: number;
  readonly echo?: true;
}

export class HostileServer {
  readonly #certificate = selfSigned();
  #child: ChildProcess | undefined;
  #ports: Told['ports'];
  #echoes = 0;
  #texts = 0;
  /** The path of each call, by its connection. */
  readonly #calls = new Map<number, string>();
  /** How much was taken of each call that is over, in bytes; what the system holds for its reader is in it. */
  readonly #closed = new Map<number, number>();

  async start(): Promise<void> {
    this.#child = fork(require.resolve('./hostile-server-program.mjs'), { stdio: 'inherit', execArgv: [] });
    this.#child.on('message', (told: Told) => {
      this.#ports = told.ports ?? this.#ports;
      if (told.called !== undefined && told.id !== undefined) this.#calls.set(told.id, told.called);
      if (told.closed !== undefined) this.#closed.set(told.closed, told.taken ?? 0);
      if (told.echo) this.#echoes += 1;
    });
    this.#child.send({ certificate: this.#certificate });
    await waitFor('the hostile server listens', () => this.#ports !== undefined);
  }

  async stop(): Promise<void> {
    if (this.#child) await killProcess(this.#child);
  }

  #portFor(door: Scheme | 'smtp'): number {
    if (!this.#ports) throw new Error('the hostile server is not started');
    return this.#ports[door];
  }

  #at(scheme: Scheme, ...path: string[]): string {
    return `${this.origin(scheme)}/${path.map(encodeURIComponent).join('/')}`;
  }

  async #send(message: object): Promise<void> {
    const before = this.#echoes;
    this.#child?.send(message);
    await waitFor('the hostile server has heard', () => this.#echoes > before);
  }

  #listNumbers(first: string | undefined): number[] {
    const isWanted = (path: string): boolean => first === undefined || path.split('/')[1] === encodeURIComponent(first);
    return [...this.#calls].flatMap(([id, path]) => (isWanted(path) ? [id] : []));
  }

  origin = (scheme: Scheme = 'http'): string => `${scheme}://localhost:${this.#portFor(scheme)}`;

  url = (conduct: Conduct, scheme: Scheme = 'http'): string => this.#at(scheme, conduct);

  /** Where exactly this is answered. */
  async urlFor(
    text: string,
    { status = 200, scheme = 'http' }: { status?: number; scheme?: Scheme } = {},
  ): Promise<string> {
    await this.#send({ text, status });
    this.#texts += 1;
    return this.#at(scheme, 'text', String(this.#texts - 1));
  }

  get smtpPort(): number {
    return this.#portFor('smtp');
  }

  /** In PEM; for https alone. */
  get certificate(): string {
    return this.#certificate.cert;
  }

  /** All that comes is answered so from now on, on whatever path. */
  always = (conduct: Conduct): Promise<void> => this.#send({ conduct });

  /** So the mail server behaves to whoever connects from now on. */
  mails = (mail: MailConduct): Promise<void> => this.#send({ mail });

  /** Calls that it told of until now: by the first part of their path, which is `mail` for the mail server, or all. */
  calls = (first?: string): number => this.#listNumbers(first).length;

  /** Those of them whose connection is open still. */
  held = (first?: string): number => this.#listNumbers(first).filter((id) => !this.#closed.has(id)).length;

  /** Of the call of which most was taken, in bytes. */
  mostTaken = (): number => Math.max(0, ...this.#closed.values());

  /** Resolves when it has told of all calls so far. */
  toldAll = (): Promise<void> => this.#send({});

  /** Resolves when nobody is connected to it any more. */
  isLeft = (): Promise<true> => waitFor('all connections are closed', () => this.held() === 0);

  /** Makes a call that will not end by itself, and ends its signal once the call has come. @returns what became of it */
  async endOnceCalled<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    await this.toldAll();
    const before = this.calls();
    const ending = new AbortController();
    const called = call(ending.signal);
    called.catch(() => undefined);
    await waitFor('the call has come', () => this.calls() > before);
    ending.abort();
    return called;
  }
}

/** One for all tests of a file. */
export function useHostileServer(): HostileServer {
  const server = new HostileServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());
  return server;
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
