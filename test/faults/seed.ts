/** Random, and the same again for the same seed, whatever comes first. */
import { createHash } from 'node:crypto';

/** Between 0 and 1, by seed and name alone. */
export function drawn(seed: number, name: string): number {
  const hash = createHash('sha256').update(`${seed} ${name}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32;
}
