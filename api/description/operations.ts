/** Every route once: what it does, who may, what it takes and answers. Router and OpenAPI are made from this table. */
import { roles as everyRole } from '../../workflows/contract/codes';
import { SubmitBody, ValidateBody } from '../../workflows/contract/commands';
import { recordRoles, submitRoles, validateRoles } from '../request/access';
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
import type { ProblemCode } from '../problems';
import {
  Alive,
  Checks,
  IntegrationView,
  ListQuery,
  Ready,
  RecordQuery,
  RecordsQuery,
  ShownRecord,
  SubmissionCounts,
  SubmissionList,
} from '../schemas';
import { sessionOperations } from '../session/operations';

export type { Operation } from './operation';

const watching = [...atTemporal, 'no_worker'] as const;
const reading = [...watching, 'read_failed'] as const;

export const operations = {
  submit: {
    id: 'submit',
    method: 'post',
    path: `${companyPath}/submissions`,
    summary: 'Submit a project',
    description:
      'Starts a run: revision 1, or the next one after an earlier run. Checked by the rules before that. Where the company has a source, `project` may be left out: it is fetched by its id.',
    roles: submitRoles,
    input: SubmitBody,
    example: bodyExamples.submit,
    answer: { ...shownAnswer, status: 201, headers: { Location: 'the path of the submission' } },
    problems: ['already_open', 'integration_takes_no_projects', 'project_breaks_rules', ...atSource, ...writing],
  },
  list: {
    id: 'list',
    method: 'get',
    path: `${companyPath}/submissions`,
    summary: 'List submissions, newest run first',
    description:
      '`status=awaiting_decision` is the queue. A project submitted again has one row per run. A project admin with a list sees those projects only. A change shows here within a moment, in the view at once.',
    roles: everyRole,
    input: ListQuery,
    answer: { status: 200, description: 'one page', schema: SubmissionList },
    problems: ['malformed', ...atTemporal],
  },
  counts: {
    id: 'counts',
    method: 'get',
    path: `${companyPath}/submission-counts`,
    summary: 'Count submissions by status',
    roles: everyRole,
    answer: { status: 200, description: 'how many there are in each status', schema: SubmissionCounts },
    problems: atTemporal,
  },
  view: {
    id: 'view',
    method: 'get',
    path: submissionPath,
    summary: 'Read one submission',
    description:
      '`actions` says what this caller may do now and, if not, why. While it waits, `checks` has the warning `same_number` where another submission of the company is open or exported with its number, and `same_name` where names are searched. Of a run that is paused in Temporal there is `paused`, of one that cannot be loaded `unreadable`, in place of all but what Temporal itself knows.',
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
      'The whole state with every revision, and the SHA-256 of its canonical JSON (RFC 8785). The newest 50 revisions in full as far as they fit, of older ones the texts cut and the differences counted.',
    roles: recordRoles,
    input: RecordQuery,
    answer: { status: 200, description: 'the record', schema: ShownRecord },
    problems: ['malformed', ...reading],
  },
  records: {
    id: 'records',
    method: 'get',
    path: `${companyPath}/records`,
    summary: 'Fetch out the records of runs that closed in a time',
    description:
      'Newest first, as JSON lines `{format, companyId, projectId, runId, status, closedAt, sha256, record}` or as CSV. Nothing else keeps them past retention. An answer that breaks off is fetched again by the same URL. Of a run that cannot be loaded there is `unreadable` in place of the record.',
    roles: recordRoles,
    input: RecordsQuery,
    answer: {
      status: 200,
      description: 'one page',
      contentType: 'application/jsonl',
      otherContentType: 'text/csv',
      headers: { Link: '`rel="next"`: the URL of the next page; absent: this is the last' },
    },
    problems: ['malformed', ...reading],
  },
  ...commandOperations,
  validate: {
    id: 'validate',
    method: 'post',
    path: `${companyPath}/validate`,
    summary: "Check a project by the ERP's rules without submitting it",
    description:
      'With `same_number` and `same_name` as the view of one that waits has them. With `projectId` its own submissions do not count.',
    roles: validateRoles,
    input: ValidateBody,
    example: bodyExamples.validate,
    answer: { status: 200, description: 'every finding; none: it fits', schema: Checks },
    problems: ofBody,
  },
  integration: {
    id: 'integration',
    method: 'get',
    path: `${companyPath}/integration`,
    summary: "Read the company's ERP, its rules and accept fields",
    description: 'And, for an ERP that takes no projects, why and what to do.',
    roles: everyRole,
    answer: { status: 200, description: 'the integration as it is configured now', schema: IntegrationView },
    problems: [],
  },
  events: {
    id: 'events',
    method: 'get',
    path: `${companyPath}/events`,
    summary: 'Be told when something of the company changed',
    description:
      'Server-sent events: `changed` without data, its id a hash of the open submissions and the counts; then read again. With the `Last-Event-ID` of how it still is, nothing is sent. A comment every 15 s; ends with the token.',
    roles: everyRole,
    answer: { status: 200, description: 'a stream that stays open', contentType: 'text/event-stream' },
    problems: [],
  },
  ...sessionOperations,
  openapi: {
    id: 'openapi',
    method: 'get',
    path: '/openapi.json',
    summary: 'This API as OpenAPI 3.1',
    answer: { status: 200, description: 'the document', contentType: 'application/json' },
    problems: [],
  },
  docs: {
    id: 'docs',
    method: 'get',
    path: '/docs',
    summary: 'This API as a page',
    answer: { status: 200, description: 'the page', contentType: 'text/html' },
    problems: [],
  },
  docsStyle: {
    id: 'docsStyle',
    method: 'get',
    path: '/docs.css',
    summary: "The page's stylesheet",
    answer: { status: 200, description: 'the stylesheet', contentType: 'text/css' },
    problems: [],
  },
  healthz: {
    id: 'healthz',
    method: 'get',
    path: '/healthz',
    summary: 'Whether this process is up',
    answer: { status: 200, description: 'it is', schema: Alive },
    problems: [],
  },
  readyz: {
    id: 'readyz',
    method: 'get',
    path: '/readyz',
    summary: 'Whether Temporal is reached, a worker polls, and a database on this machine has room',
    answer: { status: 200, description: 'all of it', schema: Ready },
    problems: [...watching, 'disk_full'],
  },
} as const satisfies Readonly<Record<string, Operation>>;

/** What any request on this operation can meet. */
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
