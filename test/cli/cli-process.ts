/** The CLI as the process that is shipped, from compiled JavaScript. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { watchProcess } from '../../dev/processes/watched-process';

const main = join(__dirname, '..', '..', 'dist', 'cli', 'main.js');

export interface Ended {
  readonly code: number | NodeJS.Signals;
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
  const { ended, stdout, stderr } = watchProcess(child);
  // A process that reads nothing may be gone already.
  child.stdin.on('error', () => undefined);
  if (input !== 'open') child.stdin.end(input);
  return { child, err: stderr, ended: ended.then((code) => ({ code, out: stdout(), err: stderr() })) };
}
