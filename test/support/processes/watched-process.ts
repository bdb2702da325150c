/** What a test sees of a process that it started: its output so far, and its end. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface WatchedProcess {
  readonly output: () => string;
  signal(name: NodeJS.Signals): void;
  /** @returns its exit code */
  ended(): Promise<number | null>;
}

export function watchProcess(child: ChildProcess): WatchedProcess {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => lines.push(text.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { output: () => lines.join(''), signal: (name) => void child.kill(name), ended: () => exited };
}

/** Kills those that still run, and waits for their ends. */
export async function killRunning(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}
