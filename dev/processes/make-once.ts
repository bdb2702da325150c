/**
 * Makes a folder of the cache once a machine. It is made under another name and renamed when it is whole:
 * what was cut off is never used. Who comes meanwhile waits for the one that is at it.
 */
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isThere } from '../../adapters/is-there';
import { tryLock } from './lock';

export interface Wish {
  /** The folder that is there in the end. */
  readonly target: string;
  /** What is made, in a person's words, such as "the Tryton database". */
  readonly what: string;
  /** Fills the folder that it is given, which is there and empty. */
  readonly make: (unfinished: string) => Promise<void>;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

const lookEveryMs = 200;
const sayEveryMs = 10_000;

async function makeIt({ target, what, make, say }: Wish): Promise<void> {
  const unfinished = `${target}.unfinished`;
  const startedAt = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - startedAt) / 1_000)} s`;
  const saying = setInterval(() => say(`preparing ${what}: ${seconds()} so far`), sayEveryMs);
  try {
    // Left by a process that was killed.
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    await make(unfinished);
    await rename(unfinished, target);
    say(`made ${what} in ${seconds()}`);
  } finally {
    clearInterval(saying);
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** @throws what `make` throws */
export async function makeOnce(wish: Wish): Promise<void> {
  const { target, what, say, signal } = wish;
  let isWaiting = false;
  while (!(await isThere(target))) {
    await mkdir(dirname(target), { recursive: true });
    const unlock = await tryLock(target);
    if (unlock) {
      try {
        if (!(await isThere(target))) await makeIt(wish);
      } finally {
        unlock();
      }
      return;
    }
    if (!isWaiting) say(`waiting for another process that prepares ${what}`);
    isWaiting = true;
    await delay(lookEveryMs, undefined, signal && { signal });
  }
}
