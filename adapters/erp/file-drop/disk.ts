/**
 * The disk, one step at a time. What a step wrote is kept over a power cut once it was synced; a step
 * that fails throws `DiskFailure`, which knows the place.
 */
import * as fs from 'node:fs/promises';
import { dirname, relative } from 'node:path';

export class DiskFailure extends Error {
  constructor(
    /** As the system names it, such as `ENOSPC`; ours are in `reasons`. */
    readonly code: string,
    readonly path: string,
    options: ErrorOptions,
  ) {
    super(`${code} at ${path}`, options);
    this.name = 'DiskFailure';
  }
}

export const failedWith = (error: unknown, ...codes: readonly string[]): error is DiskFailure =>
  error instanceof DiskFailure && codes.includes(error.code);

const isSystemError = (error: unknown): error is { readonly code: string } =>
  typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;

async function at<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw isSystemError(error) ? new DiskFailure(error.code, path, { cause: error }) : error;
  }
}

/** `undefined` where one of these codes says that there is nothing to do. */
async function tolerate<T>(codes: readonly string[], act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (failedWith(error, ...codes)) return undefined;
    throw error;
  }
}

/** Makes durable what was made, renamed or removed in the directory. Some network shares cannot; they sync by themselves. */
export const syncDirectory = async (path: string): Promise<void> =>
  tolerate(['EINVAL', 'ENOTSUP'], () =>
    at(path, async () => {
      const handle = await fs.open(path, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    }),
  );

/** A new file with its text, both synced; its name is durable once its directory is synced. */
export const writeNewFile = (path: string, text: string): Promise<void> =>
  at(path, async () => {
    const handle = await fs.open(path, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });

/** `undefined`: there is no such file. */
export const readIfThere = (path: string): Promise<string | undefined> =>
  tolerate(['ENOENT'], () => at(path, () => fs.readFile(path, 'utf8')));

export const isThere = async (path: string): Promise<boolean> =>
  (await tolerate(['ENOENT'], () => at(path, () => fs.stat(path)))) !== undefined;

/** Names in the directory. */
export const listThere = (path: string): Promise<readonly string[]> => at(path, () => fs.readdir(path));

/** Names in the directory; none where it does not exist. */
export const list = async (path: string): Promise<readonly string[]> =>
  (await tolerate(['ENOENT'], () => listThere(path))) ?? [];

/** Fails unless it is a directory and this user may make and remove files there. */
export const checkWritable = (path: string): Promise<void> =>
  at(path, () => fs.access(`${path}/.`, fs.constants.W_OK | fs.constants.X_OK));

/** Makes the directory unless it is there. */
export async function makeDirectory(path: string): Promise<void> {
  const made = await tolerate(['EEXIST'], async () => {
    await at(path, () => fs.mkdir(path));
    return true;
  });
  if (made) await syncDirectory(dirname(path));
}

/** The same with every directory above it. */
export async function makeDirectories(path: string): Promise<void> {
  try {
    await makeDirectory(path);
  } catch (error) {
    if (!failedWith(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeDirectories(dirname(path));
    await makeDirectory(path);
  }
}

export const makeTemporary = (prefix: string): Promise<string> => at(prefix, () => fs.mkdtemp(prefix));

/** Replaces what is called `to`. */
export const rename = (from: string, to: string): Promise<void> => at(to, () => fs.rename(from, to));

/**
 * Gives a filled directory its name, whole and only if nobody has it: renaming onto a directory that
 * is not empty fails everywhere. `false`: somebody was first.
 */
export async function publishDirectory(from: string, to: string): Promise<boolean> {
  const published = await tolerate(['ENOTEMPTY', 'EEXIST'], async () => {
    await rename(from, to);
    return true;
  });
  return published ?? false;
}

export const removeFile = async (path: string): Promise<void> =>
  tolerate(['ENOENT'], () => at(path, () => fs.unlink(path)));

/** Leaves the directory where it is not empty. */
export const removeEmptyDirectory = async (path: string): Promise<void> =>
  tolerate(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => at(path, () => fs.rmdir(path)));

/** A flat directory and its files. */
export async function removeDirectory(path: string): Promise<void> {
  for (const name of await list(path)) await removeFile(`${path}/${name}`);
  await removeEmptyDirectory(path);
}

/** A directory with all that is in it. */
export const removeTree = (path: string): Promise<void> =>
  at(path, () => fs.rm(path, { recursive: true, force: true }));

const noRight = "The worker's user has no right there; give it read and write access";
const inTheWay = 'Something else stands where a file or directory of the drop belongs; move it away';
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full; free some space',
  EDQUOT: 'The quota is used up; raise it or free some space',
  EACCES: noRight,
  EPERM: noRight,
  EROFS: 'The file system is read-only; mount it for writing',
  ENOENT: 'A directory is missing; see whether its file system is mounted',
  ENOTDIR: inTheWay,
  EISDIR: inTheWay,
  EEXIST: inTheWay,
  ENOTEMPTY: inTheWay,
  AWAY: 'It was there a moment ago and is not now; see whether its file system is mounted',
  MARKER: 'The marker of the drop cannot be read; restore it from a backup',
  NEWER: 'This was written by a newer version of Ledgergate; use that one',
  DAMAGED: 'This entry of the journal cannot be read; restore it from a backup',
  CASE: 'The file system takes references for one that differ in letter case only; use another one',
  EBUSY: 'Something else is at work there; it is tried again',
  EXDEV: 'inbox, journal and numbers must be on one file system; move them together',
};

/** For people: what is wrong, what helps, and the place below `directory`. */
export function describeFailure({ code, path }: DiskFailure, directory: string): string {
  const place = relative(directory, path) || 'the drop directory';
  return `${reasons[code] ?? 'The file system fails; check the disk or the network share'}: ${place} (${code}).`;
}

/** A rename that failed so has certainly not happened. Others, such as a time-out on a share, may still happen. */
export const certainlyNotRenamed = (error: unknown): boolean =>
  error instanceof DiskFailure && error.code !== 'AWAY' && error.code in reasons;
