/** `npm start` that is expected to refuse, or to be hurt: its process group, its words, its exit code. */
import { execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** Below the range from which systems hand out ports to whoever asks for any: nobody takes it meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
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
  const child = spawn(process.execPath, ['dist/dev/start/start.js', ...args], {
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
