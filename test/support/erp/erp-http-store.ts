/**
 * What the reference server keeps: a log that is only written at its end, each line on the disk before it counts. What
 * holds after a crash is what the log says.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import type { ErpContent } from '../../../activities/erp-content';

export interface Order {
  readonly reference: string;
  readonly key: string;
  readonly content: ErpContent;
  readonly expect?: ErpContent | undefined;
}

export interface No {
  readonly status: number;
  readonly body: object;
}

export type Line =
  | { readonly type: 'made'; readonly reference: string; readonly id: string; readonly content: ErpContent }
  | { readonly type: 'changed'; readonly id: string; readonly content: ErpContent }
  /** For the agent. */
  | { readonly type: 'taken'; readonly at: string; readonly order: Order }
  /** The agent is done with it, and brings back a no or nothing. */
  | { readonly type: 'ended'; readonly reference: string; readonly key: string; readonly no?: No }
  | { readonly type: 'told'; readonly reference: string };

export interface Row {
  readonly reference: string;
  readonly id: string;
  content: ErpContent;
}

/** Lines that are whole; what a crash left of the last one is none. */
const wholeLines = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];

const readLog = (file: string): Line[] => wholeLines(file).map((line) => JSON.parse(line) as Line);

export interface Made {
  readonly reference: string;
  /** Of the project. */
  readonly name: unknown;
}

/** Every record that was ever made, once for each making. */
export const madeIn = (file: string): Made[] =>
  readLog(file).flatMap((line) =>
    line.type === 'made' ? [{ reference: line.reference, name: line.content['name'] }] : [],
  );

export class Store {
  readonly #file: number;
  readonly rows: Row[] = [];
  /** By reference. */
  readonly taken = new Map<string, { readonly at: string; readonly order: Order }>();
  readonly noes = new Map<string, { readonly key: string; readonly no: No }>();

  constructor(file: string) {
    const lines = wholeLines(file);
    this.#file = openSync(file, 'a');
    truncateSync(file, Buffer.byteLength(lines.map((line) => `${line}\n`).join('')));
    for (const line of lines) this.#apply(JSON.parse(line) as Line);
  }

  append(line: Line): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#file);
    this.#apply(line);
  }

  row(reference: string): Row | undefined {
    return this.rows.find((row) => row.reference === reference);
  }

  close(): void {
    closeSync(this.#file);
  }

  #apply(line: Line): void {
    switch (line.type) {
      case 'made':
        this.rows.push({ reference: line.reference, id: line.id, content: line.content });
        return;
      case 'changed': {
        const row = this.rows.find(({ id }) => id === line.id);
        if (row) row.content = line.content;
        return;
      }
      case 'taken':
        this.taken.set(line.order.reference, line);
        return;
      case 'ended':
        this.taken.delete(line.reference);
        if (line.no) this.noes.set(line.reference, { key: line.key, no: line.no });
        return;
      case 'told':
        this.noes.delete(line.reference);
    }
  }
}
