/** The pages of an index, with cursors that are bound to their list. */
import { isOpenStatus } from '../../../workflows/contract/codes';
import { defined } from '../../../workflows/contract/defined';
import { badCursor, readCursor, writeCursor } from '../cursor';
import type { ListRequest, Page } from '../lists';
import { type Place, selectPage } from './select';
import type { OpenIndex } from './state';

function toPlace(list: string, cursor: string): Place {
  const [first, second, ...rest] = readCursor('place', list, cursor).toString().split('\n');
  if (first === undefined || second === undefined || rest.length > 0) {
    throw badCursor('The cursor is no longer valid. Start the list again without a cursor.');
  }
  return [first, second];
}

/** Lists a page of an index. @throws Problem `malformed` for a cursor of another list */
export function listPage(index: OpenIndex, { filter, limit, cursor, sort = 'newest' }: ListRequest): Page {
  const { projects, search, status, why, waitingBefore, awaiting } = filter;
  const list = JSON.stringify([sort, filter]);
  const after = cursor === undefined ? undefined : toPlace(list, cursor);
  const open = status !== undefined && isOpenStatus(status) ? status : undefined;
  const asked = { projects, search, status: open, why, waitingBefore, awaiting, sort, limit, after };
  const { runs, next } = selectPage(index, asked);
  return { runs, ...defined({ next: next && writeCursor('place', list, Buffer.from(next.join('\n'))) }) };
}
