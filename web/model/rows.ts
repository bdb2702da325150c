/** The list on the screen and the list on the server: rows change in place and never move by themselves. */
import type { SubmissionItem } from '../api/answers';
import { texts } from '../texts';

export interface Row {
  readonly item: SubmissionItem;
  /** It does not stand in the list any more; it stays where it is until the list is shown anew. */
  readonly isGone: boolean;
}

export const rowKey = ({ projectId, runId }: SubmissionItem): string => `${projectId} ${runId}`;

export const toRows = (items: readonly SubmissionItem[]): readonly Row[] =>
  items.map((item) => ({ item, isGone: false }));

/**
 * `fresh`: the same pages read again, `isWhole` if nothing follows them. A row that is missing before one that is
 * there has left the list; one behind all that were read may stand on a later page, and stays as it was.
 */
export function merged(rows: readonly Row[], fresh: readonly SubmissionItem[], isWhole: boolean): readonly Row[] {
  const now = new Map(fresh.map((item) => [rowKey(item), item]));
  const last = isWhole ? rows.length : rows.findLastIndex(({ item }) => now.has(rowKey(item)));
  return rows.map(({ item, isGone }, index) => {
    const next = now.get(rowKey(item));
    return next ? { item: next, isGone: false } : { item, isGone: isGone || index < last };
  });
}

/** A further page, without what is on the screen already: a page ends elsewhere once rows have come or gone. */
export function appended(rows: readonly Row[], items: readonly SubmissionItem[]): readonly Row[] {
  const shown = new Set(rows.map(({ item }) => rowKey(item)));
  return [...rows, ...toRows(items.filter((item) => !shown.has(rowKey(item))))];
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
