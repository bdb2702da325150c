/** Room for a Temporal server whose database lies on this machine: it takes no writes, and says so late, once the disk is full. */
import { statfs } from 'node:fs/promises';

const leastFreeBytes = 16 * 1024 * 1024;

/** `undefined`: there is room, or it cannot be told. */
export async function whyNoRoom(folder: string): Promise<string | undefined> {
  const found = await statfs(folder).catch(() => undefined);
  if (!found) return undefined;
  const free = found.bavail * found.bsize;
  if (free >= leastFreeBytes) return undefined;
  const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  return `The disk of Temporal's database has ${mebibytes(free)} left; below ${mebibytes(leastFreeBytes)} nothing is sure to be written. Free some space in ${folder}.`;
}
