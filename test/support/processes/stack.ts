/** `npm start` as a real process tree on ports and a data folder of its own, and the ways to use and to hurt it. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../../dev/processes/ports';
import { waitFor } from '../../../dev/processes/wait-for';
import { untilReady } from '../../../dev/processes/watched-process';
import type { Role } from '../../../workflows/contract/codes';
import { sendPatiently } from '../api/patient';
import { useStarted } from '../use-started';
import { runStart, type StartProcess } from './start-process';
import { defined } from '../../../workflows/contract/defined';

const root = join(__dirname, '..', '..', '..');
const run = promisify(execFile);

/** Asks again until it answers. @throws Error naming what was waited for */
export const until = <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> =>
  waitFor(what, ask, undefined, 50);

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

async function processes(): Promise<Running[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,command=']);
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command ?? '' }));
}

export interface StackAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  // A view, a problem or a list: each test says what it reads.
  readonly body: Readonly<Record<string, unknown>>;
}

export interface StackOptions {
  /** Used again by a second start to find the data of the first. */
  readonly varDirectory?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Its companies.yaml; ours unless given. */
  readonly companies?: string;
}

/** A project id that no test had before. */
export const newId = (): string => `p-${randomUUID().slice(0, 8)}`;

export class Stack {
  readonly varDirectory: string;
  /** A copy of companies.yaml, for the test to change. */
  readonly companiesFile: string;
  #starts: StartProcess[] = [];
  #running: StartProcess | undefined;
  #url = '';
  #temporalAddress = '';
  readonly #env: Readonly<Record<string, string>>;

  private constructor({ varDirectory, env = {}, companies }: StackOptions) {
    this.varDirectory = varDirectory ?? mkdtempSync(join(tmpdir(), 'ledgergate-'));
    this.companiesFile = join(this.varDirectory, 'companies.yaml');
    if (companies !== undefined) writeFileSync(this.companiesFile, companies);
    else if (!existsSync(this.companiesFile)) copyFileSync(join(root, 'companies.yaml'), this.companiesFile);
    this.#env = env;
  }

  static async start(options: StackOptions = {}): Promise<Stack> {
    const stack = new Stack(options);
    await stack.start();
    return stack;
  }

  async start(): Promise<void> {
    const [api, temporal, ui] = [await freePort(), await freePort(), await freePort()];
    this.#url = `http://127.0.0.1:${api}`;
    this.#temporalAddress = `127.0.0.1:${temporal}`;
    const env = {
      PORT: String(api),
      TEMPORAL_PORT: String(temporal),
      TEMPORAL_UI_PORT: String(ui),
      LEDGERGATE_VAR: this.varDirectory,
      COMPANIES_FILE: this.companiesFile,
    };
    const started = runStart({ ...env, ...this.#env });
    this.#starts.push(started);
    this.#running = started;
    await untilReady(started, 'npm start', () => this.#isReady());
  }

  /** Of all its starts. */
  output(): string {
    return this.#starts.map((start) => start.output()).join('');
  }

  get url(): string {
    return this.#url;
  }

  get port(): string {
    return new URL(this.#url).port;
  }

  get temporalAddress(): string {
    return this.#temporalAddress;
  }

  async #isReady(): Promise<boolean> {
    return fetch(`${this.#url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  ready = (): Promise<boolean> => until('being ready', async () => (await this.#isReady()) || undefined);

  /** Ctrl-C in the terminal: the signal reaches the whole group. @returns the exit code, or the signal that ended it */
  async interrupt(times = 1): Promise<number | NodeJS.Signals> {
    const running = this.#running;
    if (!running) throw new Error('not started');
    for (let n = 0; n < times; n += 1) process.kill(-running.pid, 'SIGINT');
    this.#running = undefined;
    return running.ended;
  }

  /** Ends everything and removes the data. */
  async stop(): Promise<void> {
    if (this.#running) await this.interrupt();
    rmSync(this.varDirectory, { recursive: true, force: true });
  }

  /** Every process that is below `npm start`, by the text of its command line. */
  async find(part: string): Promise<readonly Running[]> {
    const all = await processes();
    const below = new Set([this.#running?.pid]);
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
    return all.filter(({ pid, command }) => below.has(pid) && command.includes(part));
  }

  /** `kill -9`. @returns the pid of the dead */
  async kill(part: string): Promise<number> {
    const [victim, ...others] = await this.find(part);
    if (!victim || others.length > 0) throw new Error(`${others.length + 1} processes match ${part}`);
    process.kill(victim.pid, 'SIGKILL');
    return victim.pid;
  }

  /** Asked again, with the same key, where the service did not answer in time. */
  async request(
    method: string,
    path: string,
    { as, body, key, headers }: { as?: Role; body?: unknown; key?: string; headers?: Record<string, string> } = {},
  ): Promise<StackAnswer> {
    const sent = {
      headers: { ...headers, ...defined({ 'idempotency-key': key }) },
      ...defined({ token: as && this.token(as), json: body }),
    };
    const answer = await sendPatiently(this.#url, method, path, sent);
    return { status: answer.status, headers: answer.headers, body: answer.json };
  }

  /** A route of the company `acme`. */
  acme = (method: string, path: string, options: Parameters<Stack['request']>[2] = {}): Promise<StackAnswer> =>
    this.request(method, `/v1/companies/acme${path}`, options);

  /** Our garage under another name, sent by the admin. @returns its id */
  async submitted(name = 'Harbour Tower', projectId = newId()): Promise<string> {
    const project = { ...example('harbour-street-garage'), name };
    const { status } = await this.acme('POST', '/submissions', { as: 'admin', body: { projectId, project } });
    if (status !== 201) throw new Error(`${name} is answered with ${status}`);
    return projectId;
  }

  /** The first view of this project in that status. */
  untilStatus = (projectId: string, status: string): Promise<StackAnswer['body']> =>
    until(`${projectId} ${status}`, async () => {
      const { body } = await this.acme('GET', `/submissions/${projectId}`, { as: 'viewer' }).catch(() => ({
        body: {},
      }));
      return 'status' in body && body['status'] === status ? body : undefined;
    });

  token(role: Role): string {
    const tokens = JSON.parse(readFileSync(join(this.varDirectory, 'dev-tokens.json'), 'utf8')) as Record<Role, string>;
    return tokens[role];
  }

  /** The `temporal` CLI against this server. @returns its standard output */
  async temporal(...args: string[]): Promise<string> {
    const cli = process.env['TEMPORAL_CLI'];
    if (cli === undefined) throw new Error("TEMPORAL_CLI is not set: jest's global set-up sets it");
    const { stdout } = await run(cli, [...args, '--address', this.#temporalAddress]);
    return stdout;
  }
}

export const example = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(root, 'examples', `${name}.json`), 'utf8')) as Record<string, unknown>;

/** One for all tests of a file, with options that may be of what was started before. */
export const useStack = (options: () => StackOptions = () => ({})): Stack => useStarted(() => Stack.start(options()));
