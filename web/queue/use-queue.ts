/** The rows on the screen: read again on every change, changed in place, shown anew only when asked. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ProblemDetails, SubmissionCounts, SubmissionList } from '../api/answers';
import { toShape } from '../api/client';
import { companyPath, type Desk } from '../api/desk';
import type { StatusFilter } from '../api/place';
import { type Reader, type Reading, useReading, useReadingBy } from '../api/reading';
import { firstFilter } from '../model/roles';
import { appended, merged, newOnes, type Row, toRows } from '../model/rows';
import { readPage, readPages } from './pages';
import { defined } from '../../workflows/contract/defined';

const isCounts = toShape<SubmissionCounts>();

export interface QueueRows {
  readonly filter: StatusFilter;
  readonly rows: readonly Row[];
  readonly counts: SubmissionCounts | undefined;
  readonly fresh: number;
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

/** Asks for full pages, so that reading again covers what is on the screen. */
function listPath(companyId: string, filter: StatusFilter, search: string | undefined): string {
  const params = new URLSearchParams({ limit: '100' });
  if (filter !== 'all') params.set('status', filter);
  if (search !== undefined) params.set('q', search);
  return companyPath(companyId, `submissions?${params.toString()}`);
}

const anew = (path: string, { items, next }: SubmissionList, pages = 1): Shown => ({
  path,
  rows: toRows(items),
  next,
  pages,
});

/** What the screen becomes when the list was read again. */
function updated(shown: Shown | undefined, path: string, list: SubmissionList): Shown {
  if (shown?.path !== path) return anew(path, list);
  if (shown.rows.every(({ isGone }) => isGone)) return anew(path, list, shown.pages);
  return { ...shown, rows: merged(shown.rows, list.items, list.next === undefined) };
}

interface ShownRows {
  readonly current: Shown | undefined;
  readonly list: SubmissionList | undefined;
  readonly reading: Reading<SubmissionList>;
  readonly show: () => void;
  readonly append: (list: SubmissionList) => void;
}

/** As many pages are read again as were loaded. */
function useShown(path: string, { tick, onProblem }: Desk): ShownRows {
  const [shown, setShown] = useState<Shown>();
  const current = shown?.path === path ? shown : undefined;
  const pages = useRef(1);
  pages.current = current?.pages ?? 1;
  const reader = useCallback<Reader<SubmissionList>>((from, signal) => readPages(from, pages.current, signal), []);
  const reading = useReadingBy(path, reader, tick, onProblem);
  const { value: list } = reading;
  useEffect(() => {
    if (list) setShown((before) => updated(before, path, list));
  }, [list, path]);
  const show = useCallback(() => {
    if (list) setShown((before) => anew(path, list, before?.pages));
  }, [list, path]);
  const append = useCallback(
    ({ items, next }: SubmissionList) =>
      setShown((before) => before && { ...before, rows: appended(before.rows, items), next, pages: before.pages + 1 }),
    [],
  );
  return { current, list, reading, show, append };
}

export function useQueue(desk: Desk): QueueRows {
  const { companyId, grants, place, tick, onProblem } = desk;
  const filter = place.filter ?? firstFilter(grants);
  const path = listPath(companyId, filter, place.search);
  const { current, list, reading, show, append } = useShown(path, desk);
  const { value: counts } = useReading(companyPath(companyId, 'submission-counts'), isCounts, tick, onProblem);
  const next = current?.next;
  const more = useCallback(async () => {
    if (next === undefined) return;
    const answer = await readPage(path, next);
    if ('problem' in answer) onProblem(answer.problem);
    else append(answer.value);
  }, [path, next, onProblem, append]);
  const rows = current?.rows ?? [];
  return {
    filter,
    rows,
    counts,
    show,
    problem: reading.problem,
    fresh: current && list ? newOnes(rows, list.items, next === undefined) : 0,
    isLoading: reading.isLoading || (list !== undefined && !current),
    ...defined({ more: next === undefined ? undefined : more }),
  };
}
