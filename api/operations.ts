/** Every route once: what it does, who may, what it takes and answers. Router and OpenAPI are made from this table. */
import type { z } from 'zod';
import type { CommandName, Role } from '../workflows/contract/codes';
import { commandBodies, SubmitBody, ValidateBody } from '../workflows/contract/commands';
import { SubmissionView } from '../workflows/contract/view';
import { commandRoles, everyRole, submitRoles, validateRoles } from './access';
import { bodyExamples } from './examples';
import type { ProblemCode } from './problems';
import { Alive, Checks, IntegrationView, ListQuery, Ready, SubmissionCounts, SubmissionList } from './schemas';

export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post';
  /** In OpenAPI's notation, such as `/v1/companies/{companyId}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** Who may; absent: everybody, without a token. */
  readonly roles?: readonly Role[];
  /** The body of a POST, the query of a GET. */
  readonly input?: z.ZodType;
  readonly example?: unknown;
  readonly answer: Answer;
  /** Those that depend on what is asked; what any request can meet stands in `commonProblems`. */
  readonly problems: readonly ProblemCode[];
}

interface Answer {
  readonly status: 200 | 201;
  readonly description: string;
  /** Absent: text of the content type. */
  readonly schema?: z.ZodType;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const company = '/v1/companies/{companyId}';
const submission = `${company}/submissions/{projectId}`;

const atTemporal = ['busy', 'temporal_unreachable'] as const satisfies readonly ProblemCode[];
const reading = [...atTemporal, 'no_worker'] as const;
const ofBody = ['malformed', 'body_too_large', 'unsupported_media_type'] as const satisfies readonly ProblemCode[];
const writing = [...ofBody, ...atTemporal, 'idempotency_key_reused', 'no_worker', 'not_confirmed'] as const;
const deciding = ['stale_revision', 'already_closed', ...writing] as const;

const view: Answer = { status: 200, description: 'the submission as it is now', schema: SubmissionView };

interface CommandText {
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly problems: readonly ProblemCode[];
}

const commandTexts: Readonly<Record<CommandName, CommandText>> = {
  accept: {
    path: 'accept',
    summary: 'Accept the revision and export it',
    description: "Names the ERP's job number and the extra fields this ERP wants; `GET …/integration` lists them.",
    problems: ['not_awaiting_decision', 'same_person', 'project_breaks_rules'],
  },
  reject: {
    path: 'reject',
    summary: 'Reject the revision with a reason',
    description: 'The project leaves the queue until it is resent. Also from parked, unless the outcome is unknown.',
    problems: ['not_awaiting_decision', 'outcome_unknown'],
  },
  resend: {
    path: 'resend',
    summary: 'Send the corrected project again',
    description: 'Revision + 1, and a new decision is awaited. Without `project` the last document goes as it is.',
    problems: ['not_resendable', 'project_breaks_rules', 'integration_takes_no_projects'],
  },
  retrieve: {
    path: 'retrieve',
    summary: 'Take the project back before a decision falls',
    description: 'It can be resent later.',
    problems: ['not_awaiting_decision'],
  },
  withdraw: {
    path: 'withdraw',
    summary: 'End the submission without export',
    description: 'Closes it; the project can be submitted again.',
    problems: ['not_withdrawable', 'outcome_unknown'],
  },
  retryExport: {
    path: 'retry-export',
    summary: 'Try a parked export again',
    description:
      'Looks up the reference in the ERP before anything else. Another job number takes an approver, and so does `confirm`: overwrite what was changed in the ERP, or recreate what was deleted there, with the `seen` of the differences that were looked at.',
    problems: [
      ...(['not_parked', 'same_person', 'outcome_unknown', 'nothing_to_confirm', 'stale_differences'] as const),
      'project_breaks_rules',
    ],
  },
  settle: {
    path: 'settle',
    summary: 'Record that a person booked the project by hand',
    description: "Takes the ERP's ids of the record and a note; closes the submission as exported.",
    problems: ['not_parked', 'same_person'],
  },
  check: {
    path: 'check',
    summary: 'Ask the ERP again before the decision',
    description:
      'Its answer comes into `checks` (source `erp`) and `suggestion` within seconds; `isAsking` says that it is awaited. No decision waits for it.',
    problems: ['not_awaiting_decision', 'erp_takes_no_questions'],
  },
};

/** One operation a command. */
const commandOperation = (name: CommandName): Operation => {
  const { path, summary, description, problems } = commandTexts[name];
  return {
    ...{ id: name, method: 'post' as const, path: `${submission}/${path}`, summary, description },
    ...{ roles: commandRoles[name], input: commandBodies[name], example: bodyExamples[name], answer: view },
    problems: [...problems, ...deciding],
  };
};

export const commandOperations = {
  accept: commandOperation('accept'),
  reject: commandOperation('reject'),
  resend: commandOperation('resend'),
  retrieve: commandOperation('retrieve'),
  withdraw: commandOperation('withdraw'),
  retryExport: commandOperation('retryExport'),
  settle: commandOperation('settle'),
  check: commandOperation('check'),
} satisfies Record<CommandName, Operation>;

export const operations = {
  submit: {
    id: 'submit',
    method: 'post',
    path: `${company}/submissions`,
    summary: 'Submit a project',
    description: 'Starts a run: revision 1, or the next one after an earlier run. Checked by the rules before that.',
    roles: submitRoles,
    input: SubmitBody,
    example: bodyExamples.submit,
    answer: { ...view, status: 201, headers: { Location: 'the path of the submission' } },
    problems: ['already_open', 'integration_takes_no_projects', 'project_breaks_rules', ...writing],
  },
  list: {
    id: 'list',
    method: 'get',
    path: `${company}/submissions`,
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
    path: `${company}/submission-counts`,
    summary: 'Count submissions by status',
    roles: everyRole,
    answer: { status: 200, description: 'how many there are in each status', schema: SubmissionCounts },
    problems: atTemporal,
  },
  view: {
    id: 'view',
    method: 'get',
    path: submission,
    summary: 'Read one submission',
    description: '`actions` says what this caller may do now and, if not, why.',
    roles: everyRole,
    answer: { ...view, headers: { ETag: 'weak; send it back in If-None-Match for a 304' } },
    problems: reading,
  },
  ...commandOperations,
  validate: {
    id: 'validate',
    method: 'post',
    path: `${company}/validate`,
    summary: "Check a project by the ERP's rules without submitting it",
    roles: validateRoles,
    input: ValidateBody,
    example: bodyExamples.validate,
    answer: { status: 200, description: 'every finding; none: it fits', schema: Checks },
    problems: ofBody,
  },
  integration: {
    id: 'integration',
    method: 'get',
    path: `${company}/integration`,
    summary: "Read the company's ERP, its rules and accept fields",
    description: 'And, for an ERP that takes no projects, why and what to do.',
    roles: everyRole,
    answer: { status: 200, description: 'the integration as it is configured now', schema: IntegrationView },
    problems: [],
  },
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
    summary: 'Whether Temporal is reached and a worker polls',
    answer: { status: 200, description: 'both', schema: Ready },
    problems: reading,
  },
} as const satisfies Readonly<Record<string, Operation>>;

/** What any request on this operation can meet. */
export function commonProblems({ roles, id }: Operation): readonly ProblemCode[] {
  const limited: readonly ProblemCode[] = id === 'healthz' || id === 'readyz' ? [] : ['rate_limited'];
  if (!roles) return [...limited, 'internal'];
  const notEveryone: readonly ProblemCode[] = roles.length < everyRole.length ? ['not_permitted'] : [];
  return ['unauthenticated', ...notEveryone, 'not_found', ...limited, 'internal', 'keys_unreachable'];
}
