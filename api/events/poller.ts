/**
 * Polls one company for as long as somebody listens, and reports when it has changed. A company has at most one poller.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Submissions } from '../gateway/gateway';
import { snapshotCounts, snapshotRows, hashSnapshot } from './snapshot';

/** The intervals of a poller, in milliseconds. */
export interface PollTimes {
  readonly everyMs: number;
  readonly countsEveryMs: number;
}

export interface Poller {
  /** Returns the id of the current state, once it is known. */
  readonly id: () => string | undefined;
  stop(): void;
}

export interface PollerOptions {
  readonly submissions: Submissions;
  readonly companyId: string;
  readonly times: PollTimes;
  readonly onChange: (id: string) => void;
  /** Called if the company cannot be read; once, until it can be read again. */
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
    const rows = await snapshotRows(submissions, companyId);
    const now = performance.now();
    if (seen?.rows === rows && now - seen.countedAt < times.countsEveryMs) return seen;
    return { rows, counts: await snapshotCounts(submissions, companyId), countedAt: now };
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
