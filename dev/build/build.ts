/**
 * Brings `dist/` up to date. It is made beside the old one and put in its place when it is whole: a build that fails
 * or is cut off leaves the old one as it was. What has not changed is taken over.
 */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ConfigError } from '../../adapters/env';
import { errorMessage } from '../../adapters/errors';
import { tryLock } from '../processes/lock';
import { projectRoot } from '../project';
import { filesUnder } from './fingerprint';
import { findOrphans, type Part, parts, type Script } from './parts';
import { compare, isWhole, type Work } from './record';

export interface BuildOptions {
  /** Holds the sources and `dist/`; this project's folder unless given. */
  readonly root?: string;
  /** Takes one line for a person; it goes to standard error unless given. */
  readonly say?: (line: string) => void;
  /** Runs a part's script to its end; in a thread of this process unless given. @throws Error */
  readonly run?: (script: Script) => Promise<void>;
}

const lookEveryMs = 200;
const sayEveryMs = 10_000;

const secondsSince = (startedAt: number): string => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;

/** A thread ends with this process, however that ends: nothing writes into a folder that the next build makes. */
async function runInThread({ file, args }: Script): Promise<void> {
  const thread = new Worker(file, { argv: [...args], stdout: true });
  // Standard output is for what the program prints that the build is for.
  thread.stdout.pipe(process.stderr, { end: false });
  const code = await new Promise<number>((resolve, reject) => {
    thread.once('exit', resolve).once('error', reject);
  });
  if (code !== 0) throw new Error(`${basename(file)} ended with exit code ${code}`);
}

async function make(part: Part, target: string, options: Required<BuildOptions>): Promise<void> {
  const { root, say, run } = options;
  const startedAt = performance.now();
  say(`${part.label}: building`);
  const saying = setInterval(() => say(`${part.label}: ${secondsSince(startedAt)} so far`), sayEveryMs);
  try {
    await run(part.script(root, target));
    say(`${part.label}: built in ${secondsSince(startedAt)}`);
  } catch (error) {
    throw new ConfigError(`The ${part.label} cannot be built: ${errorMessage(error)}. dist/ is unchanged.`);
  } finally {
    clearInterval(saying);
  }
}

interface Folders {
  readonly root: string;
  readonly dist: string;
  readonly unfinished: string;
}

/** The folder to build in, with what of the old one is still good. */
function begin({ root, dist, unfinished }: Folders, { stale, isCodeIntact }: Work): void {
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  const isKept = (name: string): boolean => {
    const owner = parts.find((part) => part.owns(name));
    return owner !== undefined && (!stale.includes(owner) || (owner.name === 'code' && isCodeIntact));
  };
  for (const name of filesUnder(dist).filter(isKept)) cpSync(join(dist, name), join(unfinished, name));
  for (const name of findOrphans(root, unfinished)) rmSync(join(unfinished, name));
}

/** One folder takes the place of the other; what is cut off between is finished by `recover`. */
function swap(dist: string, unfinished: string, old: string): void {
  rmSync(old, { recursive: true, force: true });
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(unfinished, dist);
  rmSync(old, { recursive: true, force: true });
}

function recover(dist: string, unfinished: string, old: string): void {
  if (existsSync(dist)) return;
  if (isWhole(unfinished)) renameSync(unfinished, dist);
  else if (existsSync(old)) renameSync(old, dist);
}

async function buildWhatChanged(options: Required<BuildOptions>): Promise<void> {
  const { root } = options;
  const dist = join(root, 'dist');
  const [unfinished, old] = [`${dist}.unfinished`, `${dist}.old`] as const;
  recover(dist, unfinished, old);
  const work = compare(root, dist);
  if (work.stale.length === 0) return;
  begin({ root, dist, unfinished }, work);
  for (const part of work.stale) await make(part, unfinished, options);
  work.keepRecord(unfinished);
  swap(dist, unfinished, old);
}

/** Two at once do no harm: one waits for the other. */
async function lockDist({ root, say }: Required<BuildOptions>): Promise<() => void> {
  for (let isWaiting = false; ; isWaiting = true) {
    const unlock = await tryLock(join(root, 'dist'));
    if (unlock) return unlock;
    if (!isWaiting) say('waiting for another build to finish');
    await delay(lookEveryMs);
  }
}

/** Standard output is left to the program that the build is for. */
const sayOnStandardError = (line: string): void => void process.stderr.write(`${'build'.padEnd(8)} ${line}\n`);

/** @throws ConfigError when a part cannot be built, or `dist/` not be written */
export async function build(given: BuildOptions = {}): Promise<void> {
  const options = { root: projectRoot, say: sayOnStandardError, run: runInThread, ...given };
  const startedAt = performance.now();
  options.say('looking for changes');
  const unlock = await lockDist(options);
  try {
    await buildWhatChanged(options);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`dist/ cannot be built: ${errorMessage(error)}.`);
  } finally {
    unlock();
  }
  options.say(`up to date after ${secondsSince(startedAt)}`);
}
