/** The rows on the screen: read again on every change, changed in place, shown anew only when asked. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Sort } from '../../workflows/contract/codes';
import type { ProblemDetails, SubmissionCounts, SubmissionList } from '../api/answers';
import { toShape } from '../api/client';
import { companyPath, type Desk } from '../api/desk';
import type { QueuePlace, StatusFilter } from '../api/place';
import { type Reader, type Reading, useReading, useReadingBy } from '../api/reading';
import { isOrdered, toListPath, waitedSince } from '../model/listing';
import { firstFilter } from '../model/roles';
import { appended, isShown, merged, newOnes, type Row, rowKey, toRows } from '../model/rows';
import { readPage, readPages } from './pages';
import { useOrder } from './use-order';
import { defined } from '../../workflows/contract/defined';

const isCounts = toShape<SubmissionCounts>();
const noRows: readonly Row[] = [];

export interface QueueRows {
  readonly filter: StatusFilter;
  /** The list in the API. */
  readonly path: string;
  readonly rows: readonly Row[];
  readonly counts: SubmissionCounts | undefined;
  readonly fresh: number;
  /** There may be more new ones than are counted: they stand on a page that was not read. */
  readonly isFreshOpen: boolean;
  readonly order: Sort;
  readonly setOrder: (order: Sort) => void;
  readonly isLoading: boolean;
  readonly problem: ProblemDetails | undefined;
  /** Shows the list as it stands on the server. */
  readonly show: () => void;
  /** Absent: this is all. */
  readonly more?: () => Promise<void>;
}

interface Shown {
  readonly path: string;
  readonly rows: readonly Row[];
  readonly next: string | undefined;
  /** So many were loaded. */
  readonly pages: number;
}

const anew = (path: string, { items, next }: SubmissionList, pages = 1): Shown => ({
  path,
  rows: toRows(items),
  next,
  pages,
});

/** What has come behind the last row, where more rows are on the screen than are read again. */
const nextBehind = (rows: readonly Row[], { items, next }: SubmissionList): string | undefined => {
  const end = items.at(-1);
  return end && isShown(rows, end) ? next : undefined;
};

/** What the screen becomes when the list was read again. */
function updated(shown: Shown | undefined, path: string, order: Sort, list: SubmissionList): Shown {
  if (shown?.path !== path) return anew(path, list);
  if (shown.rows.every(({ isGone }) => isGone)) return anew(path, list, shown.pages);
  const rows = merged(shown.rows, { items: list.items, isWhole: list.next === undefined, order });
  return { ...shown, rows, next: shown.next ?? (order === 'waiting' ? nextBehind(rows, list) : undefined) };
}

interface ShownRows {
  readonly current: Shown | undefined;
  readonly list: SubmissionList | undefined;
  readonly reading: Reading<SubmissionList>;
  readonly show: () => void;
  readonly append: (list: SubmissionList) => void;
}

/** Whether the last row that is still in the list is among these. */
function reachesEnd(rows: readonly Row[], items: SubmissionList['items']): boolean {
  const end = rows.findLast(({ isGone }) => !isGone);
  return !end || items.some((item) => rowKey(item) === rowKey(end.item));
}

/** As many pages are read again as were loaded. */
function useShown(path: string, order: Sort, { tick, onProblem }: Desk): ShownRows {
  const [shown, setShown] = useState<Shown>();
  const current = shown?.path === path ? shown : undefined;
  const onScreen = useRef(current);
  onScreen.current = current;
  const reader = useCallback<Reader<SubmissionList>>((from, signal) => {
    const { pages = 1, rows = noRows } = onScreen.current ?? {};
    return readPages(from, { pages, reaches: (items) => reachesEnd(rows, items) }, signal);
  }, []);
  const reading = useReadingBy(path, reader, tick, onProblem);
  const { value: list } = reading;
  // Before the list is painted without its rows.
  useLayoutEffect(() => {
    if (list) setShown((before) => updated(before, path, order, list));
  }, [list, path, order]);
  const show = useCallback(() => {
    if (list) setShown((before) => anew(path, list, before?.pages));
  }, [list, path]);
  const append = useCallback(
    ({ items, next }: SubmissionList) =>
      setShown((before) =>
        before?.path === path
          ? { ...before, rows: appended(before.rows, items), next, pages: before.pages + 1 }
          : before,
      ),
    [path],
  );
  return { current, list, reading, show, append };
}

/** The same path as long as the place is the same, so that reading again reads the same list. */
function useListPath(
  { companyId, search, why, waiting, isAsked }: QueuePlace,
  filter: StatusFilter,
  order: Sort,
): string {
  const waitingBefore = useMemo(() => waiting && waitedSince(waiting, Date.now()), [waiting]);
  return toListPath({ companyId, filter, order, waitingBefore, ...defined({ search, why, isAsked }) });
}

interface MoreOf {
  readonly path: string;
  readonly rows: readonly Row[];
  readonly next: string | undefined;
  readonly append: ShownRows['append'];
}

/** Loads on until there is a row that is not on the screen yet. */
function useMore({ path, rows, next, append }: MoreOf, { onProblem }: Desk): () => Promise<void> {
  return useCallback(async () => {
    for (let cursor = next; cursor !== undefined;) {
      const answer = await readPage(path, cursor);
      if ('problem' in answer) {
        onProblem(answer.problem);
        return;
      }
      append(answer.value);
      if (answer.value.items.some((item) => !isShown(rows, item))) return;
      cursor = answer.value.next;
    }
  }, [path, next, rows, onProblem, append]);
}

/** How many are new. More than are counted, if there are some on a page that was not read. */
function countFresh(
  current: Shown | undefined,
  list: SubmissionList | undefined,
): Pick<QueueRows, 'fresh' | 'isFreshOpen'> {
  if (!current || !list) return { fresh: 0, isFreshOpen: false };
  const isWhole = current.next === undefined;
  return { fresh: newOnes(current.rows, list.items, isWhole), isFreshOpen: isWhole && list.next !== undefined };
}

export function useQueue(desk: Desk): QueueRows {
  const { companyId, grants, place, tick, onProblem } = desk;
  const filter = place.filter ?? firstFilter(grants);
  const [chosenOrder, setOrder] = useOrder();
  const order = isOrdered(filter) ? chosenOrder : 'newest';
  const path = useListPath(place, filter, order);
  const { current, list, reading, show, append } = useShown(path, order, desk);
  const { value: counts } = useReading(companyPath(companyId, 'submission-counts'), isCounts, tick, onProblem);
  const rows = current?.rows ?? noRows;
  const next = current?.next;
  const more = useMore({ path, rows, next, append }, desk);
  return {
    filter,
    path,
    rows,
    counts,
    order,
    setOrder,
    show,
    problem: reading.problem,
    ...countFresh(current, list),
    isLoading: reading.isLoading || (list !== undefined && !current),
    ...defined({ more: next === undefined ? undefined : more }),
  };
}
