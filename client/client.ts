/**
 * The API as functions. Every answer is a value, even a problem; only functions that read many pages throw. A command
 * that is repeated, here or by the caller with the same `key`, takes effect once.
 */
import type {
  Checks,
  ExportHealth,
  IntegrationView,
  ShownRecord,
  SubmissionCounts,
  SubmissionList,
} from '../workflows/contract/answers';
import type { CommandName } from '../workflows/contract/command-table';
import type { SubmissionId } from '../workflows/contract/names';
import type { ShownSubmission } from '../workflows/contract/outline';
import type { ShownStanding } from '../workflows/contract/standing';
import { type CommandBody, type Listing, paths, type Period, reads, type RecordPage } from './operations';
import { type ApiAnswer, createTransport, type Send, type TransportOptions } from './transport';

export interface Reading {
  readonly signal?: AbortSignal | undefined;
}

export interface Writing extends Reading {
  /** The Idempotency-Key: 1 to 200 visible ASCII characters. Absent for a new one. */
  readonly key?: string | undefined;
}

export interface Submitted {
  readonly projectId: string;
  /** The project. If it is left out, it is fetched from the source of the company. */
  readonly project?: object | undefined;
}

export interface Validated {
  readonly project: object;
  /** The project's own id, so that its own submissions cause no warning. */
  readonly projectId?: string | undefined;
}

export interface Client {
  readonly submit: (companyId: string, body: Submitted, writing?: Writing) => Promise<ApiAnswer<ShownSubmission>>;
  readonly command: <N extends CommandName>(
    name: N,
    id: SubmissionId,
    body: CommandBody<N>,
    writing?: Writing,
  ) => Promise<ApiAnswer<ShownStanding>>;
  /** Starts the next attempt of the export at once. */
  readonly exportNow: (id: SubmissionId, writing?: Writing) => Promise<ApiAnswer<object>>;
  readonly view: (id: SubmissionId, reading?: Reading) => Promise<ApiAnswer<ShownSubmission>>;
  readonly list: (companyId: string, listing?: Listing, reading?: Reading) => Promise<ApiAnswer<SubmissionList>>;
  readonly counts: (companyId: string, reading?: Reading) => Promise<ApiAnswer<SubmissionCounts>>;
  /** Reads how the exports of the company go: since when they fail, and when the agent was last heard of. */
  readonly exportHealth: (companyId: string, reading?: Reading) => Promise<ApiAnswer<ExportHealth>>;
  readonly validate: (companyId: string, body: Validated, reading?: Reading) => Promise<ApiAnswer<Checks>>;
  readonly integration: (companyId: string, reading?: Reading) => Promise<ApiAnswer<IntegrationView>>;
  /** Reads the record of a run, or of the newest run without `runId`. */
  readonly record: (id: SubmissionId, runId: string | undefined, reading?: Reading) => Promise<ApiAnswer<ShownRecord>>;
  /** Lists submissions page by page, from the first or from `listing.cursor`. @throws ApiProblem */
  readonly pages: (companyId: string, listing?: Listing, reading?: Reading) => AsyncGenerator<Page<SubmissionList>>;
  /** Reads records page by page, from the first or from `path`, the `next` of an earlier page. @throws ApiProblem */
  readonly recordPages: (
    companyId: string,
    start: Period | { readonly path: string },
    reading?: Reading,
  ) => AsyncGenerator<RecordPage>;
  /** Sends a request to a route that has no function here. */
  readonly send: Send;
}

export interface Page<T> {
  readonly value: T;
  readonly text: string;
}

/** A page of records is read from as many histories as it has lines. */
const recordsWithinMs = 120_000;

const newKey = (): string => crypto.randomUUID();

/** Returns the answer of a request, or throws its problem. @throws ApiProblem */
export function orThrow<T>(answer: ApiAnswer<T>): Page<T> {
  if ('problem' in answer) throw answer.problem;
  return answer;
}

export function createClient(options: TransportOptions): Client {
  const send = createTransport(options);
  const list: Client['list'] = (companyId, listing, { signal } = {}) =>
    send({ path: paths.submissions(companyId, listing), read: reads.list, signal });

  async function* pages(companyId: string, listing: Listing = {}, reading: Reading = {}) {
    for (let cursor = listing.cursor; ;) {
      const page = orThrow(await list(companyId, { ...listing, cursor }, reading));
      yield page;
      cursor = page.value.next;
      if (cursor === undefined) return;
    }
  }

  async function* recordPages(companyId: string, start: Period | { readonly path: string }, reading: Reading = {}) {
    let path: string | undefined = 'path' in start ? start.path : paths.records(companyId, start);
    while (path !== undefined) {
      const { signal } = reading;
      const page: RecordPage = orThrow(
        await send({ path, read: reads.recordPage, signal, withinMs: recordsWithinMs }),
      ).value;
      yield page;
      path = page.next;
    }
  }

  return {
    submit: (companyId, body, { key = newKey(), signal } = {}) =>
      send({ path: paths.submissions(companyId), json: JSON.stringify(body), key, read: reads.shown, signal }),
    command: (name, { companyId, projectId }, body, { key = newKey(), signal } = {}) =>
      send({
        path: paths.command(companyId, projectId, name),
        json: JSON.stringify(body),
        key,
        read: reads.standing,
        signal,
      }),
    exportNow: ({ companyId, projectId }, { key = newKey(), signal } = {}) =>
      send({ path: paths.exportNow(companyId, projectId), json: '{}', key, read: reads.nothing, signal }),
    view: ({ companyId, projectId }, { signal } = {}) =>
      send({ path: paths.submission(companyId, projectId), read: reads.shown, signal }),
    list,
    exportHealth: (companyId, { signal } = {}) =>
      send({ path: paths.exportHealth(companyId), read: reads.exportHealth, signal }),
    counts: (companyId, { signal } = {}) => send({ path: paths.counts(companyId), read: reads.counts, signal }),
    validate: (companyId, body, { signal } = {}) =>
      send({ path: paths.validate(companyId), json: JSON.stringify(body), read: reads.checks, signal }),
    integration: (companyId, { signal } = {}) =>
      send({ path: paths.integration(companyId), read: reads.integration, signal }),
    record: ({ companyId, projectId }, runId, { signal } = {}) =>
      send({ path: paths.record(companyId, projectId, runId), read: reads.record, signal }),
    pages,
    recordPages,
    send,
  };
}
