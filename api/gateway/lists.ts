/** Reads lists and counts from visibility. */
import { grpc, hasGrpcCode } from '../../adapters/temporal/grpc';
import { executionInfoFromRaw } from '../../adapters/temporal/sdk-internals';
import type { Sort } from '../../workflows/contract/codes';
import type { SubmissionId } from '../../workflows/contract/names';
import type { Calls } from './calls';
import { badCursor, readCursor, writeCursor } from './cursor';
import { type Run, toRun } from './memo';
import { type Filter, narrow, toQuery } from './queries';
import { createIsFound } from './search';
import { defined } from '../../workflows/contract/defined';

export interface ListRequest {
  readonly filter: Filter;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Absent for `newest`, the only order that visibility has. */
  readonly sort?: Sort | undefined;
  /** The longest wait, in milliseconds. Absent for the time of a request. */
  readonly withinMs?: number;
}

export interface Page {
  readonly runs: readonly Run[];
  readonly next?: string;
}

/** Visibility says `unknown` for a page token that it cannot read. */
const isBadToken = (error: unknown): boolean => hasGrpcCode(error, grpc.unknown, grpc.invalidArgument);

interface PageRequest {
  readonly query: string;
  readonly pageSize: number;
  readonly nextPageToken: Uint8Array | undefined;
}

interface RawPage {
  readonly runs: readonly Run[];
  /** Absent on the last page. */
  readonly nextPageToken?: Uint8Array;
}

/** Reads one page of a query, newest first. It is for calls within the time of a request. @throws what the SDK throws */
export async function readPage(
  { namespace, connection, client }: Calls,
  { query, pageSize, nextPageToken }: PageRequest,
): Promise<RawPage> {
  const page = await connection.workflowService.listWorkflowExecutions({
    namespace,
    query,
    pageSize,
    ...defined({ nextPageToken }),
  });
  const { loadedDataConverter } = client.options;
  const runs = await Promise.all(
    page.executions.map(async (raw) => toRun(await executionInfoFromRaw(raw, loadedDataConverter, raw, namespace))),
  );
  return {
    runs: runs.filter((run) => run !== undefined),
    ...defined({ nextPageToken: page.nextPageToken.length > 0 ? page.nextPageToken : undefined }),
  };
}

/** Lists runs, newest first. @throws Problem `malformed` for a cursor of another list */
export async function list(calls: Calls, { filter, limit, cursor, withinMs }: ListRequest): Promise<Page> {
  const narrowed = narrow(filter);
  if (!narrowed) return { runs: [] };
  const query = toQuery(narrowed);
  const isFound = filter.search && createIsFound(filter.search);
  const nextPageToken = cursor === undefined ? undefined : readCursor('token', query, cursor);
  return calls.read(async () => {
    const page = await readPage(calls, { query, pageSize: limit, nextPageToken }).catch((error: unknown) => {
      throw nextPageToken && isBadToken(error)
        ? badCursor('The cursor is no longer valid. Start the list again without a cursor.', error)
        : error;
    });
    return {
      runs: page.runs.filter((run) => run.companyId === filter.companyId && isFound?.(run) !== false),
      ...defined({ next: page.nextPageToken && writeCursor('token', query, page.nextPageToken) }),
    };
  }, withinMs);
}

/** Finds a run of a project; `undefined` if there is none with this id, or if it is past the retention. */
export async function findRun(calls: Calls, id: SubmissionId, runId: string): Promise<Run | undefined> {
  let cursor: string | undefined;
  do {
    const filter = { companyId: id.companyId, projects: [id.projectId] };
    const page = await list(calls, { filter, limit: 100, cursor });
    const found = page.runs.find((run) => run.runId === runId);
    if (found) return found;
    cursor = page.next;
  } while (cursor !== undefined);
  return undefined;
}

/**
 * Counts runs by status. Visibility cannot group by our attributes, so this is one query for each status, all at once.
 */
export async function count(calls: Calls, filter: Filter): Promise<number> {
  const narrowed = narrow(filter);
  if (!narrowed) return 0;
  const { namespace, connection } = calls;
  const query = toQuery(narrowed);
  return calls.read(async () => {
    const answer = await connection.workflowService.countWorkflowExecutions({ namespace, query });
    return Number(answer.count);
  });
}
