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

export type Command = Pick<ChildSpec, 'name' | 'command' | 'args' | 'cwd' | 'env'>;

export interface Child {
  readonly pid: number;
  /** Resolves when the process has ended. `SIGTERM` is followed by `SIGKILL` after ten seconds. */
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

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

  async function start({ name, command, args, cwd, env }: Command): Promise<Child> {
    starts += 1;
    const log = join(directory, `${starts}-${name}.log`);
    const output = openSync(log, 'a');
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', output, output] });
    closeSync(output);
    await once(child, 'spawn');
    let wanted = false;
    const exited = once(child, 'exit').then(([code, signal]: unknown[]) => {
      running.delete(started);
      watch();
      if (!wanted) fail(new Error(`${name} ended (${String(code ?? signal)}):\n${lastLines(log)}`));
    });
    const started: Child = {
      pid: child.pid ?? 0,
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
