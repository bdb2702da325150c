/** Reads the memory of a process, if the system reports it under /proc. */
import { readFileSync } from 'node:fs';

/** Returns the resident memory (RSS) in MiB; `undefined` if it cannot be read. */
export function readMemoryMiB(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}
