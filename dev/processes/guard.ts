/**
 * Ends the children when this process is killed and cannot do it: a shell that waits for its stdin
 * to close, which the kernel does for whoever dies. It ignores the signals that a Ctrl-C sends to all.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const script = `trap '' INT HUP TERM; pids=; while read -r line; do pids=$line; done; [ -z "$pids" ] || kill $pids`;

export interface Guard {
  /** The processes to end, instead of those named before. */
  readonly watch: (pids: readonly number[]) => void;
  /** Ends nothing but the guard. */
  readonly release: () => Promise<void>;
}

export function startGuard(): Guard {
  const shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(shell, 'close').catch(() => undefined);
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  const watch = (pids: readonly number[]): void => {
    if (shell.stdin.writable) shell.stdin.write(`${pids.join(' ')}\n`);
  };
  return {
    watch,
    release: async () => {
      watch([]);
      shell.stdin.end();
      await ended;
    },
  };
}
