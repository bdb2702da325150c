/** Looks at one company for as long as somebody listens, and says when it changed. One at a time, whoever listens. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Submissions } from '../gateway/gateway';
import { glanceAtCounts, glanceAtRows, hashSnapshot } from './snapshot';

/** Milliseconds. */
export interface PollTimes {
  readonly everyMs: number;
  readonly countsEveryMs: number;
}

export interface Poller {
  /** Of how it is now, once that is known. */
  readonly id: () => string | undefined;
  stop(): void;
}

export interface PollerOptions {
  readonly submissions: Submissions;
  readonly companyId: string;
  readonly times: PollTimes;
  readonly onChange: (id: string) => void;
  /** The company could not be looked at; told once until it can again. */
  readonly onFailure: (error: unknown) => void;
}

interface CompanySnapshot {
  readonly rows: string;
  readonly counts: string;
  readonly countedAt: number;
}

export function startPoller({ submissions, companyId, times, onChange, onFailure }: PollerOptions): Poller {
  const stopped = new AbortController();
  let seen: CompanySnapshot | undefined;
  let id: string | undefined;
  let isFailing = false;

  /** Counts cost a query a status: only when rows changed, or after a while for what the rows do not show. */
  async function takeSnapshot(): Promise<CompanySnapshot> {
    const rows = await glanceAtRows(submissions, companyId);
    const now = performance.now();
    if (seen?.rows === rows && now - seen.countedAt < times.countsEveryMs) return seen;
    return { rows, counts: await glanceAtCounts(submissions, companyId), countedAt: now };
  }

  async function poll(): Promise<void> {
    try {
      seen = await takeSnapshot();
      isFailing = false;
    } catch (error) {
      if (!isFailing) onFailure(error);
      isFailing = true;
      return;
    }
    const next = hashSnapshot(seen.rows, seen.counts);
    if (next === id || stopped.signal.aborted) return;
    id = next;
    onChange(next);
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      await poll();
      await delay(times.everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }
  void run();

  return { id: () => id, stop: () => stopped.abort() };
}
