/**
 * Reads lists and counts from visibility. All queries are built here, and every value is checked before it is quoted.
 */
import { executionInfoFromRaw } from '../../adapters/temporal/sdk-internals';
import { openStatuses, type ShownStatus } from '../../workflows/contract/codes';
import { idPattern, type SubmissionId, submissionType } from '../../workflows/contract/names';
import { Problem } from '../problems';
import { type Calls, grpc, findGrpcCode } from './calls';
import { cutOffTerm, openTerm } from './executions';
import { type Run, toRun } from './memo';
import { defined } from '../../workflows/contract/defined';
import { sha256 } from '../../adapters/sha256';

export interface Filter {
  readonly companyId: string;
  /** Only these projects. `undefined` for all projects of the company. */
  readonly projects?: readonly string[] | undefined;
  readonly status?: ShownStatus | undefined;
  /** Only open runs, whatever their status. */
  readonly isOpen?: true | undefined;
  /** Only runs that closed in this period, from `from` (included) to `to` (excluded). ISO instants. */
  readonly closed?: { readonly from: string; readonly to: string } | undefined;
  /** Only project ids that begin with this. */
  readonly projectId?: string | undefined;
  readonly alike?: Alike | undefined;
}

/** A search for runs that are open or exported, with this number or with all of these words in the name. */
export interface Alike {
  /** The number in the form in which visibility stores it. */
  readonly number?: string;
  /** The words in the form in which visibility stores them. */
  readonly words?: readonly string[];
  /** The project that is excluded. */
  readonly besides?: string | undefined;
}

export interface ListRequest {
  readonly filter: Filter;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** The longest wait, in milliseconds. Absent for the time of a request. */
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

const fingerprint = (query: string): string => sha256(query, 'base64url').slice(0, 16);

/** Of what a cursor holds and binds: one of another version of the service is not read. */
const cursorForm = '1';

const toCursor = (query: string, token: Uint8Array): string =>
  [cursorForm, fingerprint(query), Buffer.from(token).toString('base64url')].join('.');

const badCursor = (detail: string, cause?: unknown): Problem =>
  new Problem('malformed', detail, { errors: [{ pointer: '/cursor', code: 'invalid', message: detail }], cause });

function toToken(query: string, cursor: string): Uint8Array {
  const [form, bound, token = '', ...rest] = cursor.split('.');
  if (form !== cursorForm || rest.length > 0 || token === '') {
    throw badCursor('The cursor is not from this version. Start the list again without a cursor.');
  }
  if (bound !== fingerprint(query))
    throw badCursor('The cursor belongs to a list with another filter. Start the list again without a cursor.');
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

/** Lists runs, newest first. @throws Problem `malformed` for a cursor of another list */
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
          ? badCursor('The cursor is no longer valid. Start the list again without a cursor.', error)
          : error;
      });
    const { loadedDataConverter } = client.options;
    const runs = await Promise.all(
      page.executions.map(async (raw) => toRun(await executionInfoFromRaw(raw, loadedDataConverter, raw, namespace))),
    );
    return {
      runs: runs.filter((run) => isMatch(run, filter)),
      ...defined({ next: page.nextPageToken.length > 0 ? toCursor(query, page.nextPageToken) : undefined }),
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
