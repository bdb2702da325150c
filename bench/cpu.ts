/** Reads the CPU time of processes, if the system reports it under /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's clock for /proc, the same on all common builds of Linux. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  /** User and system time of the process itself, in milliseconds. */
  readonly ownMs: number;
  /** The same of the processes that it started and waited for. */
  readonly endedMs: number;
}

/** Source: proc_pid_stat(5). @throws Error when there is no such process */
function readStat(pid: string): Stat {
  const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ').map(Number);
  const [, parent = 0, , , , , , , , , , user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields;
  const toMs = (ticks: number): number => (ticks * 1_000) / ticksPerSecond;
  return { parent, ownMs: toMs(user + system), endedMs: toMs(endedUser + endedSystem) };
}

function readAllStats(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      stats.set(Number(pid), readStat(pid));
    } catch {
      // It has ended meanwhile.
    }
  }
  return stats;
}

/**
 * Returns the user and system time of a process in milliseconds, with that of the processes that it started: PostgreSQL
 * has one for each connection. `undefined` if it cannot be read.
 */
export function readCpuMs(pid: number): number | undefined {
  try {
    const stats = readAllStats();
    const sum = (of: number): number => {
      const stat = stats.get(of);
      const below = [...stats].filter(([, { parent }]) => parent === of).map(([child]) => sum(child));
      return stat ? below.reduce((one, other) => one + other, stat.ownMs + stat.endedMs) : 0;
    };
    return stats.has(pid) ? sum(pid) : undefined;
  } catch {
    return undefined;
  }
}

/** The time of all processes that this one started and that have ended. @throws Error where there is no /proc */
export const waitedForCpuMs = (): number => readStat('self').endedMs;

export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
