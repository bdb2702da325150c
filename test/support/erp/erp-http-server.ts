/** The reference server as a process of the test's own, with a log of its own. It can be killed and started again. */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { startGuard } from '../../../dev/processes/guard';
import { endProcess } from '../../../dev/processes/watched-process';
import type { ProgramOptions, ToProgram } from './erp-http-program';
import { madeIn, type Made } from './erp-http-store';

export interface ErpHttpServer {
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  readonly signingKey: string;
  /** Every record that was ever made, once for each making. */
  readonly made: () => Made[];
  readonly pid: () => number | undefined;
  /** Resolves when it is so. */
  readonly agent: (message: ToProgram) => Promise<void>;
  /** Resolves when it is gone. */
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>;
  /** Ends it, if it still runs, and starts it on the same port and log. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export type ErpHttpOptions = Pick<ProgramOptions, 'breach' | 'workMs' | 'agentEveryMs'>;

let bundled: Promise<string> | undefined;

/** Once a test process. */
async function bundle(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'ledgergate-erp-http-program-')), 'program.cjs');
  const entryPoints = [join(__dirname, 'erp-http-program.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  process.once('exit', () => {
    rmSync(join(outfile, '..'), { recursive: true, force: true });
  });
  return outfile;
}

export async function startErpHttpServer(given: ErpHttpOptions = {}): Promise<ErpHttpServer> {
  const program = await (bundled ??= bundle());
  const home = mkdtempSync(join(tmpdir(), 'ledgergate-erp-http-'));
  const log = join(home, 'log');
  const [token, signingKey] = [randomBytes(24).toString('hex'), `whsec_${randomBytes(32).toString('base64')}`];
  const guard = startGuard();
  let port = 0;
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const options: ProgramOptions = { ...given, log, port, token, signingKey };
    const started = fork(program, [JSON.stringify(options)], {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child = started;
    guard.watch([started.pid].filter((pid) => pid !== undefined));
    const gone = once(started, 'exit').then(() => {
      throw new Error('the reference server ended');
    });
    const [listening] = (await Promise.race([once(started, 'message'), gone])) as [number];
    gone.catch(() => undefined);
    port = listening;
  };
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    const running = child;
    child = undefined;
    if (running) await endProcess(running, { signal });
  };
  await start();
  const origin = `http://127.0.0.1:${port}`;
  return {
    url: `${origin}/erp`,
    origin,
    token,
    signingKey,
    kill,
    made: () => (existsSync(log) ? madeIn(log) : []),
    pid: () => child?.pid,
    agent: async (message) => {
      if (!child) throw new Error('the reference server does not run');
      const done = once(child, 'message');
      child.send(message);
      await done;
    },
    restart: async () => {
      await kill();
      await start();
    },
    stop: async () => {
      await kill();
      await guard.release();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
