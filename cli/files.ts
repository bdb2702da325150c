/** Files that are there only when they are whole: what is not finished has another name. */
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isThere } from '../adapters/is-there';
import { errorCode, errorMessage } from '../adapters/errors';
import { Failure, misuse } from './failure';

/** @throws Failure where it would be written over */
export async function refuseExisting(file: string): Promise<void> {
  if (await isThere(file)) throw misuse(`${file} is there already`, 'remove it, or name another file');
}

/** What the disk says, as a failure. */
const written = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw misuse(
      `${file} cannot be written (${errorCode(error) ?? errorMessage(error)})`,
      'name a file in a folder that takes it',
    );
  }
};

/** @throws Failure */
export async function writeWhole(file: string, text: string): Promise<void> {
  await refuseExisting(file);
  const unfinished = `${file}.${process.pid}.part`;
  await written(file, async () => {
    await writeFile(unfinished, text, { flag: 'wx' });
    await rename(unfinished, file);
  });
}

/** How far a fetch of several pages has come. */
export interface Progress {
  /** What is fetched: only the same goes on with it. */
  readonly of: string;
  /** Path of the page that comes next. */
  readonly next: string;
  /** Bytes of the file that are whole pages. */
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

/** How far an earlier fetch of the same came; undefined: there was none. @throws Failure */
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
    what: `${partPath(file)} is the beginning of something else`,
    remedy: `remove it and ${progressPath(file)}, or name another file`,
  });
}

/** Puts a page behind the first `from` bytes. @returns the bytes that are there now */
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

/** Only once the page is on the disk: what was cut off between the two is fetched again. */
export const saveProgress = (file: string, progress: Progress): Promise<void> =>
  written(file, async () => {
    const unfinished = `${progressPath(file)}.tmp`;
    await writeFile(unfinished, JSON.stringify(progress));
    await rename(unfinished, progressPath(file));
  });

/** The last page is there. */
export const complete = (file: string): Promise<void> =>
  written(file, async () => {
    await rename(partPath(file), file);
    await rm(progressPath(file), { force: true });
  });
