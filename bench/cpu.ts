/** CPU time of a process, where the system tells it under /proc. */
import { readFileSync } from 'node:fs';

/** The kernel's clock for /proc, the same on all common builds of Linux. */
const ticksPerSecond = 100;

/** User and system time in milliseconds; `undefined` where it cannot be told. */
export function readCpuMs(pid: number): number | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    const fields = afterName.split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
  } catch {
    return undefined;
  }
}

export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
