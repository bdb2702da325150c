/** Watches a process that was started: its output, whether it is running, and how it ends. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from './wait-for';

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

interface Ending {
  /** `SIGTERM` unless given. */
  readonly signal?: NodeJS.Signals | undefined;
  /** Ten seconds unless given: then it is killed. */
  readonly killAfterMs?: number | undefined;
  /** Told before it is killed. */
  readonly onLate?: (() => void) | undefined;
}

/** Resolves when the process is gone, at once where it is gone already. */
export async function endProcess(
  child: ChildProcess,
  { signal = 'SIGTERM', killAfterMs = 10_000, onLate }: Ending = {},
): Promise<void> {
  if (!isRunning(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const patience = new AbortController();
  const late = delay(killAfterMs, 'late', { signal: patience.signal }).catch(() => 'gone');
  if ((await Promise.race([gone, late])) === 'late') {
    onLate?.();
    child.kill('SIGKILL');
  }
  patience.abort();
  await gone;
}

/** `kill -9`; resolves when the process is gone. @internal */
export const killProcess = (child: ChildProcess): Promise<void> => endProcess(child, { signal: 'SIGKILL' });

export interface WatchedProcess {
  readonly child: ChildProcess;
  /** All that it has printed until now, standard error among it. */
  readonly output: () => string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly isRunning: () => boolean;
  /** Its exit code, or the signal that ended it; all that it printed has been read by then. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Keeps what a process prints until it is forgotten: for processes that print little, or end soon. */
export function watchProcess(child: ChildProcess): WatchedProcess {
  const printed: { readonly isError: boolean; readonly text: string }[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => printed.push({ isError: false, text }));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => printed.push({ isError: true, text }));
  const join = (pieces: typeof printed): string => pieces.map(({ text }) => text).join('');
  return {
    child,
    output: () => join(printed),
    stdout: () => join(printed.filter(({ isError }) => !isError)),
    stderr: () => join(printed.filter(({ isError }) => isError)),
    isRunning: () => isRunning(child),
    ended: new Promise((resolve) => {
      child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
    }),
  };
}

/**
 * Waits until `ask` answers, of the process's output or of whatever it serves.
 * @returns the answer
 * @throws Error with all that it printed when the process ends before
 */
export const untilReady = <T>(
  { isRunning: isAlive, output }: WatchedProcess,
  what: string,
  ask: Parameters<typeof waitFor<T>>[1],
  withinMs?: number,
): Promise<T> =>
  waitFor(
    what,
    () => {
      if (!isAlive()) throw new Error(`${what}: it ended and had printed\n${output()}`);
      return ask();
    },
    withinMs,
    50,
  );
