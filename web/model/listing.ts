/** Which list of the API a place of the queue shows: its filters, its order and its path. */
import { paths } from '../../client/operations';
import { isOpenStatus, type Sort } from '../../workflows/contract/codes';
import type { Narrowing, QueuePlace, StatusFilter, Wait } from '../api/place';

const hourMs = 3_600_000;
const waitMs: Readonly<Record<Wait, number>> = { '1d': 24 * hourMs, '3d': 72 * hourMs, '1w': 168 * hourMs };

/** The instant since before which a submission has waited that long, on the full hour: the same list for everybody. */
export const waitedSince = (wait: Wait, nowMs: number): string =>
  new Date(Math.floor((nowMs - waitMs[wait]) / hourMs) * hourMs).toISOString();

/** Only open submissions wait. The API orders and narrows each of their lists alone. */
export const isOrdered = (filter: StatusFilter): boolean => isOpenStatus(filter);
/** Only what awaits a decision is of different kinds. */
export const hasKinds = (filter: StatusFilter): boolean => filter === 'awaiting_decision';

export const isNarrowed = ({ why, waiting, isAsked }: Narrowing): boolean =>
  why !== undefined || waiting !== undefined || isAsked !== undefined;

interface Listed extends Pick<QueuePlace, 'companyId' | 'search' | 'why' | 'isAsked'> {
  readonly filter: StatusFilter;
  readonly order: Sort;
  readonly waitingBefore: string | undefined;
}

/** Asks for full pages, so that reading again covers what is on the screen. What does not apply to the status is left out. */
export function toListPath({ companyId, filter, search, why, isAsked, order, waitingBefore }: Listed): string {
  return paths.submissions(companyId, {
    limit: 100,
    status: filter === 'all' ? undefined : filter,
    q: search,
    sort: isOrdered(filter) && order === 'waiting' ? order : undefined,
    why: hasKinds(filter) ? why : undefined,
    waitingBefore: isOrdered(filter) ? waitingBefore : undefined,
    awaiting: hasKinds(filter) && isAsked ? 'sender' : undefined,
  });
}
