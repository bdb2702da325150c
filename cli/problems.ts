/** Turns problems of the API into one line for a person and an exit code for a script. */
import type { ApiProblem } from '../client/problem';
import type { Ending } from './exit-codes';
import { Failure } from './failure';

/** The request, as far as it helps to repeat it. */
export interface Attempted {
  readonly projectId?: string | undefined;
  readonly revision?: number | undefined;
  /** The Idempotency-Key of a command. */
  readonly key?: string | undefined;
}

const endings: Readonly<Record<number, Ending>> = {
  400: 'refused',
  401: 'denied',
  403: 'denied',
  404: 'notFound',
  405: 'refused',
  409: 'refused',
  413: 'refused',
  415: 'refused',
  422: 'refused',
};

function toEnding({ code, status }: ApiProblem): Ending {
  if (code === 'aborted') return 'interrupted';
  return code === 'unreachable' ? 'unknown' : (endings[status] ?? 'unknown');
}

const show = ({ projectId = '<project>' }: Attempted): string => `"ledgergate show ${projectId}"`;
const look = (attempted: Attempted): string => `check it with ${show(attempted)}, and act on its status`;

type Remedy = (attempted: Attempted) => string;

const remedies: Readonly<Record<string, Remedy>> = {
  unauthenticated: () => 'get a new token, and set LEDGERGATE_TOKEN or LEDGERGATE_TOKEN_FILE',
  not_permitted: () => 'ask a person with that role',
  same_person: () => 'a person who did not submit or resend the project has to do it',
  not_found: () => 'check the project, the company and the access of the token',
  malformed: () => 'correct the named fields',
  project_breaks_rules: () => 'correct the named fields; "ledgergate validate <file>" checks without submitting',
  source_not_found: () => 'check the project id in the source, or give the project as a file',
  source_does_not_fit: () => 'correct it in the source, and run the same command again',
  stale_revision: (attempted) => `review the changes with ${show(attempted)}, then give the current revision`,
  stale_differences: (attempted) =>
    `review the differences with ${show(attempted)}, then confirm with the new --differences-hash`,
  job_number_taken: () => 'give another number with --job, or the same once it is free in the ERP',
  outcome_unknown: ({ projectId = '<project>' }) =>
    `run "ledgergate retry-export ${projectId}", which looks the record up first, or look in the ERP and settle it`,
  export_paused: () => 'ask the person who paused it; for ops: temporal activity unpause',
  already_open: (attempted) => `check it with ${show(attempted)}; a rejected or retrieved one can be resent`,
  already_closed: ({ projectId = '<project>' }) => `"ledgergate submit ${projectId} <file>" starts a new run`,
  paused: () => 'nothing was changed; ask the person who paused it; for ops: temporal workflow unpause',
  unreadable: (attempted) => `nothing was changed; ${show(attempted)} says what ops can do`,
  integration_takes_no_projects: () => 'follow the given advice; "ledgergate integration" repeats it',
  preflight_unsupported: () => 'decide by the checks of the rules; the export reports what the ERP refuses',
  too_many_comments: () => 'decide, or write elsewhere',
  idempotency_key_reused: () => 'leave --key out, or repeat the first command that used this key',
  body_too_large: () => 'send less',
};

/** The command may be in effect already: only with its key and revision is it the same one again. */
function repeatRemedy({ code }: ApiProblem, attempted: Attempted): string {
  const { key, revision } = attempted;
  if (key === undefined) return code === 'aborted' ? 'nothing was changed' : 'try again later';
  const options = `${revision === undefined ? '' : `--revision ${revision} `}--key ${key}`;
  const looking = attempted.projectId === undefined ? '' : `, or check with ${show(attempted)}`;
  return `run the same command again with ${options}${looking}; both are safe`;
}

const nothingDone = ['busy', 'rate_limited', 'source_unavailable', 'keys_unreachable'];

const mayBeApplied = ({ code, status }: ApiProblem, { key }: Attempted): boolean =>
  key !== undefined && (status >= 500 || status === 0) && !nothingDone.includes(code);

function describeProblem(problem: ApiProblem, attempted: Attempted): string {
  const { code, status, detail, title, requestId } = problem;
  const said = (detail || title).replace(/\.$/, '');
  const id = status >= 500 && requestId !== undefined ? ` [request ${requestId}]` : '';
  const isOpen = mayBeApplied(problem, attempted) ? '; the command may have been applied' : '';
  if (code === 'aborted') return `cancelled${isOpen}`;
  return `${code === 'unreachable' ? 'Ledgergate cannot be reached: ' : ''}${said}${id}${isOpen}`;
}

function findRemedy(problem: ApiProblem, attempted: Attempted): string {
  const ending = toEnding(problem);
  if (ending === 'unknown' || ending === 'interrupted') return repeatRemedy(problem, attempted);
  return (Object.hasOwn(remedies, problem.code) ? remedies[problem.code] : undefined)?.(attempted) ?? look(attempted);
}

function listDetails({ errors = [], current }: ApiProblem): string[] {
  const fields = errors.map(({ pointer, message }) => (pointer === '' ? message : `${pointer}: ${message}`));
  if (!current) return fields;
  const { revision, status, by, at } = current;
  return [...fields, `now: revision ${revision}, ${status}, by ${by.name ?? by.id} at ${at}`];
}

export const problemFailure = (problem: ApiProblem, attempted: Attempted = {}): Failure =>
  new Failure(toEnding(problem), {
    what: describeProblem(problem, attempted),
    remedy: findRemedy(problem, attempted),
    details: listDetails(problem),
  });
