/** `npm start` that is expected to refuse, or to be hurt: its process group, its words, its exit code. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export interface StartProcess {
  readonly pid: number;
  readonly output: () => string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Command lines of the group that are still there. */
  readonly group: () => string[];
}

export function runStart(env: Readonly<Record<string, string>>, args: readonly string[] = []): StartProcess {
  // A group of its own, as a terminal gives it.
  const child = spawn(process.execPath, ['dist/dev/start.js', ...args], {
    cwd: root,
    detached: true,
    env: { ...process.env, npm_lifecycle_event: undefined, ...env },
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('node cannot be started');
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => output.push(text.toString()));
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
  });
  const group = (): string[] =>
    execFileSync('ps', ['-A', '-o', 'pgid=,stat=,command='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
      // A zombie has ended; nobody has asked for its exit code yet.
      .filter((match) => match?.[1] === String(pid) && !match[2]?.startsWith('Z'))
      .map((match) => match?.[3] ?? '');
  return { pid, output: () => output.join(''), ended, group };
}
