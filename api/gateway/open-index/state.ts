/**
 * What the index of a company knows: its open submissions, and the runs that were seen to close. Answers of visibility
 * can arrive late and out of order, and an own write is known before visibility shows it, so that every row is compared
 * with what is known before it is taken.
 */
import { closedStatuses, type ShownStatus, toQuestionAfter } from '../../../workflows/contract/codes';
import type { Standing } from '../../../workflows/contract/standing';
import { defined } from '../../../workflows/contract/defined';
import type { Run } from '../memo';

interface Entry {
  readonly run: Run;
  /** When it was asked for, in epoch milliseconds. */
  readonly readAt: number;
}

interface Closure {
  readonly status: ShownStatus;
  /** When it became known, in epoch milliseconds. */
  readonly at: number;
  /** When visibility showed it, in epoch milliseconds. Absent while only an own write says so. */
  readonly shownAt?: number;
  /** Whether the run was open before, as far as the index knew. Another one may be in every count already. */
  readonly wasOpen: boolean;
}

export interface OpenIndex {
  /** The open submissions by project id: a project has one open run at most. */
  readonly rows: ReadonlyMap<string, Entry>;
  /** The closed executions, by their id. They are kept for as long as a late row could show one as open. */
  readonly closed: ReadonlyMap<string, Closure>;
}

/** Rows, and when they were asked for, in epoch milliseconds. */
export interface Reading {
  readonly runs: readonly Run[];
  readonly readAt: number;
}

/** Longer than visibility lags behind, in milliseconds. */
export const visibilityLagMs = 10_000;

/** How long a closed execution is remembered, in milliseconds. */
const closedKeptMs = 300_000;

export const emptyIndex: OpenIndex = { rows: new Map(), closed: new Map() };

const isClosed = ({ isOpen, status }: Pick<Run, 'isOpen' | 'status'>): boolean =>
  !isOpen || status === 'terminated' || (closedStatuses as readonly string[]).includes(status);

/** Whether `next` shows an earlier state of the project than what is known. */
function isLate(next: Entry, known: Entry): boolean {
  if (next.run.executionId !== known.run.executionId) return next.run.startedAt < known.run.startedAt;
  if (next.run.waitingSince !== known.run.waitingSince) return next.run.waitingSince < known.run.waitingSince;
  return next.readAt < known.readAt;
}

const isSame = (one: Run, other: Run): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The two maps while they are changed. A map that nothing changed stays the same object. */
class Draft {
  rows: Map<string, Entry> | undefined;
  closed: Map<string, Closure> | undefined;

  constructor(private readonly index: OpenIndex) {}

  get known(): OpenIndex {
    return { rows: this.rows ?? this.index.rows, closed: this.closed ?? this.index.closed };
  }

  put(entry: Entry): void {
    this.rows ??= new Map(this.index.rows);
    this.rows.set(entry.run.projectId, entry);
  }

  remove(projectId: string): void {
    this.rows ??= new Map(this.index.rows);
    this.rows.delete(projectId);
  }

  close(run: Run, at: number, isShown: boolean): void {
    const open = this.known.rows.get(run.projectId)?.run;
    const wasOpen = open?.executionId === run.executionId;
    const shownAt = isShown ? at : undefined;
    this.remember(run.executionId, defined({ status: run.status, at, wasOpen: wasOpen || !isShown, shownAt }));
    if (wasOpen || (open && open.startedAt < run.startedAt)) this.remove(run.projectId);
  }

  /** What visibility shows adds only that it does. */
  private remember(executionId: string, next: Closure): void {
    const before = this.known.closed.get(executionId);
    if (before && (next.shownAt === undefined || before.shownAt !== undefined)) return;
    this.closed ??= new Map(this.index.closed);
    this.closed.set(executionId, { ...next, ...before });
  }

  /** Takes a row of visibility, or one that Temporal described. */
  take(entry: Entry, isShown = true): void {
    const { run, readAt } = entry;
    if (isClosed(run)) {
      this.close(run, readAt, isShown);
      return;
    }
    const { rows, closed } = this.known;
    const known = rows.get(run.projectId);
    if (closed.has(run.executionId) || (known && (isLate(entry, known) || isSame(run, known.run)))) return;
    this.put(entry);
  }

  done(now: number): OpenIndex {
    const { rows, closed } = this.known;
    const hasOld = [...closed.values()].some(({ at }) => at < now - closedKeptMs);
    if (!hasOld) return this.rows || this.closed ? { rows, closed } : this.index;
    return { rows, closed: new Map([...closed].filter(([, { at }]) => at >= now - closedKeptMs)) };
  }
}

/** Takes a run as Temporal described it, or as a submit of this process began it. */
export function withRun(index: OpenIndex, run: Run, readAt: number): OpenIndex {
  const draft = new Draft(index);
  draft.take({ run, readAt }, false);
  return draft.done(readAt);
}

/**
 * Takes the answer of a command of this process; `undefined` if it does not say enough: the row is not known, or it has
 * a new revision, with another document.
 */
export function withStanding(index: OpenIndex, standing: Standing, readAt: number): OpenIndex | undefined {
  const { projectId, runId, revision, status, waitingSince, awaiting, job, parked } = standing;
  const known = index.rows.get(projectId);
  if (known?.run.runId !== runId || known.run.revision !== revision) return undefined;
  if (waitingSince < known.run.waitingSince) return index;
  const { parked: _parked, ...rest } = known.run;
  const question = toQuestionAfter(awaiting, rest.question);
  const next: Run = { ...rest, status, waitingSince, question, jobNumber: job?.number, ...defined({ parked }) };
  return withRun(index, next, readAt);
}

/** The marks that no change of status shows: they are read anew with each poll. */
const isMarked = ({ isPaused, unreadable }: Run): boolean => isPaused || unreadable !== undefined;

function withoutMarks({ unreadable: _unreadable, ...run }: Run): Run {
  return { ...run, isPaused: false };
}

/**
 * Takes what changed of late, with all rows that are paused or whose workflow task fails. A row that had such a mark
 * and is not among them has lost it, unless `isWhole` is false because there were too many to read.
 */
export function withChanges(index: OpenIndex, { runs, readAt }: Reading, isWhole = true): OpenIndex {
  const draft = new Draft(index);
  for (const run of runs) draft.take({ run, readAt });
  const listed = new Set(runs.map(({ executionId }) => executionId));
  for (const { run, readAt: knownAt } of draft.known.rows.values()) {
    const hasLost = isWhole && isMarked(run) && knownAt < readAt && !listed.has(run.executionId);
    if (hasLost) draft.put({ run: withoutMarks(run), readAt });
  }
  return draft.done(readAt);
}

/** Takes rows of a list that visibility answered. A closed run says nothing new of a project that is not open here. */
export function withListed(index: OpenIndex, { runs, readAt }: Reading): OpenIndex {
  const news = runs.filter((run) => !isClosed(run) || index.rows.has(run.projectId));
  return withChanges(index, { runs: news, readAt }, false);
}

/** Takes all open rows. A row that is not among them is gone, unless it is so new that visibility may lack it. */
export function withAll(index: OpenIndex, { runs, readAt }: Reading): OpenIndex {
  const draft = new Draft(index);
  for (const run of runs) draft.take({ run, readAt });
  const listed = new Set(runs.map(({ projectId }) => projectId));
  for (const [projectId, known] of index.rows) {
    if (known.readAt < readAt - visibilityLagMs && !listed.has(projectId)) draft.remove(projectId);
  }
  return draft.done(readAt);
}

/** Counts the runs that were seen to close with a status after visibility was asked for its count, at `countedAt`. */
export const countClosedSince = ({ closed }: OpenIndex, status: ShownStatus, countedAt: number): number =>
  [...closed.values()].filter(
    (closure) => closure.status === status && closure.wasOpen && (closure.shownAt ?? Infinity) > countedAt,
  ).length;
