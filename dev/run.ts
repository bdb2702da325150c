/** Runs a command to its end. */
import { execFile } from 'node:child_process';

/** Milliseconds, so that a broken executable cannot hold a start for ever. */
interface RunOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';

/** @returns what it wrote; @throws Error in words that follow the command's name, such as "ended with exit code 1" */
export const run = (command: string, args: readonly string[], { timeoutMs, signal }: RunOptions): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = {
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: 16 << 20,
      ...(signal && { signal }),
    } as const;
    execFile(command, args, options, (error, stdout, stderr) => {
      if (!error) {
        resolve(stdout + stderr);
        return;
      }
      const said = lastLine(stderr) || lastLine(stdout);
      const why = error.killed
        ? `did not end within ${String(timeoutMs / 1_000)} s`
        : typeof error.code === 'number'
          ? `ended with exit code ${String(error.code)}`
          : `cannot be run (${String(error.code ?? error.signal)})`;
      reject(new Error(said ? `${why}: ${said}` : why));
    });
  });
