/** Runs a command until it ends. */
import { execFile } from 'node:child_process';
import { defined } from '../../workflows/contract/defined';

interface RunOptions {
  /** Milliseconds, so that a broken executable cannot hold a start for ever. */
  readonly timeoutMs: number;
  /** Ends the command. Processes that it started itself are awaited. */
  readonly signal?: AbortSignal;
  /** The environment of this process by default. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder in which it runs; that of this process by default. */
  readonly cwd?: string;
  /** Told the process that runs, and nothing when it has ended. */
  readonly onProcess?: (pid: number | undefined) => void;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

/** @returns what it wrote; @throws Error in words that follow the command's name, such as "ended with exit code 1" */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { timeoutMs, signal, env, cwd, onProcess } = options;
  signal?.throwIfAborted();
  let abort = (): void => undefined;
  try {
    return await new Promise((resolve, reject) => {
      const limits = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 16 << 20 } as const;
      const child = execFile(command, args, { ...limits, ...defined({ env, cwd }) }, (error, stdout, stderr) => {
        if (!error) {
          resolve(stdout + stderr);
          return;
        }
        const said = lastLine(stderr) || lastLine(stdout);
        const why = error.killed
          ? `did not end within ${timeoutMs / 1_000} s`
          : typeof error.code === 'number'
            ? `ended with exit code ${error.code}`
            : `cannot be run (${String(error.code ?? error.signal)})`;
        reject(new Error(said ? `${why}: ${said}` : why));
      });
      child.stdin?.end();
      onProcess?.(child.pid);
      abort = (): void => void child.kill('SIGKILL');
      signal?.addEventListener('abort', abort);
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
    onProcess?.(undefined);
  }
}
