/** Answers lists and counts from the rows of an index. */
import { type AwaitedParty, isOpenStatus, type OpenStatus, type Sort } from '../../../workflows/contract/codes';
import { defined } from '../../../workflows/contract/defined';
import type { SubmissionItem } from '../../../workflows/contract/answers';
import { type Run, whyListed } from '../memo';
import { createIsFound, type Search } from '../search';
import { findAwaited } from '../../../workflows/domain/comments';
import type { OpenIndex } from './state';

/** The place of a row in an order: two texts, of which the second is unique. */
export type Place = readonly [string, string];

export interface Selection {
  /** Only these projects. `undefined` for all. */
  readonly projects?: readonly string[] | undefined;
  readonly search?: Search | undefined;
  readonly status?: OpenStatus | undefined;
  readonly why?: SubmissionItem['why'] | undefined;
  /** An instant in the form of `toISOString`. */
  readonly waitingBefore?: string | undefined;
  readonly awaiting?: AwaitedParty | undefined;
  readonly sort: Sort;
  readonly limit: number;
  /** The place of the last row of the page before. */
  readonly after?: Place | undefined;
}

interface Selected {
  readonly runs: readonly Run[];
  /** The place after which the next page begins. Absent on the last page. */
  readonly next?: Place;
}

const places: Readonly<Record<Sort, (run: Run) => Place>> = {
  newest: ({ startedAt, executionId }) => [startedAt, executionId],
  waiting: ({ waitingSince, projectId }) => [waitingSince, projectId],
};

const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Visibility lists the newest first as well, and of those that started together in the order of their ids. */
const comparisons: Readonly<Record<Sort, (one: Place, other: Place) => number>> = {
  newest: (one, other) => compareTexts(other[0], one[0]) || compareTexts(one[1], other[1]),
  waiting: (one, other) => compareTexts(one[0], other[0]) || compareTexts(one[1], other[1]),
};

type Rows = OpenIndex['rows'];

/** Rows are sorted once until one of them changes. */
const sorted: Readonly<Record<Sort, WeakMap<Rows, readonly Run[]>>> = { newest: new WeakMap(), waiting: new WeakMap() };

function sortRows(rows: Rows, sort: Sort): readonly Run[] {
  const known = sorted[sort].get(rows);
  if (known) return known;
  const placed = [...rows.values()].map(({ run }) => ({ run, place: places[sort](run) }));
  const runs = placed.sort((one, other) => comparisons[sort](one.place, other.place)).map(({ run }) => run);
  sorted[sort].set(rows, runs);
  return runs;
}

/** Whether a row has what was asked for, where anything was. */
const has = <T>(asked: T | undefined, found: T | undefined): boolean => asked === undefined || asked === found;

function toFilter({ projects, search, status, why, waitingBefore, awaiting }: Selection): (run: Run) => boolean {
  const visible = projects && new Set(projects);
  const isFound = search && createIsFound(search);
  return (run) =>
    visible?.has(run.projectId) !== false &&
    has(status, run.status) &&
    has(why, whyListed(run)) &&
    has(awaiting, findAwaited(run)) &&
    (waitingBefore === undefined || run.waitingSince < waitingBefore) &&
    isFound?.(run) !== false;
}

/** Returns a page of the rows. As a page begins behind a place, none is doubled or skipped while rows come and go. */
export function selectPage({ rows }: OpenIndex, selection: Selection): Selected {
  const { sort, limit, after } = selection;
  const isFound = toFilter(selection);
  const isSelected = (run: Run): boolean =>
    isFound(run) && (after === undefined || comparisons[sort](places[sort](run), after) > 0);
  const found: Run[] = [];
  for (const run of sortRows(rows, sort)) {
    if (found.length > limit) break;
    if (isSelected(run)) found.push(run);
  }
  const runs = found.slice(0, limit);
  const last = found.length > limit ? runs.at(-1) : undefined;
  return { runs, ...defined({ next: last && places[sort](last) }) };
}

const tallies = new WeakMap<Rows, Readonly<Record<OpenStatus, number>>>();

/** Counts the rows by status. */
export function countRows({ rows }: OpenIndex, projects?: readonly string[]): Readonly<Record<OpenStatus, number>> {
  const known = projects ? undefined : tallies.get(rows);
  if (known) return known;
  const visible = projects && new Set(projects);
  const counts = { awaiting_decision: 0, rejected: 0, retrieved: 0, exporting: 0, parked: 0 };
  for (const { run } of rows.values()) {
    if (visible?.has(run.projectId) !== false && isOpenStatus(run.status)) counts[run.status] += 1;
  }
  if (!projects) tallies.set(rows, counts);
  return counts;
}
