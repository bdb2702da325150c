/**
 * The index of one company: read whole once, then kept current by what changed, only while somebody reads.
 *
 * A read is answered from what was asked for at most `freshMs` before, otherwise it waits for the next look at what
 * changed. Reads at the same time share that look. What such a look cannot show (a preflight that ended, a run that
 * failed or timed out, a row that visibility showed later than `visibilityLagMs`) is as old as the last full reading:
 * `wholeEveryMs`, or longer where that takes long, so that it never takes more than a thirtieth of the time.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { SubmissionId } from '../../../workflows/contract/names';
import type { Standing } from '../../../workflows/contract/standing';
import { Problem } from '../../problems';
import type { Run } from '../memo';
import { createShared } from '../shared';
import { type ClosedCounts, type IndexSource } from './source';
import {
  countClosedSince,
  emptyIndex,
  type OpenIndex,
  type Reading,
  visibilityLagMs,
  withAll,
  withChanges,
  withListed,
  withRun,
  withStanding,
} from './state';

/** In milliseconds. */
export interface IndexTimes {
  readonly freshMs: number;
  readonly wholeEveryMs: number;
  /** How long a read that needs the index waits until it is built. */
  readonly buildWaitMs: number;
}

export const usualTimes: IndexTimes = { freshMs: 1_000, wholeEveryMs: 60_000, buildWaitMs: 4_000 };

/** Some 30 MB. A company with more is read from visibility, and looked at again after a while. */
const mostRows = 20_000;
const tooManyForMs = 600_000;

/** What is read again and again takes at most one part of this many of the time. */
const idleShare = 30;

export interface IndexView {
  readonly index: OpenIndex;
  readonly closedCounts: ClosedCounts;
}

export interface CompanyIndex {
  /** Returns what is known; `undefined` until it is built, or if the company has too many open submissions. */
  readonly read: () => Promise<IndexView | undefined>;
  /** Returns what is known, and waits until it is built. @throws Problem `busy` */
  readonly readBuilt: () => Promise<IndexView>;
  /** Takes the answer of a command of this process. What it does not say is asked for, and the next read waits for it. */
  noteStanding(standing: Standing, isEnded: boolean): void;
  /** Takes a run that a submit of this process began. */
  noteRun(run: Run): void;
  /** Takes the rows of a list that visibility answered, so that no later answer is older than that list. */
  noteListed(listed: Reading): void;
  stop(): void;
}

export interface CompanyIndexOptions {
  readonly source: IndexSource;
  readonly times?: IndexTimes;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export function createCompanyIndex({ source, times = usualTimes, now = Date.now }: CompanyIndexOptions): CompanyIndex {
  const stopped = new AbortController();
  const looks = createShared<unknown>();
  let index = emptyIndex;
  let counted:
    { readonly counts: ClosedCounts; readonly closed: OpenIndex['closed']; at: number; tookMs: number } | undefined;
  let lookedAt = -Infinity;
  let whole: { readonly at: number; readonly tookMs: number } | undefined;
  let reading: Promise<void> | undefined;
  let noted: Promise<unknown> = Promise.resolve();
  let tooManyUntil = -Infinity;

  async function countClosed(): Promise<void> {
    const { closed } = index;
    const at = now();
    counted = { counts: await source.countClosed(), closed, at, tookMs: now() - at };
  }

  /** They only change by runs that are seen to close, and by the end of the retention. */
  function isCountDue(): boolean {
    if (!counted) return true;
    const age = now() - counted.at;
    return age >= times.wholeEveryMs || (index.closed !== counted.closed && age >= counted.tookMs * idleShare);
  }

  async function readWhole(): Promise<void> {
    const readAt = now();
    const runs = await source.listOpen(mostRows, stopped.signal);
    if (!runs) {
      tooManyUntil = now() + tooManyForMs;
      whole = undefined;
      index = emptyIndex;
      return;
    }
    if (!counted) await countClosed();
    index = withAll(index, { runs, readAt });
    if (!whole) lookedAt = readAt;
    whole = { at: readAt, tookMs: now() - readAt };
  }

  /** One at a time. */
  function startWhole(): Promise<void> {
    reading ??= readWhole().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function look(): Promise<void> {
    const readAt = now();
    const { runs, isWhole } = await source.listChanges(lookedAt - visibilityLagMs);
    index = withChanges(index, { runs, readAt }, isWhole);
    if (isCountDue()) await countClosed();
    lookedAt = Math.max(lookedAt, readAt);
  }

  function view(): IndexView {
    if (!counted) throw new Error('an index that is built has counts');
    const { counts, at } = counted;
    const shown = (status: keyof ClosedCounts): number => counts[status] + countClosedSince(index, status, at);
    const closedCounts = {
      exported: shown('exported'),
      withdrawn: shown('withdrawn'),
      terminated: shown('terminated'),
    };
    return { index, closedCounts };
  }

  async function read(): Promise<IndexView | undefined> {
    if (now() < tooManyUntil) return undefined;
    const isDue = !whole || now() - whole.at >= Math.max(times.wholeEveryMs, whole.tookMs * idleShare);
    // What it cannot read now, a later one does: the caller has its answer from elsewhere.
    if (isDue) startWhole().catch(() => undefined);
    if (!whole) return undefined;
    await noted;
    if (now() - lookedAt >= times.freshMs) await looks('changes', look);
    return view();
  }

  return {
    read,
    readBuilt: async () => {
      if (!whole && now() >= tooManyUntil) {
        const waited = new AbortController();
        const late = delay(times.buildWaitMs, undefined, { signal: waited.signal }).catch(() => undefined);
        await Promise.race([startWhole(), late]).finally(() => waited.abort());
      }
      const known = await read();
      if (known) return known;
      throw new Problem('busy', 'The open submissions of this company are still being read. Repeat the request.');
    },
    noteStanding: (standing, isEnded) => {
      const known = isEnded ? undefined : withStanding(index, standing, now());
      if (known) index = known;
      else noted = Promise.all([noted, noteDescribed(standing)]);
    },
    noteRun: (run) => {
      index = withRun(index, run, now());
    },
    noteListed: (listed) => {
      index = withListed(index, listed);
    },
    stop: () => stopped.abort(),
  };

  async function noteDescribed(id: SubmissionId): Promise<void> {
    // Visibility shows it soon in any case, and the command was applied.
    const run = await source.describe(id).catch(() => undefined);
    if (run) index = withRun(index, run, now());
  }
}
