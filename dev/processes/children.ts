/**
 * Keeps a process running: what it prints is handed on line by line, and when it ends although
 * nobody stopped it, it is started again. It stays in our process group and never outlives `stop`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Account } from './postgresql-programs';
import { endProcess } from './watched-process';

export interface ChildSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The user as whom it runs. Absent for the user of this process. */
  readonly account?: Account;
  /** How long it may take to stop, in milliseconds, before it is killed. */
  readonly stopWithinMs: number;
  readonly onLine: (line: string) => void;
  /** Takes one line for a person: it ended, it was started again. */
  readonly say: (line: string) => void;
  /** Told after each start and end. */
  readonly onChange?: () => void;
}

export interface KeptChild {
  readonly name: string;
  /** Of the process that runs now. */
  readonly pid: () => number | undefined;
  /** Settles when the process gives up before `settled` was called: then it is not started again. */
  readonly gaveUp: Promise<string>;
  /** From now on every end is a crash. */
  readonly settled: () => void;
  /** From now on it may end: it is not started again. */
  readonly letGo: () => void;
  /** Resolves when the process is gone, also when called twice. */
  readonly stop: () => Promise<void>;
}

const firstBackoffMs = 500;
const longestBackoffMs = 10_000;
/** The grace time after an end, because Ctrl-C reaches the child and this process at different moments. */
const ctrlCWithinMs = 100;
/** A process that ran for this long is restarted at once. */
const healthyAfterMs = 30_000;

/** The n-th restart in a row waits so long, in milliseconds; the first does not wait. @internal Tests do not wait. */
export const backoffMs = (restart: number): number =>
  restart === 0 ? 0 : Math.min(longestBackoffMs, firstBackoffMs * 2 ** (restart - 1));

const whyEnded = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal ? `was ended by ${signal}` : `ended with exit code ${String(code)}`;

const readLines = (stream: Readable | null, onLine: (line: string) => void): void => {
  if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
};

export function keepRunning(spec: ChildSpec): KeptChild {
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let restarts = 0;
  let isSettled = false;
  let isStopping = false;
  let giveUp: (why: string) => void = () => undefined;
  const gaveUp = new Promise<string>((resolve) => (giveUp = resolve));

  const onEnd = (why: string, code: number | null, startedAt: number): void => {
    child = undefined;
    spec.onChange?.();
    if (isStopping) return;
    if (!isSettled && code !== null) {
      giveUp(`${spec.name} ${why}`);
      return;
    }
    if (performance.now() - startedAt > healthyAfterMs) restarts = 0;
    timer = setTimeout(() => {
      const waitMs = backoffMs(restarts);
      restarts += 1;
      spec.say(`${spec.name} ${why}; starting it again${waitMs > 0 ? ` in ${waitMs / 1_000} s` : ''}`);
      timer = setTimeout(start, waitMs);
    }, ctrlCWithinMs);
  };

  function start(): void {
    const startedAt = performance.now();
    const started = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      ...spec.account,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    readLines(started.stdout, spec.onLine);
    readLines(started.stderr, spec.onLine);
    ended = new Promise((resolve) => {
      started.once('error', ({ message }) => {
        if (started.pid !== undefined) return;
        onEnd(`cannot be started: ${message}`, 127, startedAt);
        resolve();
      });
      started.once('close', (code, signal) => {
        if (started.pid === undefined) return;
        onEnd(whyEnded(code, signal), code, startedAt);
        resolve();
      });
    });
    spec.onChange?.();
  }

  const letGo = (): void => {
    isStopping = true;
    clearTimeout(timer);
  };

  async function end(): Promise<void> {
    letGo();
    const onLate = (): void =>
      spec.say(`${spec.name} did not stop within ${spec.stopWithinMs / 1_000} s and is killed`);
    if (child) await endProcess(child, { killAfterMs: spec.stopWithinMs, onLate });
    await ended;
  }

  let stopped: Promise<void> | undefined;
  start();
  return {
    name: spec.name,
    pid: () => child?.pid,
    gaveUp,
    settled: () => {
      isSettled = true;
    },
    letGo,
    stop: () => (stopped ??= end()),
  };
}
