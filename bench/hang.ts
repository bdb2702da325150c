/**
 * A network share that hangs: what the file-drop adapter reads first is a pipe that nobody writes to. No test double is
 * needed: the exports begin and stay under way until the worker dies or the share is back.
 */
import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Share {
  /** Where the ERP's files lie. */
  readonly drop: string;
  readonly references: readonly string[];
}

const journalPaths = ({ drop, references }: Share): string[] => references.map((name) => join(drop, 'journal', name));

/** From now on every export of these projects stays under way. */
export async function hang(share: Share): Promise<void> {
  const entries = journalPaths(share).map((place) => join(place, '1'));
  await Promise.all(entries.map((place) => mkdir(place, { recursive: true })));
  await promisify(execFile)(
    'mkfifo',
    entries.map((place) => join(place, 'done.json')),
  );
}

/** As if nothing had been there. What hangs already stays so. */
export async function recover(share: Share): Promise<void> {
  await Promise.all(journalPaths(share).map((place) => rm(place, { recursive: true, force: true })));
}
