/** Writes files that get their name only when they are complete. */
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isThere } from '../adapters/is-there';
import { errorCode, errorMessage } from '../adapters/errors';
import { Failure, misuse } from './failure';

/** Checks that a file does not exist yet. @throws Failure if it does */
export async function refuseExisting(file: string): Promise<void> {
  if (await isThere(file)) throw misuse(`${file} already exists`, 'remove it, or name another file');
}

/** What the disk says, as a failure. */
const written = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw misuse(
      `${file} cannot be written (${errorCode(error) ?? errorMessage(error)})`,
      'name a file in a folder that you can write to',
    );
  }
};

/** Writes a complete file. @throws Failure */
export async function writeWhole(file: string, text: string): Promise<void> {
  await refuseExisting(file);
  const unfinished = `${file}.${process.pid}.part`;
  await written(file, async () => {
    await writeFile(unfinished, text, { flag: 'wx' });
    await rename(unfinished, file);
  });
}

/** The progress of an export of several pages. */
export interface Progress {
  /** Identifies the export, because only the same one can be continued. */
  readonly of: string;
  /** The path of the next page. */
  readonly next: string;
  /** The bytes of the complete pages in the file. */
  readonly bytes: number;
}

const isProgress = (value: unknown): value is Progress =>
  typeof value === 'object' &&
  value !== null &&
  ['of', 'next'].every((key) => key in value && typeof Reflect.get(value, key) === 'string') &&
  'bytes' in value &&
  typeof value.bytes === 'number';

const partPath = (file: string): string => `${file}.part`;
const progressPath = (file: string): string => `${file}.next`;

/** Returns the progress of an interrupted export; undefined if there is none. @throws Failure */
export async function readProgress(file: string, of: string): Promise<Progress | undefined> {
  await refuseExisting(file);
  if (!(await isThere(progressPath(file)))) return undefined;
  let progress: unknown;
  try {
    progress = JSON.parse(await readFile(progressPath(file), 'utf8'));
    const { size } = await stat(partPath(file));
    if (isProgress(progress) && progress.of === of && size >= progress.bytes) return progress;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
  }
  throw new Failure('usage', {
    what: `${partPath(file)} is part of another export`,
    remedy: `remove it and ${progressPath(file)}, or name another file`,
  });
}

/** Appends a page after the first `from` bytes. @returns the length of the file */
export const appendPage = (file: string, from: number, text: string): Promise<number> =>
  written(file, async () => {
    const part = await open(partPath(file), from === 0 ? 'w' : 'r+');
    try {
      await part.truncate(from);
      const { bytesWritten } = await part.write(Buffer.from(text, 'utf8'), 0, null, from);
      await part.sync();
      return from + bytesWritten;
    } finally {
      await part.close();
    }
  });

/** Saves the progress. It is called after the page is on the disk, so that a page that was cut off is fetched again. */
export const saveProgress = (file: string, progress: Progress): Promise<void> =>
  written(file, async () => {
    const unfinished = `${progressPath(file)}.tmp`;
    await writeFile(unfinished, JSON.stringify(progress));
    await rename(unfinished, progressPath(file));
  });

/** Completes the file after the last page. */
export const complete = (file: string): Promise<void> =>
  written(file, async () => {
    await rename(partPath(file), file);
    await rm(progressPath(file), { force: true });
  });
