/** The list on the screen and the list on the server: rows change in place and never move by themselves. */
import type { Sort } from '../../workflows/contract/codes';
import type { SubmissionItem } from '../api/answers';
import { texts } from '../texts';
import { toMoney } from './format';

export interface Row {
  readonly item: SubmissionItem;
  /** It does not stand in the list any more; it stays where it is until the list is shown anew. */
  readonly isGone: boolean;
  /** Something has changed since it was read, perhaps this: it stands behind all that was read again. */
  readonly isUnread: boolean;
}

const toRow = (item: SubmissionItem): Row => ({ item, isGone: false, isUnread: false });

export const rowKey = ({ projectId, runId }: SubmissionItem): string => `${projectId} ${runId}`;

export const toRows = (items: readonly SubmissionItem[]): readonly Row[] => items.map(toRow);

export const isShown = (rows: readonly Row[], item: SubmissionItem): boolean =>
  rows.some((row) => rowKey(row.item) === rowKey(item));

/** Whether the first has waited longer, or as long with a lower project id: the order of the API. */
const isBefore = (one: SubmissionItem, other: SubmissionItem): boolean =>
  one.waitingSince === other.waitingSince ? one.projectId < other.projectId : one.waitingSince < other.waitingSince;

/** The same pages read again. */
export interface Fresh {
  readonly items: readonly SubmissionItem[];
  /** Nothing follows them. */
  readonly isWhole: boolean;
  readonly order: Sort;
}

/** Whether a row that is not among the items would be there if it were still in the list. */
function toIsMissing(rows: readonly Row[], { items, isWhole, order }: Fresh): (row: Row, index: number) => boolean {
  if (isWhole) return () => true;
  if (order === 'waiting') {
    // Rows on the screen stand where they stood, which is another place than that of the list once they wait anew.
    const end = items.at(-1);
    return ({ item }) => end !== undefined && isBefore(item, end);
  }
  const now = new Set(items.map(rowKey));
  const last = rows.findLastIndex(({ item }) => now.has(rowKey(item)));
  return (_row, index) => index < last;
}

/**
 * A row that is missing before one that is there has left the list; one behind all that were read may stand on a later
 * page: it stays as it was, and is marked as not read again.
 */
export function merged(rows: readonly Row[], fresh: Fresh): readonly Row[] {
  const now = new Map(fresh.items.map((item) => [rowKey(item), item]));
  const isMissing = toIsMissing(rows, fresh);
  return rows.map((row, index) => {
    const next = now.get(rowKey(row.item));
    if (next) return toRow(next);
    const isGone = row.isGone || isMissing(row, index);
    return { ...row, isGone, isUnread: !isGone };
  });
}

/**
 * A further page. What is on the screen already stays in its place: a page ends elsewhere once rows have come or gone,
 * and one that had left the list may have come back at its end.
 */
export function appended(rows: readonly Row[], items: readonly SubmissionItem[]): readonly Row[] {
  const shown = new Set(rows.map(({ item }) => rowKey(item)));
  const now = new Map(items.map((item) => [rowKey(item), item]));
  const kept = rows.map((row) => {
    const next = now.get(rowKey(row.item));
    return next ? toRow(next) : row;
  });
  return [...kept, ...toRows(items.filter((item) => !shown.has(rowKey(item))))];
}

/**
 * How many stand on the server that are not on the screen. Unless the screen shows all there was (`isWhole`), those
 * behind its last row are not new: they have only moved up into the pages that were read.
 */
export function newOnes(rows: readonly Row[], fresh: readonly SubmissionItem[], isWhole: boolean): number {
  const shown = new Set(rows.map(({ item }) => rowKey(item)));
  const last = fresh.findLastIndex((item) => shown.has(rowKey(item)));
  const among = isWhole || last === -1 ? fresh : fresh.slice(0, last);
  return among.filter((item) => !shown.has(rowKey(item))).length;
}

/** One that was started by hand has no name that we know. */
export const nameHere = ({ name, projectId }: SubmissionItem): string => (name === '' ? projectId : name);

/** What the project is worth; `undefined` if its sender did not say. */
export const valueHere = ({ totalValue, currency }: SubmissionItem): string | undefined =>
  totalValue === undefined ? undefined : toMoney(totalValue, currency);

/** How its mark looks. */
export function toneHere({ status, question, paused, unreadable }: SubmissionItem): string {
  if (unreadable) return 'wrong';
  return paused || question === 'open' ? 'attention' : status;
}

/** Why nothing can be done with it, why it stands in the queue, or else how it stands. */
export function whyHere({ status, why, revision, question, parked, paused, unreadable }: SubmissionItem): string {
  if (unreadable) return texts.outline.unreadable[unreadable.code];
  if (paused) return texts.outline.paused;
  if (status === 'parked' && parked) return texts.parked[parked.code];
  if (status !== 'awaiting_decision') return texts.status[status];
  if (question) return texts.conversation.state[question];
  return why === 'resent' ? texts.queue.resent(revision) : texts.queue.why[why];
}
