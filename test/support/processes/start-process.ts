/** `npm start` as a process: its group, its words, its exit code. */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { watchProcess, type WatchedProcess } from '../../../dev/processes/watched-process';

const root = join(__dirname, '..', '..', '..');

export interface StartProcess extends WatchedProcess {
  readonly pid: number;
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
  const group = (): string[] =>
    execFileSync('ps', ['-A', '-o', 'pgid=,stat=,command='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
      // A zombie has ended; nobody has asked for its exit code yet.
      .filter((match) => match?.[1] === String(pid) && !match[2]?.startsWith('Z'))
      .map((match) => match?.[3] ?? '');
  return { ...watchProcess(child), pid, group };
}
