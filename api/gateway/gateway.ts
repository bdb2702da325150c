/** The gateway to Temporal. Only this folder calls the Temporal client. */
import type { ConnectionOptions } from '@temporalio/client';
import type { PayloadKeys } from '../../adapters/temporal/payload-keys';
import type { SubmissionId } from '../../workflows/contract/names';
import type { SubmissionRecord } from '../../workflows/contract/record';
import type { ExportView } from '../../workflows/contract/view';
import type { UpdateRequest } from '../../workflows/domain/parse';
import { createCalls } from './calls';
import { type AppliedCommand, type Command, command, hasApplied, maxInFlight } from './commands';
import { exportNow } from './export-now';
import type { Run } from './memo';
import { isOutline, type Outline } from './outline';
import { createLimiter } from './limiter';
import { count, list, type ListRequest, type Page } from './lists';
import type { Filter } from './queries';
import { createIndexes } from './open-index/indexes';
import { toOwnRun } from './open-index/own-run';
import { createIndexSource, lean } from './open-index/source';
import { look, readExport, type SubmissionSnapshot } from './reads';
import { readRecord, toRunRecord } from './records';
import { ready } from './ready';
import { createShared } from './shared';
import { type NewSubmission, submit, submitted } from './start';

/** The submissions in Temporal. Every method throws a `Problem` if a request is refused or cannot be answered. */
export interface Submissions {
  submit(request: NewSubmission): Promise<SubmissionSnapshot | Outline>;
  /** Returns the answer of an earlier submit with this key; `undefined` if a run may start. */
  submitted(request: Pick<NewSubmission, 'id' | 'key'>): Promise<SubmissionSnapshot | Outline | undefined>;
  view(id: SubmissionId): Promise<SubmissionSnapshot | Outline>;
  command(command: Command): Promise<AppliedCommand>;
  /** Starts the next attempt of the export at once. */
  exportNow(id: SubmissionId): Promise<void>;
  /** Returns the export that is under way, as Temporal knows it; `undefined` if there is none. */
  readExport(id: SubmissionId): Promise<ExportView | undefined>;
  /** Whether a command with this key was applied before. */
  hasApplied(id: SubmissionId, request: UpdateRequest): Promise<boolean>;
  list(request: ListRequest): Promise<Page>;
  count(filter: Filter): Promise<number>;
  /** Returns the record of a run, or of the newest run without `runId`. */
  record(id: SubmissionId, runId: string | undefined): Promise<SubmissionRecord | Outline>;
  toRunRecord(run: Run): Promise<SubmissionRecord | Outline>;
  ready(): Promise<void>;
}

export interface Gateway extends Submissions {
  /** Lists the open submissions of a company from its index; `undefined` if they are not known now. */
  listOpen(companyId: string): Promise<readonly Run[] | undefined>;
  /** Uses another API key from the next call on. */
  setApiKey(key: string): void;
  /** Waits for running calls and closes the connection. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly connectionOptions: ConnectionOptions;
  readonly namespace: string;
  /** The keys that encrypt payloads. Absent if they are not encrypted. */
  readonly keys?: PayloadKeys | undefined;
  /** The folder of Temporal's database, if it is on this machine. */
  readonly dataFolder?: string | undefined;
}

/** Creates a gateway. It connects with the first call, and again whenever necessary. */
export function createGateway({ connectionOptions, namespace, keys, dataFolder }: GatewayOptions): Gateway {
  const calls = createCalls(connectionOptions, namespace, keys);
  const limiter = createLimiter(maxInFlight);
  const lists = createShared<Page>();
  const counts = createShared<number>();
  const indexes = createIndexes({ toSource: (companyId) => createIndexSource(calls, companyId) });
  const listed = async (request: ListRequest): Promise<Page> => {
    const readAt = Date.now();
    const page = await list(calls, request);
    indexes.find(request.filter.companyId)?.noteListed({ runs: page.runs.map(lean), readAt });
    return page;
  };
  return {
    submit: async (request) => {
      const begun = await submit(calls, request);
      indexes.find(request.id.companyId)?.noteRun(isOutline(begun) ? begun.run : toOwnRun(begun));
      return begun;
    },
    submitted: (request) => submitted(calls, request),
    view: (id) => calls.read((deadline) => look(calls, id, { deadline })),
    command: async (given) => {
      const applied = await command(calls, limiter, given);
      indexes.find(given.id.companyId)?.noteStanding(applied.standing, applied.ended);
      return applied;
    },
    exportNow: (id) => exportNow(calls, id),
    readExport: (id) => calls.read(() => readExport(calls, id)),
    hasApplied: (id, request) => hasApplied(calls, id, request),
    list: async (request) => (await indexes.list(request)) ?? lists(JSON.stringify(request), () => listed(request)),
    count: async (filter) =>
      (await indexes.count(filter)) ?? counts(JSON.stringify(filter), () => count(calls, filter)),
    record: (id, runId) => readRecord(calls, id, runId),
    toRunRecord: (run) => toRunRecord(calls, run),
    ready: () => ready(calls, dataFolder),
    listOpen: (companyId) => indexes.listAll(companyId),
    setApiKey: (key) => calls.connection.setApiKey(key),
    close: () => {
      indexes.stop();
      return calls.close();
    },
  };
}
