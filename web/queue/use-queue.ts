/** The rows on the screen: read again on every change, changed in place, shown anew only when asked. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Problem, SubmissionCounts, SubmissionList } from '../data/answers';
import { read, shapeOf } from '../data/client';
import { companyPath, type Desk } from '../data/desk';
import type { StatusFilter } from '../data/place';
import { useReading } from '../data/reading';
import { firstFilter } from '../plain/roles';
import { merged, newOnes, type Row, toRows } from '../plain/rows';

const isList = shapeOf<SubmissionList>('items');
const isCounts = shapeOf<SubmissionCounts>();

export interface QueueRows {
  readonly filter: StatusFilter;
  readonly rows: readonly Row[];
  readonly counts: SubmissionCounts | undefined;
  readonly fresh: number;
  readonly isLoading: boolean;
  readonly problem: Problem | undefined;
  /** Shows the list as it stands on the server. */
  readonly show: () => void;
  /** Absent: this is all. */
  readonly more?: () => Promise<void>;
}

interface Shown {
  readonly path: string;
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

/** Asks for full pages, so that reading again covers what is on the screen. */
function listPath(companyId: string, filter: StatusFilter, search: string | undefined): string {
  const params = new URLSearchParams({ limit: '100' });
  if (filter !== 'all') params.set('status', filter);
  if (search !== undefined) params.set('projectId', search);
  return companyPath(companyId, `submissions?${params.toString()}`);
}

/** What the screen becomes when the list was read again. */
function updated(shown: Shown | undefined, path: string, list: SubmissionList): Shown {
  const isSame = shown?.path === path && shown.rows.some(({ isGone }) => !isGone);
  if (!isSame) return { path, rows: toRows(list.items), next: list.next };
  return { ...shown, rows: merged(shown.rows, list.items, list.next === undefined) };
}

interface ShownRows {
  readonly current: Shown | undefined;
  readonly show: () => void;
  readonly append: (list: SubmissionList) => void;
}

function useShown(path: string, list: SubmissionList | undefined): ShownRows {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    if (list) setShown((before) => updated(before, path, list));
  }, [list, path]);
  const show = useCallback(() => {
    if (list) setShown({ path, rows: toRows(list.items), next: list.next });
  }, [list, path]);
  const append = useCallback(
    ({ items, next }: SubmissionList) =>
      setShown((before) => before && { ...before, rows: [...before.rows, ...toRows(items)], next }),
    [],
  );
  return { current: shown?.path === path ? shown : undefined, show, append };
}

export function useQueue(desk: Desk): QueueRows {
  const { companyId, grants, place, tick, onProblem } = desk;
  const filter = place.filter ?? firstFilter(grants);
  const path = listPath(companyId, filter, place.search);
  const { value: list, problem, isLoading } = useReading(path, isList, tick, onProblem);
  const { value: counts } = useReading(companyPath(companyId, 'submission-counts'), isCounts, tick, onProblem);
  const { current, show, append } = useShown(path, list);
  const next = current?.next;
  const more = useCallback(async () => {
    if (next === undefined) return;
    const answer = await read(`${path}&cursor=${encodeURIComponent(next)}`, isList);
    if ('problem' in answer) onProblem(answer.problem);
    else append(answer.value);
  }, [path, next, onProblem, append]);
  const rows = current?.rows ?? [];
  return {
    ...{ filter, rows, counts, show, problem },
    fresh: current && list ? newOnes(rows, list.items) : 0,
    isLoading: isLoading || (list !== undefined && !current),
    ...(next !== undefined && { more }),
  };
}
