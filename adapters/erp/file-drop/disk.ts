/**
 * Steps on the disk. What a step wrote survives a power cut once it is synced. A step that fails throws `DiskFailure`,
 * which knows the place.
 */
import * as fs from 'node:fs/promises';
import { dirname, relative } from 'node:path';

export class DiskFailure extends Error {
  constructor(
    /** The code of the system, such as `ENOSPC`; our own codes are in `reasons`. */
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

/**
 * Syncs a directory, so that what was created, renamed or removed in it survives a power cut. Some network shares
 * cannot do this, and sync by themselves.
 */
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

/** Writes and syncs a new file. Its name is durable once its directory is synced. */
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

/** Reads a file; `undefined` if it does not exist. */
export const readIfThere = (path: string): Promise<string | undefined> =>
  tolerate(['ENOENT'], () => at(path, () => fs.readFile(path, 'utf8')));

export const isThere = async (path: string): Promise<boolean> =>
  (await tolerate(['ENOENT'], () => at(path, () => fs.stat(path)))) !== undefined;

/** Lists the names in a directory, which must exist. */
export const listThere = (path: string): Promise<readonly string[]> => at(path, () => fs.readdir(path));

/** Lists the names in a directory; none if it does not exist. */
export const list = async (path: string): Promise<readonly string[]> =>
  (await tolerate(['ENOENT'], () => listThere(path))) ?? [];

/** Fails unless the path is a directory in which this user can create and remove files. */
export const checkWritable = (path: string): Promise<void> =>
  at(path, () => fs.access(`${path}/.`, fs.constants.W_OK | fs.constants.X_OK));

/** Creates the directory; `false` if it exists. Its name is durable once the directory above it is synced. */
export async function makeUnsynced(path: string): Promise<boolean> {
  const made = await tolerate(['EEXIST'], async () => {
    await at(path, () => fs.mkdir(path));
    return true;
  });
  return made ?? false;
}

/** Creates the directory unless it exists. */
export async function makeDirectory(path: string): Promise<void> {
  if (await makeUnsynced(path)) await syncDirectory(dirname(path));
}

/** Creates the directory, and every directory above it, unless they exist. */
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

/** Renames a file, and replaces `to` if it exists. */
export const rename = (from: string, to: string): Promise<void> => at(to, () => fs.rename(from, to));

/**
 * Renames a filled directory, if nobody has used the name: renaming onto a directory that is not empty fails
 * everywhere. `false` if somebody was first.
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

/** Removes the directory if it is empty. */
export const removeEmptyDirectory = async (path: string): Promise<void> =>
  tolerate(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => at(path, () => fs.rmdir(path)));

/** Removes a directory that has only files. */
export async function removeDirectory(path: string): Promise<void> {
  for (const name of await list(path)) await removeFile(`${path}/${name}`);
  await removeEmptyDirectory(path);
}

/** Removes a directory with everything in it. */
export const removeTree = (path: string): Promise<void> =>
  at(path, () => fs.rm(path, { recursive: true, force: true }));

const noRight = "The worker's user has no access there; give it read and write access";
const inTheWay = 'Another file or directory is in the place of one of the drop; move it away';
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full; free some space',
  EDQUOT: 'The quota is used up; raise it or free some space',
  EACCES: noRight,
  EPERM: noRight,
  EROFS: 'The file system is read-only; mount it for writing',
  ENOENT: 'A directory is missing; check that its file system is mounted',
  ENOTDIR: inTheWay,
  EISDIR: inTheWay,
  EEXIST: inTheWay,
  ENOTEMPTY: inTheWay,
  AWAY: 'It existed a moment ago and is now missing; check that its file system is mounted',
  MARKER: 'The marker of the drop cannot be read; restore it from a backup',
  NEWER: 'This was written by a newer version of Ledgergate; use that one',
  DAMAGED: 'This entry of the journal cannot be read; restore it from a backup',
  CASE: 'The file system does not distinguish references that differ only in letter case; use another file system',
  EBUSY: 'Another process is using it; the export is retried',
  EXDEV: 'inbox, journal and numbers must be on one file system; move them together',
};

/** Describes a failure for people: what is wrong, what helps, and the place below `directory`. */
export function describeFailure({ code, path }: DiskFailure, directory: string): string {
  const place = relative(directory, path) || 'the drop directory';
  return `${reasons[code] ?? 'The file system fails; check the disk or the network share'}: ${place} (${code}).`;
}

/**
 * Whether a failed rename has certainly not happened. After other errors, such as a time-out on a share, it may still
 * happen.
 */
export const certainlyNotRenamed = (error: unknown): boolean =>
  error instanceof DiskFailure && error.code !== 'AWAY' && error.code in reasons;
