/**
 * The table of all routes: what each does, who may use it, its input and its answers. The router and OpenAPI are made
 * from it.
 */
import { roles as everyRole } from '../../workflows/contract/codes';
import {
  Checks,
  ExportHealth,
  IntegrationView,
  ShownRecord,
  SubmissionCounts,
  SubmissionList,
} from '../../workflows/contract/answers';
import { ExportNowBody, SubmitBody, ValidateBody } from '../../workflows/contract/commands';
import { exportNowRoles, recordRoles, submitRoles, validateRoles } from '../request/access';
import { commandOperations } from './command-operations';
import { bodyExamples } from './examples';
import {
  atSource,
  atTemporal,
  companyPath,
  ofBody,
  type Operation,
  shownAnswer,
  submissionPath,
  writing,
} from './operation';
import type { ProblemCode } from '../problem-kinds';
import { Alive, ListQuery, Ready, RecordQuery, RecordsQuery } from '../schemas';
import { sessionOperations } from '../session/operations';

export type { Operation } from './operation';

const watching = [...atTemporal, 'no_worker'] as const;
const reading = [...watching, 'read_failed', 'keys_missing'] as const;

export const operations = {
  submit: {
    id: 'submit',
    method: 'post',
    path: `${companyPath}/submissions`,
    summary: 'Submit a project',
    description:
      'Starts a run for the project. Its revision is 1, or follows the last revision of an earlier run. The project is checked by the rules of the ERP first and refused if it breaks them. Where the company has a source, `project` may be left out and is then fetched by its id.',
    roles: submitRoles,
    input: SubmitBody,
    example: bodyExamples.submit,
    answer: { ...shownAnswer, status: 201, headers: { Location: 'The path of the submission.' } },
    problems: ['already_open', 'integration_takes_no_projects', 'project_breaks_rules', ...atSource, ...writing],
  },
  list: {
    id: 'list',
    method: 'get',
    path: `${companyPath}/submissions`,
    summary: 'List submissions',
    description:
      '`status=awaiting_decision` lists the queue. A project that was submitted again has one row for each run. An admin of single projects sees those projects only. A list lags behind a change by a moment; the view does not.',
    roles: everyRole,
    input: ListQuery,
    answer: { status: 200, description: 'One page.', schema: SubmissionList },
    problems: ['malformed', ...atTemporal],
  },
  counts: {
    id: 'counts',
    method: 'get',
    path: `${companyPath}/submission-counts`,
    summary: 'Count submissions by status',
    roles: everyRole,
    answer: { status: 200, description: 'The number of submissions in each status.', schema: SubmissionCounts },
    problems: atTemporal,
  },
  view: {
    id: 'view',
    method: 'get',
    path: submissionPath,
    summary: 'Read one submission',
    description:
      '`actions` says for each command whether this caller may give it now and, if not, why. While the submission awaits a decision, `checks` has the warning `same_number` if another submission of the company is open or exported with the same project number, and `same_name` if the company searches names. A run that is paused in Temporal has `paused`, and one that cannot be loaded has `unreadable`; both hold only what Temporal itself knows.',
    roles: everyRole,
    answer: shownAnswer,
    problems: reading,
  },
  record: {
    id: 'record',
    method: 'get',
    path: `${submissionPath}/record`,
    summary: 'Read the full record of a run',
    description:
      'Returns the whole state with every revision, and the SHA-256 of its canonical JSON (RFC 8785). The newest 50 revisions are complete as far as they fit; older ones have shortened texts and a count of their differences.',
    roles: recordRoles,
    input: RecordQuery,
    answer: { status: 200, description: 'The record.', schema: ShownRecord },
    problems: ['malformed', ...reading],
  },
  records: {
    id: 'records',
    method: 'get',
    path: `${companyPath}/records`,
    summary: 'Export records',
    description:
      'Returns the records of all runs that closed in a period, newest first, as JSON lines `{format, companyId, projectId, runId, status, closedAt, sha256, record}` or as CSV. Nothing else keeps them after the retention. If an answer breaks off, request the same URL again. A run that cannot be loaded has `unreadable` in place of the record.',
    roles: recordRoles,
    input: RecordsQuery,
    answer: {
      status: 200,
      description: 'One page.',
      contentType: 'application/jsonl',
      otherContentType: 'text/csv',
      headers: { Link: '`rel="next"` is the URL of the next page. Absent on the last page.' },
    },
    problems: ['malformed', ...reading],
  },
  ...commandOperations,
  exportNow: {
    id: 'exportNow',
    method: 'post',
    path: `${submissionPath}/export-now`,
    summary: 'Start the next attempt of the export at once',
    description:
      'For an export that waits for its next attempt, for instance once the ERP is up again. Nothing changes if an attempt runs already. The view says when the next attempt is due (`export.nextAttemptAt`) and who paused it (`export.paused`).',
    roles: exportNowRoles,
    input: ExportNowBody,
    example: {},
    answer: { status: 202, description: 'The attempt is due now.', schema: ExportNowBody },
    problems: ['not_exporting', 'export_paused', 'paused', ...ofBody, ...atTemporal, 'not_confirmed'],
  },
  validate: {
    id: 'validate',
    method: 'post',
    path: `${companyPath}/validate`,
    summary: 'Validate a project without submitting it',
    description:
      'Checks the project by the rules of the ERP. `same_number` and `same_name` warn as in the view. Send `projectId` if the project was submitted before; otherwise its own submission causes the warning.',
    roles: validateRoles,
    input: ValidateBody,
    example: bodyExamples.validate,
    answer: {
      status: 200,
      description: 'Every finding. An empty list means that the project meets the rules.',
      schema: Checks,
    },
    problems: ofBody,
  },
  integration: {
    id: 'integration',
    method: 'get',
    path: `${companyPath}/integration`,
    summary: "Read the company's ERP, its rules and its accept fields",
    description: 'For an ERP that takes no projects, the answer says why and what to do.',
    roles: everyRole,
    answer: { status: 200, description: 'The integration as it is configured now.', schema: IntegrationView },
    problems: [],
  },
  exportHealth: {
    id: 'exportHealth',
    method: 'get',
    path: `${companyPath}/export-health`,
    summary: 'Read how the exports of the company go',
    description:
      'Looks at the ten exports that have been under way longest. `failing` is the oldest of them whose last attempt failed; its `since` says since when the ERP has not taken it. `agent` says when an agent before the ERP was last heard of, which is known only while an export waits for it. `submission-counts` says how many there are.',
    roles: everyRole,
    answer: { status: 200, description: 'Empty if no export fails or waits for an agent.', schema: ExportHealth },
    problems: atTemporal,
  },
  events: {
    id: 'events',
    method: 'get',
    path: `${companyPath}/events`,
    summary: 'Stream changes',
    description:
      'Sends the server-sent event `changed`, without data, whenever an open submission or a count of the company has changed. Read what you show again when it arrives. The id of an event is a hash of the open submissions and the counts: with `Last-Event-ID` the first event is sent only if something has changed since. A comment is sent every 15 s. The stream ends when the token expires.',
    roles: everyRole,
    answer: { status: 200, description: 'A stream that stays open.', contentType: 'text/event-stream' },
    problems: [],
  },
  ...sessionOperations,
  openapi: {
    id: 'openapi',
    method: 'get',
    path: '/openapi.json',
    summary: 'Read this API as OpenAPI 3.1',
    answer: { status: 200, description: 'The document.', contentType: 'application/json' },
    problems: [],
  },
  docs: {
    id: 'docs',
    method: 'get',
    path: '/docs',
    summary: 'Read this API as a page',
    answer: { status: 200, description: 'The page.', contentType: 'text/html' },
    problems: [],
  },
  docsStyle: {
    id: 'docsStyle',
    method: 'get',
    path: '/docs.css',
    summary: "Read the page's stylesheet",
    answer: { status: 200, description: 'The stylesheet.', contentType: 'text/css' },
    problems: [],
  },
  healthz: {
    id: 'healthz',
    method: 'get',
    path: '/healthz',
    summary: 'Check that this process is up',
    answer: { status: 200, description: 'The process is up.', schema: Alive },
    problems: [],
  },
  readyz: {
    id: 'readyz',
    method: 'get',
    path: '/readyz',
    summary: 'Check that Temporal is reached, a worker polls and a database on this machine has room',
    answer: { status: 200, description: 'All of these hold.', schema: Ready },
    problems: [...watching, 'disk_full'],
  },
} as const satisfies Readonly<Record<string, Operation>>;

/** Returns the problems that any request on this operation can have. */
export function commonProblems({ roles, id, method }: Operation): readonly ProblemCode[] {
  const limited: readonly ProblemCode[] = id === 'healthz' || id === 'readyz' ? [] : ['rate_limited'];
  if (!roles) return [...limited, 'internal'];
  const byCookie: readonly ProblemCode[] = method === 'post' ? ['cross_site'] : [];
  const notEveryone: readonly ProblemCode[] = roles.length < everyRole.length ? ['not_permitted'] : [];
  return [
    'unauthenticated',
    'session_stale',
    ...byCookie,
    ...notEveryone,
    'not_found',
    ...limited,
    'internal',
    'keys_unreachable',
  ];
}
