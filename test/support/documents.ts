/** The shell blocks of our documents, and a terminal to play them in. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { watchProcess, type WatchedProcess } from '../../dev/processes/watched-process';
import { waitFor } from '../../dev/processes/wait-for';

export interface Block {
  /** The heading above it, and which of its blocks this is: `## By hand 2`. */
  readonly place: string;
  readonly text: string;
}

/** Every block between ```sh and ```, in order; what a list indents is taken back. */
export function shellBlocks(file: string): readonly Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let count = 0;
  let open: { readonly indent: number; readonly lines: string[] } | undefined;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (open && line.trim() === '```') {
      count += 1;
      blocks.push({ place: `${heading} ${count}`, text: open.lines.join('\n') });
      open = undefined;
    } else if (open) {
      open.lines.push(line.slice(open.indent));
    } else if (line.trim() === '```sh') {
      open = { indent: line.indexOf('`'), lines: [] };
    } else if (/^#+ /.test(line)) {
      heading = line;
      count = 0;
    }
  }
  return blocks;
}

/** What is typed may install, build and start. */
const patienceMs = 600_000;

/** A shell that keeps its variables and functions from one block to the next, and ends at the first command that fails. */
export class Terminal {
  readonly #shell: ChildProcess;
  readonly #watched: WatchedProcess;
  #blocks = 0;

  constructor(cwd: string, env: Readonly<Record<string, string | undefined>>) {
    // A group of its own, so that Ctrl-C reaches what runs in it.
    this.#shell = spawn('bash', ['--norc', '-euo', 'pipefail'], { cwd, detached: true, env });
    this.#watched = watchProcess(this.#shell);
  }

  get output(): string {
    return this.#watched.output();
  }

  type(text: string): void {
    this.#shell.stdin?.write(`${text}\n`);
  }

  /** Types a block and waits for its end. @returns what it printed; @throws Error with that when a command of it failed */
  async play(text: string): Promise<string> {
    const start = this.output.length;
    const end = `end of block ${(this.#blocks += 1)}`;
    this.type(`${text}\necho; echo '${end}'`);
    const hasEnded = (): boolean => this.output.includes(end, start) || !this.#watched.isRunning();
    await waitFor(`the end of: ${text}`, hasEnded, patienceMs);
    const said = this.output.slice(start).replace(end, '').trim();
    if (!this.#watched.isRunning()) throw new Error(`The shell ended in: ${text}\n${said}`);
    return said;
  }

  /** Ctrl-C, and the end of the shell. */
  async interrupt(): Promise<void> {
    if (!this.#watched.isRunning() || this.#shell.pid === undefined) return;
    this.#shell.stdin?.end();
    process.kill(-this.#shell.pid, 'SIGINT');
    await this.#watched.ended;
  }
}
