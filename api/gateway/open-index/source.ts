/** Reads from visibility what an index needs, by queries that cost little however many submissions wait. */
import type { OpenStatus, ShownStatus } from '../../../workflows/contract/codes';
import type { SubmissionId } from '../../../workflows/contract/names';
import type { Calls } from '../calls';
import { openTerm } from '../executions';
import { count, readPage } from '../lists';
import { type Run, toRun } from '../memo';
import { quoteInstant, toCompanyQuery } from '../queries';
import { describe } from '../reads';

export type ClosedCounts = Readonly<Record<Exclude<ShownStatus, OpenStatus>, number>>;

export interface Changes {
  readonly runs: readonly Run[];
  /** Whether all rows with a mark are among them: those that are paused, and those whose workflow task fails. */
  readonly isWhole: boolean;
}

/** What an index reads. Every function throws a `Problem` if Temporal does not answer. */
export interface IndexSource {
  /** Reads all open runs; `undefined` if there are more than `most`. */
  listOpen(most: number, signal: AbortSignal): Promise<readonly Run[] | undefined>;
  /** Reads the runs that changed since then, in epoch milliseconds, and those with a mark. */
  listChanges(since: number): Promise<Changes>;
  countClosed(): Promise<ClosedCounts>;
  /** Describes the newest run of a project, as it is now. */
  describe(id: SubmissionId): Promise<Run | undefined>;
}

/** The most that visibility gives at once. */
const pageSize = 1_000;

/** A command waits no longer for what it only adds to the index, in milliseconds. */
const describeMs = 500;

/** The memo has no other use for them than a submit, and they are most of its size. */
export const lean = (run: Run): Run => ({ ...run, submitKeys: [] });

/**
 * Each condition is a query of its own. Visibility answers such a query by the index of its column, and reads all rows
 * of the company for one with OR. A run that fails or runs out of time is no more than this a full reading finds.
 */
const changeTerms = (since: string): string[] => [
  `WaitingSince >= ${since}`,
  // After continue-as-new it is another execution in the same status.
  `StartTime >= ${since}`,
  `ExecutionStatus = 'Terminated' AND CloseTime >= ${since}`,
];
const markTerms = [
  "ExecutionStatus = 'Paused'",
  "ExecutionStatus = 'Running' AND TemporalReportedProblems = 'category=WorkflowTaskFailed'",
];

export function createIndexSource(calls: Calls, companyId: string): IndexSource {
  /** Reads pages until there are none, or more than `most` rows. */
  async function readAll(term: string, most: number, signal?: AbortSignal): Promise<{ runs: Run[]; isAll: boolean }> {
    const query = toCompanyQuery(companyId, term);
    const runs: Run[] = [];
    let nextPageToken: Uint8Array | undefined;
    do {
      const request = { query, pageSize, nextPageToken };
      const page = await calls.read(() => readPage(calls, request));
      signal?.throwIfAborted();
      runs.push(...page.runs.filter((run) => run.companyId === companyId).map(lean));
      nextPageToken = page.nextPageToken;
    } while (nextPageToken !== undefined && runs.length <= most);
    return { runs, isAll: nextPageToken === undefined && runs.length <= most };
  }

  return {
    listOpen: async (most, signal) => {
      const { runs, isAll } = await readAll(openTerm, most, signal);
      return isAll ? runs : undefined;
    },
    listChanges: async (since) => {
      const instant = quoteInstant(new Date(since).toISOString());
      const [changed, marked] = await Promise.all([
        Promise.all(changeTerms(instant).map((term) => readAll(term, Infinity))),
        Promise.all(markTerms.map((term) => readAll(term, pageSize - 1))),
      ]);
      return {
        runs: [...changed, ...marked].flatMap(({ runs }) => runs),
        isWhole: marked.every(({ isAll }) => isAll),
      };
    },
    countClosed: async () => {
      const ofStatus = (status: ShownStatus): Promise<number> => count(calls, { companyId, status });
      const [exported, withdrawn, terminated] = await Promise.all([
        ofStatus('exported'),
        ofStatus('withdrawn'),
        ofStatus('terminated'),
      ]);
      return { exported, withdrawn, terminated };
    },
    describe: async (id) => {
      const described = await calls.read(() => describe(calls, id), describeMs);
      const run = described && toRun(described);
      return run && lean(run);
    },
  };
}
