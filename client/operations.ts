/** The requests of the API: their body, their path and their answer. */
import type {
  Checks,
  ExportHealth,
  IntegrationView,
  SubmissionCounts,
  SubmissionList,
} from '../workflows/contract/answers';
import type { AwaitedParty, ShownStatus, Sort, waitingReasons } from '../workflows/contract/codes';
import { commandTable, type CommandName } from '../workflows/contract/command-table';
import type * as contract from '../workflows/contract/commands';
import { isShown, isShownRecord, isStanding } from './outline';
import { readJson, type Read, toShape } from './transport';

/** A project as it was read from somewhere: the API judges it. */
type Judged<B> = B extends { project?: unknown } ? Omit<B, 'project'> & { readonly project?: object | undefined } : B;

/** The body of a command. */
export type CommandBody<N extends CommandName> = Readonly<Judged<contract.CommandBody<N>>>;

export interface Listing {
  readonly status?: ShownStatus | undefined;
  /** Only what begins with this in its project id, project number or job number, or has its words in the name. */
  readonly q?: string | undefined;
  /** Absent for the newest run first. `waiting` and the next three need one open `status`. */
  readonly sort?: Sort | undefined;
  /** Only submissions that need attention for this reason. */
  readonly why?: (typeof waitingReasons)[number] | undefined;
  /** Only submissions that have waited since before this instant in UTC. */
  readonly waitingBefore?: string | undefined;
  /** Only submissions that wait for the approver or, after a question, for the sender. */
  readonly awaiting?: AwaitedParty | undefined;
  /** 1 to 100. */
  readonly limit?: number | undefined;
  /** The `next` of the previous page, with the same filter and order. */
  readonly cursor?: string | undefined;
}

export interface Period {
  /** The start of the period, included: a date (midnight UTC) or an instant in UTC. */
  readonly from: string;
  /** The end of the period, excluded. Absent for now. */
  readonly to?: string | undefined;
  /** The format of the answer. `csv` is a summary of each run. */
  readonly format?: 'jsonl' | 'csv' | undefined;
  /** 1 to 100. */
  readonly limit?: number | undefined;
}

/** A page of records as text, and the path of the next page; absent on the last one. */
export interface RecordPage {
  readonly text: string;
  readonly next?: string | undefined;
}

type Query = Readonly<Record<string, string | number | undefined>>;

function withQuery(path: string, query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  const text = given.toString();
  return text === '' ? path : `${path}?${text}`;
}

const ofCompany = (companyId: string): string => `/v1/companies/${encodeURIComponent(companyId)}`;

/** The paths of the API, for callers who send requests of their own. */
export const paths = {
  submissions: (companyId: string, listing: Listing = {}): string =>
    withQuery(`${ofCompany(companyId)}/submissions`, { ...listing }),
  counts: (companyId: string): string => `${ofCompany(companyId)}/submission-counts`,
  submission: (companyId: string, projectId: string): string =>
    `${ofCompany(companyId)}/submissions/${encodeURIComponent(projectId)}`,
  exportNow: (companyId: string, projectId: string): string => `${paths.submission(companyId, projectId)}/export-now`,
  command: (companyId: string, projectId: string, command: CommandName): string =>
    `${paths.submission(companyId, projectId)}/${commandTable[command].segment}`,
  record: (companyId: string, projectId: string, runId?: string): string =>
    withQuery(`${paths.submission(companyId, projectId)}/record`, { runId }),
  records: (companyId: string, period: Period): string => withQuery(`${ofCompany(companyId)}/records`, { ...period }),
  exportHealth: (companyId: string): string => `${ofCompany(companyId)}/export-health`,
  validate: (companyId: string): string => `${ofCompany(companyId)}/validate`,
  integration: (companyId: string): string => `${ofCompany(companyId)}/integration`,
} as const;

const isCounts = (body: unknown): body is SubmissionCounts =>
  typeof body === 'object' && body !== null && Object.values(body).every((count) => typeof count === 'number');

/** `Link: <…>; rel="next"`; only a path of this API is followed. */
function findNext(headers: Headers): string | undefined {
  const [, path] = /<(\/v1\/[^>]*)>\s*;\s*rel="?next"?/.exec(headers.get('Link') ?? '') ?? [];
  return path;
}

/** Not the page of something in between, which would be text as well. */
function readRecordPage({ headers, text }: Parameters<Read<RecordPage>>[0]): RecordPage | undefined {
  const type = headers.get('Content-Type') ?? '';
  if (!/^(application\/jsonl|text\/csv)\b/.test(type)) return undefined;
  return { text, next: findNext(headers) };
}

export const reads = {
  shown: readJson(isShown),
  standing: readJson(isStanding),
  nothing: readJson(toShape<object>()),
  list: readJson(toShape<SubmissionList>('items')),
  counts: readJson(isCounts),
  checks: readJson(toShape<Checks>('checks')),
  exportHealth: readJson(toShape<ExportHealth>()),
  integration: readJson(toShape<IntegrationView>('companyId', 'takesProjects', 'acceptFields')),
  record: readJson(isShownRecord),
  recordPage: readRecordPage,
} as const;
