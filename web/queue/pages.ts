/** A list page by page: read again with one change, as far as it was read before. */
import type { SubmissionList } from '../api/answers';
import { type DeskAnswer, read, toShape } from '../api/client';

const isList = toShape<SubmissionList>('items');

/** More are not read again on every change; the rows that they hold are marked. */
const mostAgain = 5;

export const readPage = (path: string, cursor?: string, signal?: AbortSignal): Promise<DeskAnswer<SubmissionList>> =>
  read(cursor === undefined ? path : `${path}&cursor=${encodeURIComponent(cursor)}`, isList, signal);

/** How far a list is read again. */
export interface Extent {
  /** So many pages were loaded. */
  readonly pages: number;
  /** Whether these items reach as far as the rows on the screen, which new ones may have moved to a further page. */
  readonly reaches: (items: SubmissionList['items']) => boolean;
}

/** The first pages as one list; `next` is what follows the last of them. */
export async function readPages(
  path: string,
  { pages, reaches }: Extent,
  signal: AbortSignal,
): Promise<DeskAnswer<SubmissionList>> {
  const items: SubmissionList['items'][number][] = [];
  let next: string | undefined;
  for (let page = 0; page < mostAgain && (page < pages || (page === pages && !reaches(items))); page += 1) {
    const answer = await readPage(path, next, signal);
    if ('problem' in answer) return answer;
    items.push(...answer.value.items);
    next = answer.value.next;
    if (next === undefined) break;
  }
  return { value: { items, next } };
}
