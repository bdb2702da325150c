/**
 * The indexes of the companies that are read. An index that nobody reads is dropped after some minutes, and of more
 * companies than fit the one that was read longest ago.
 */
import { closedStatuses, isOpenStatus } from '../../../workflows/contract/codes';
import { hasForm } from '../cursor';
import type { ListRequest, Page } from '../lists';
import type { Run } from '../memo';
import type { Filter } from '../queries';
import { type CompanyIndex, createCompanyIndex, type IndexTimes, usualTimes } from './company';
import { listPage } from './pages';
import { countRows } from './select';
import type { ClosedCounts, IndexSource } from './source';

/** How long an index is kept that nobody reads, in milliseconds. */
const idleMs = 300_000;

const mostCompanies = 20;

export interface Indexes {
  /** Lists open submissions; `undefined` if visibility must be asked. @throws Problem `malformed`, `busy` */
  list(request: ListRequest): Promise<Page | undefined>;
  /** Lists all open submissions of a company; `undefined` if they are not known now. */
  listAll(companyId: string): Promise<readonly Run[] | undefined>;
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

/** Whether the rows of an index are all that a filter asks for. */
const isOfOpen = ({ status, isOpen, closed, alike }: Filter): boolean =>
  (status === undefined ? isOpen === true : isOpenStatus(status)) && !closed && !alike;

const isClosedCount = (status: string | undefined): status is keyof ClosedCounts =>
  status === 'terminated' || (closedStatuses as readonly (string | undefined)[]).includes(status);

/** Whether visibility cannot answer: it has no other order, and does not know these filters. */
const needsIndex = ({ filter: { why, waitingBefore, awaiting }, sort }: ListRequest): boolean =>
  why !== undefined || awaiting !== undefined || waitingBefore !== undefined || sort === 'waiting';

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
      const isNeeded = needsIndex(request);
      // A list that visibility began goes on there, and one that an index began goes on with an index.
      const hasPlace = cursor !== undefined && hasForm('place', cursor);
      if (cursor !== undefined && !hasPlace && !isNeeded) return undefined;
      const index = open(filter.companyId);
      const view = isNeeded || hasPlace ? await index.readBuilt() : await index.read();
      return view && listPage(view.index, request);
    },
    listAll: async (companyId) => {
      // What people read keeps its place.
      if (!companies.has(companyId) && companies.size >= mostCompanies) return undefined;
      const view = await open(companyId).read();
      return view && [...view.index.rows.values()].map(({ run }) => run);
    },
    count: async (filter) => {
      const { companyId, status, projects } = filter;
      const isPlain = Object.values({ ...filter, companyId: '', status: '', projects: '' }).every((one) => !one);
      if (!isPlain || status === undefined) return undefined;
      if (isOpenStatus(status)) {
        const view = await open(companyId).read();
        return view && countRows(view.index, projects)[status];
      }
      return isClosedCount(status) && !projects ? (await open(companyId).read())?.closedCounts[status] : undefined;
    },
    find: (companyId) => companies.get(companyId)?.index,
    stop: () => {
      for (const companyId of [...companies.keys()]) drop(companyId);
    },
  };
}
