/** Lists and counts from visibility: one query language in one place, every value checked before it is quoted. */
import { createHash } from 'node:crypto';
import { executionInfoFromRaw } from '../../adapters/temporal/sdk-internals';
import { openStatuses, type ShownStatus } from '../../workflows/contract/codes';
import { idPattern, type SubmissionId, submissionType } from '../../workflows/contract/names';
import { Problem } from '../problems';
import { type Calls, grpc, findGrpcCode } from './calls';
import { cutOffTerm, openTerm } from './executions';
import { type Run, toRun } from './memo';
import { defined } from '../../workflows/contract/defined';

export interface Filter {
  readonly companyId: string;
  /** `undefined`: all of the company. */
  readonly projects?: readonly string[] | undefined;
  readonly status?: ShownStatus | undefined;
  /** Only runs that are not closed, whatever their status. */
  readonly isOpen?: true | undefined;
  /** Runs that closed in this time: `from` is in it, `to` is not. ISO instants. */
  readonly closed?: { readonly from: string; readonly to: string } | undefined;
  /** How the project id begins. */
  readonly projectId?: string | undefined;
  readonly alike?: Alike | undefined;
}

/** Open or exported, with this number or all of these words in its name. */
export interface Alike {
  /** As visibility keeps it. */
  readonly number?: string;
  /** As visibility keeps them. */
  readonly words?: readonly string[];
  /** Not this project. */
  readonly besides?: string | undefined;
}

export interface ListRequest {
  readonly filter: Filter;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** At most so long; absent: as long as a request has. */
  readonly withinMs?: number;
}

export interface Page {
  readonly runs: readonly Run[];
  readonly next?: string;
}

/** The id alphabet has neither quotes nor wildcards. */
function quote(id: string): string {
  if (!idPattern.test(id)) throw new Error('not an id');
  return `'${id}'`;
}

/** What visibility keeps of numbers and names has neither. */
function quoteText(text: string): string {
  if (/["'\\]/.test(text)) throw new Error('not as visibility keeps it');
  return `'${text}'`;
}

function quoteInstant(instant: string): string {
  if (new Date(instant).toISOString() !== instant) throw new Error('not an instant');
  return `'${instant}'`;
}

function statusTerms(status: ShownStatus | undefined): string[] {
  if (status === undefined) return [];
  if (status === 'terminated') return [cutOffTerm];
  const isOpen = (openStatuses as readonly string[]).includes(status);
  return [`SubmissionStatus = '${status}'`, ...(isOpen ? [openTerm] : [])];
}

/** `=` on a Text finds what has any of the words, so that each is asked for alone. */
const alikeTerms = ({ number, words = [], besides }: Alike): string[] => [
  `(${openTerm} OR SubmissionStatus = '${'exported' satisfies ShownStatus}')`,
  ...(besides === undefined ? [] : [`ProjectId != ${quote(besides)}`]),
  ...(number === undefined ? [] : [`ProjectNumber = ${quoteText(number)}`]),
  ...words.map((word) => `ProjectName = ${quoteText(word)}`),
];

/** A run that was continued as new leaves an extra row, which is never shown. */
const toQuery = ({ companyId, projects, status, projectId, isOpen, closed, alike }: Filter): string =>
  [
    `WorkflowType = '${submissionType}'`,
    "ExecutionStatus != 'ContinuedAsNew'",
    `CompanyId = ${quote(companyId)}`,
    ...(projects ? [`ProjectId IN (${projects.map(quote).join(', ')})`] : []),
    ...(projectId === undefined ? [] : [`ProjectId STARTS_WITH ${quote(projectId)}`]),
    ...(closed ? [`CloseTime >= ${quoteInstant(closed.from)}`, `CloseTime < ${quoteInstant(closed.to)}`] : []),
    ...(isOpen ? [openTerm] : []),
    ...statusTerms(status),
    ...(alike ? alikeTerms(alike) : []),
  ].join(' AND ');

const fingerprint = (query: string): string => createHash('sha256').update(query).digest('base64url').slice(0, 16);

/** Of what a cursor holds and binds: one of another version of the service is not read. */
const cursorForm = '1';

const toCursor = (query: string, token: Uint8Array): string =>
  [cursorForm, fingerprint(query), Buffer.from(token).toString('base64url')].join('.');

const badCursor = (detail: string, cause?: unknown): Problem =>
  new Problem('malformed', detail, { errors: [{ pointer: '/cursor', code: 'invalid', message: detail }], cause });

function toToken(query: string, cursor: string): Uint8Array {
  const [form, bound, token = '', ...rest] = cursor.split('.');
  if (form !== cursorForm || rest.length > 0 || token === '') {
    throw badCursor('The cursor is not one of this version: begin the list anew, without a cursor.');
  }
  if (bound !== fingerprint(query))
    throw badCursor('The cursor belongs to a list with another filter: begin that list anew, without a cursor.');
  return Buffer.from(token, 'base64url');
}

/** Visibility says `unknown` for a page token that it cannot read. */
const isBadToken = (error: unknown): boolean =>
  [grpc.unknown, grpc.invalidArgument].some((code) => code === findGrpcCode(error));

/** Project ids of a token that are no ids match nothing. */
function narrow(filter: Filter): Filter | undefined {
  const projects = filter.projects?.filter((id) => idPattern.test(id));
  return projects?.length === 0 ? undefined : { ...filter, projects };
}

/** Ids mind case. Visibility on SQLite does not where a beginning is compared, that on PostgreSQL does. */
const isMatch = (run: Run | undefined, { companyId, projectId = '' }: Filter): run is Run =>
  run?.companyId === companyId && run.projectId.startsWith(projectId);

/** Newest run first. @throws Problem `malformed` for a foreign cursor */
export async function list(calls: Calls, { filter, limit, cursor, withinMs }: ListRequest): Promise<Page> {
  const narrowed = narrow(filter);
  if (!narrowed) return { runs: [] };
  const query = toQuery(narrowed);
  const nextPageToken = cursor === undefined ? undefined : toToken(query, cursor);
  const { namespace, connection, client } = calls;
  return calls.read(async () => {
    const page = await connection.workflowService
      .listWorkflowExecutions({ namespace, query, pageSize: limit, ...defined({ nextPageToken }) })
      .catch((error: unknown) => {
        throw nextPageToken && isBadToken(error)
          ? badCursor('The cursor leads nowhere: begin the list anew, without a cursor.', error)
          : error;
      });
    const { loadedDataConverter } = client.options;
    const runs = await Promise.all(
      page.executions.map(async (raw) => toRun(await executionInfoFromRaw(raw, loadedDataConverter, raw, namespace))),
    );
    return {
      runs: runs.filter((run) => isMatch(run, filter)),
      ...(page.nextPageToken.length > 0 && { next: toCursor(query, page.nextPageToken) }),
    };
  }, withinMs);
}

/** A run of the project; `undefined`: there is none of this id, or it is past retention. */
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

/** Visibility can group by nothing of ours: one count a status, all at once. */
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
