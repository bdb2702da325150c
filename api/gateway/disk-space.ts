/**
 * Checks the disk of a Temporal server whose database is on this machine. Once the disk is full, the server takes no
 * writes and reports it late.
 */
import { statfs } from 'node:fs/promises';

const leastFreeBytes = 16 * 1024 * 1024;

/** Returns why the disk has no room; `undefined` if it has room, or if that cannot be determined. */
export async function whyNoRoom(folder: string): Promise<string | undefined> {
  const found = await statfs(folder).catch(() => undefined);
  if (!found) return undefined;
  const free = found.bavail * found.bsize;
  if (free >= leastFreeBytes) return undefined;
  const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  return `The disk of Temporal's database has ${mebibytes(free)} left, and below ${mebibytes(leastFreeBytes)} writes may fail. Free some space in ${folder}.`;
}
