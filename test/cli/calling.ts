/** The CLI called within the test, with what a process would give it. */
import { run } from '../../cli/run';
import type { Environment, Io } from '../../cli/io';

export interface Called {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Calling {
  readonly environment: Environment;
  /** What a person answers; absent: nobody sits there. */
  readonly answer?: boolean;
  readonly input?: string | Uint8Array;
  readonly isColoured?: boolean;
  readonly signal?: AbortSignal;
}

/** `line` as a shell without quotes would split it; an array goes as it is. */
export async function call(line: string | readonly string[], calling: Calling): Promise<Called> {
  const { environment, answer, input = '', isColoured = false, signal = new AbortController().signal } = calling;
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    isTerminal: answer !== undefined,
    isInteractive: isColoured,
    isColoured,
    input: async () => (typeof input === 'string' ? Buffer.from(input) : input),
    ask: async (question) => {
      err.push(question);
      return answer ?? false;
    },
    signal,
    environment,
  };
  const code = await run(typeof line === 'string' ? line.split(' ') : line, io);
  return { code, out: out.join(''), err: err.join('') };
}
