/** The CLI as the process that is shipped, from compiled JavaScript. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const main = join(__dirname, '..', '..', 'dist', 'cli', 'main.js');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly err: () => string;
  readonly ended: Promise<Ended>;
}

export type Variables = Readonly<Record<string, string>>;

/** `open`: standard input has not ended. */
export function startCli(args: readonly string[], variables: Variables, input = ''): CliProcess {
  const env = { PATH: process.env['PATH'], ...variables };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.on('data', (text: Buffer) => out.push(text.toString()));
  child.stderr.on('data', (text: Buffer) => err.push(text.toString()));
  // A process that reads nothing may be gone already.
  child.stdin.on('error', () => undefined);
  if (input !== 'open') child.stdin.end(input);
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, out: out.join(''), err: err.join('') }));
  return { child, err: () => err.join(''), ended };
}
