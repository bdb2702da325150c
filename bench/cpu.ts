/** Reads the CPU time of a process, if the system reports it under /proc. */
import { readFileSync } from 'node:fs';

/** The kernel's clock for /proc, the same on all common builds of Linux. */
const ticksPerSecond = 100;

/** Two neighbouring fields of `/proc/<pid>/stat` that count ticks, behind the name, in milliseconds. */
function readTicksMs(pid: number | 'self', first: number): number {
  const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
  return ((Number(fields[first]) + Number(fields[first + 1])) * 1_000) / ticksPerSecond;
}

/** Returns user and system time in milliseconds; `undefined` if they cannot be read. */
export function readCpuMs(pid: number): number | undefined {
  try {
    return readTicksMs(pid, 11);
  } catch {
    return undefined;
  }
}

/** The same of all processes that this one started and that have ended. @throws Error where there is no /proc */
export const waitedForCpuMs = (): number => readTicksMs('self', 13);

export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
