/**
 * The indexes of the companies that are read. An index that nobody reads is dropped after some minutes, and of more
 * companies than fit the one that was read longest ago.
 */
import { closedStatuses, openStatuses, type OpenStatus } from '../../../workflows/contract/codes';
import { defined } from '../../../workflows/contract/defined';
import { badCursor, hasForm, readCursor, writeCursor } from '../cursor';
import type { ListRequest, Page } from '../lists';
import type { Filter } from '../queries';
import { type CompanyIndex, createCompanyIndex, type IndexTimes, type IndexView, usualTimes } from './company';
import { countRows, type Place, selectPage } from './select';
import type { ClosedCounts, IndexSource } from './source';

/** How long an index is kept that nobody reads, in milliseconds. */
const idleMs = 300_000;

const mostCompanies = 20;

export interface Indexes {
  /** Lists open submissions; `undefined` if visibility must be asked. @throws Problem `malformed`, `busy` */
  list(request: ListRequest): Promise<Page | undefined>;
  /** Counts submissions; `undefined` if visibility must be asked. */
  count(filter: Filter): Promise<number | undefined>;
  /** Returns the index of a company that is being read. It learns of the writes of this process. */
  find(companyId: string): CompanyIndex | undefined;
  stop(): void;
}

export interface IndexesOptions {
  readonly toSource: (companyId: string) => IndexSource;
  readonly times?: IndexTimes;
}

interface Held {
  readonly index: CompanyIndex;
  readonly idle: NodeJS.Timeout;
}

const isOpenStatus = (status: string): status is OpenStatus => (openStatuses as readonly string[]).includes(status);

/** Whether the rows of an index are all that a filter asks for. */
const isOfOpen = ({ status, isOpen, closed, alike, projectId }: Filter): boolean =>
  (status === undefined ? isOpen === true : isOpenStatus(status)) && !closed && !alike && projectId === undefined;

const isClosedCount = (status: string | undefined): status is keyof ClosedCounts =>
  status === 'terminated' || (closedStatuses as readonly (string | undefined)[]).includes(status);

function toPlace(list: string, cursor: string): Place {
  const [first, second, ...rest] = readCursor('place', list, cursor).toString().split('\n');
  if (first === undefined || second === undefined || rest.length > 0) {
    throw badCursor('The cursor is no longer valid. Start the list again without a cursor.');
  }
  return [first, second];
}

function toPage({ index }: IndexView, { filter, limit, cursor }: ListRequest): Page {
  const { projects, status } = filter;
  const sort = 'newest';
  const list = JSON.stringify([sort, filter]);
  const after = cursor === undefined ? undefined : toPlace(list, cursor);
  const open = status !== undefined && isOpenStatus(status) ? status : undefined;
  const { runs, next } = selectPage(index, { projects, status: open, sort, limit, after });
  return { runs, ...defined({ next: next && writeCursor('place', list, Buffer.from(next.join('\n'))) }) };
}

export function createIndexes({ toSource, times = usualTimes }: IndexesOptions): Indexes {
  const companies = new Map<string, Held>();

  function drop(companyId: string): void {
    const held = companies.get(companyId);
    if (!held) return;
    clearTimeout(held.idle);
    held.index.stop();
    companies.delete(companyId);
  }

  /** The map is in the order of the last reads. */
  function open(companyId: string): CompanyIndex {
    const known = companies.get(companyId);
    companies.delete(companyId);
    const held = known ?? {
      index: createCompanyIndex({ source: toSource(companyId), times }),
      idle: setTimeout(() => {
        drop(companyId);
      }, idleMs).unref(),
    };
    held.idle.refresh();
    companies.set(companyId, held);
    const [longestAgo] = companies.keys();
    if (companies.size > mostCompanies && longestAgo !== undefined) drop(longestAgo);
    return held.index;
  }

  return {
    list: async (request) => {
      const { filter, cursor } = request;
      if (!isOfOpen(filter)) return undefined;
      if (cursor !== undefined && !hasForm('place', cursor)) return undefined;
      const index = open(filter.companyId);
      // Visibility cannot go on at a place.
      const view = cursor === undefined ? await index.read() : await index.readBuilt();
      return view && toPage(view, request);
    },
    count: async (filter) => {
      const { companyId, status, projects } = filter;
      if (isOfOpen(filter) && status !== undefined && isOpenStatus(status)) {
        const view = await open(companyId).read();
        return view && countRows(view.index, projects)[status];
      }
      const isPlain = Object.values({ ...filter, companyId: undefined, status: undefined }).every((one) => !one);
      if (!isPlain || !isClosedCount(status)) return undefined;
      return (await open(companyId).read())?.closedCounts[status];
    },
    find: (companyId) => companies.get(companyId)?.index,
    stop: () => {
      for (const companyId of [...companies.keys()]) drop(companyId);
    },
  };
}
