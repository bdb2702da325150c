/** Memory of a process, where the system tells it under /proc. */
import { readFileSync } from 'node:fs';

/** What of it is in memory (RSS), in MiB; `undefined` where it cannot be told. */
export function readMemoryMiB(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}
