/**
 * The processes of a run: each writes into a log of its own, and all are ended with the run. One that ends although
 * nobody ended it fails the run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildSpec } from '../dev/processes/children';
import { endProcess } from '../dev/processes/watched-process';
import { startGuard } from '../dev/processes/guard';
import { readCpuMs } from './cpu';

export type Command = Pick<ChildSpec, 'name' | 'command' | 'args' | 'cwd' | 'env' | 'account'>;

export interface Child {
  readonly pid: number;
  /** Its CPU time in milliseconds; `undefined` where the system does not tell. */
  readonly cpuMs: () => number | undefined;
  /** Resolves when the process has ended. `SIGTERM` is followed by `SIGKILL` after ten seconds. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

/** Several processes that serve as one. */
export type Group = Omit<Child, 'pid'>;

/** The last one is ended first. */
export const toGroup = (children: readonly Child[]): Group => ({
  cpuMs: () => {
    const times = children.map(({ cpuMs }) => cpuMs());
    return times.reduce((sum, time) => (sum === undefined || time === undefined ? undefined : sum + time), 0);
  },
  end: async (signal) => {
    for (const { end } of children.toReversed()) await end(signal);
  },
});

export interface Children {
  readonly start: (command: Command) => Promise<Child>;
  /** Rejects when a process ends by itself. */
  readonly failed: Promise<never>;
  readonly endAll: () => Promise<void>;
}

const shownLines = 15;

const lastLines = (file: string): string =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-shownLines).join('\n');

/** Logs go into `directory`. */
export function createChildren(directory: string): Children {
  const guard = startGuard();
  const running = new Set<Child>();
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  let starts = 0;

  const watch = (): void => guard.watch([...running].map(({ pid }) => pid));

  async function start({ name, command, args, cwd, env, account }: Command): Promise<Child> {
    starts += 1;
    const log = join(directory, `${starts}-${name}.log`);
    const output = openSync(log, 'a');
    const child = spawn(command, args, { cwd, env, ...account, stdio: ['ignore', output, output] });
    closeSync(output);
    await once(child, 'spawn');
    let wanted = false;
    const { pid = 0 } = child;
    const exited = once(child, 'exit').then(([code, signal]: unknown[]) => {
      running.delete(started);
      watch();
      if (!wanted) fail(new Error(`${name} ended (${String(code ?? signal)}):\n${lastLines(log)}`));
    });
    const started: Child = {
      pid,
      cpuMs: () => readCpuMs(pid),
      end: async (signal) => {
        wanted = true;
        await endProcess(child, { signal });
        await exited;
      },
    };
    running.add(started);
    watch();
    return started;
  }

  return {
    start,
    failed,
    endAll: async () => {
      for (const child of [...running].reverse()) await child.end('SIGTERM');
      await guard.release();
    },
  };
}
