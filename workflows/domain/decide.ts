/** `decide`: a state and a command give an event or a refusal. Every business rule is here. */
import type { CommandName, Confirmation, ParkedCode, RefusalCode, Status } from '../contract/codes';
import type { FieldMessage, Job } from '../contract/commands';
import { toReference } from '../contract/names';
import type { Project } from '../contract/project';
import type { Actor, Check } from '../contract/view';
import type { Event, Fresh } from './events';
import { jobOf } from './evolve';
import { checkExportedNumber, checkJob, checkProject, hasErrors } from './rules';
import type { Standing, Submission } from './submission';

interface ForRevision {
  /** The revision the command was made for; absent (raw signals only): the current one. */
  readonly revision?: number;
}

export type Command =
  | (ForRevision & { readonly type: 'accept'; readonly job: Job; readonly note?: string })
  | (ForRevision & {
      readonly type: 'reject';
      readonly reason: string;
      readonly category?: string;
      readonly fields?: readonly FieldMessage[];
    })
  | (ForRevision & {
      readonly type: 'resend';
      readonly project?: Project;
      readonly note?: string;
      readonly fresh?: Fresh;
      readonly senderEmail?: string;
    })
  | (ForRevision & { readonly type: 'retrieve'; readonly note?: string })
  | (ForRevision & { readonly type: 'withdraw'; readonly reason: string })
  | (ForRevision & {
      readonly type: 'retryExport';
      readonly job?: Job;
      readonly note?: string;
      readonly confirm?: Confirmation;
      readonly seen?: string;
    })
  | (ForRevision & { readonly type: 'check'; readonly number?: string })
  | (ForRevision & {
      readonly type: 'settle';
      readonly ids: Readonly<Record<string, string>>;
      readonly note: string;
    });

type RetryCommand = Command & { readonly type: 'retryExport' };

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly checks?: readonly Check[];
}

export type Outcome = { readonly event: Event } | { readonly refusal: Refusal };

const refuse = (code: RefusalCode, message: string): Refusal => ({ code, message });

const legalFrom: Readonly<Record<CommandName, readonly Status[]>> = {
  accept: ['awaiting_decision'],
  reject: ['awaiting_decision', 'parked'],
  resend: ['rejected', 'retrieved'],
  retrieve: ['awaiting_decision'],
  withdraw: ['awaiting_decision', 'rejected', 'retrieved', 'parked'],
  retryExport: ['parked'],
  settle: ['parked'],
  check: ['awaiting_decision'],
};

const illegal: Readonly<Record<CommandName, RefusalCode>> = {
  accept: 'not_awaiting_decision',
  reject: 'not_awaiting_decision',
  resend: 'not_resendable',
  retrieve: 'not_awaiting_decision',
  withdraw: 'not_withdrawable',
  retryExport: 'not_parked',
  settle: 'not_parked',
  check: 'not_awaiting_decision',
};

const isUnknown = ({ status, parked }: Standing): boolean => status === 'parked' && parked?.code === 'outcome_unknown';

/** Whether the status allows the command at all. */
function refusedByStatus(state: Standing, type: CommandName): Refusal | undefined {
  if (state.status === 'exported' || state.status === 'withdrawn') {
    return refuse('already_closed', `The submission is ${state.status}; a new submit starts a new run.`);
  }
  if (!legalFrom[type].includes(state.status)) {
    const from = legalFrom[type].join(' or ');
    return refuse(illegal[type], `The submission is ${state.status}; ${type} is possible from ${from}.`);
  }
  if ((type === 'reject' || type === 'withdraw') && isUnknown(state)) {
    return refuse(
      'outcome_unknown',
      'The ERP may already hold the record. Retry the export or settle before anything else.',
    );
  }
  if (type === 'check' && !state.integration.asksBefore) {
    return refuse('erp_takes_no_questions', `${state.integration.erpName} cannot be asked before the export.`);
  }
  return undefined;
}

/** Four-eyes: who sent the project in this run neither accepts, renumbers, confirms nor settles it. */
const refusedBySender = (state: Standing, actor: Actor): Refusal | undefined =>
  state.policy.fourEyes && (state.senders.includes(actor.id) || state.submittedBy.id === actor.id)
    ? refuse('same_person', `${actor.id} submitted or resent this project; somebody else must do this.`)
    : undefined;

const notBySender: readonly CommandName[] = ['accept', 'settle'];

/** Why this actor could not give this command now, whatever its fields; the view's `actions`. */
export const whyNot = (state: Standing, type: CommandName, actor: Actor): Refusal | undefined =>
  refusedByStatus(state, type) ?? (notBySender.includes(type) ? refusedBySender(state, actor) : undefined);

function refusedByRevision(state: Submission, { revision }: ForRevision): Refusal | undefined {
  if (revision === undefined || revision === state.revision) return undefined;
  const message = `This was made for revision ${String(revision)}; the submission is at revision ${String(state.revision)}.`;
  return refuse('stale_revision', message);
}

const newNumber = (state: Submission, job: Job | undefined): boolean =>
  state.status === 'parked' && job?.number !== undefined && job.number !== state.job.number;

function refusedByChecks(checks: readonly Check[]): Refusal | undefined {
  if (!hasErrors(checks)) return undefined;
  const first = checks[0];
  const message = `${String(checks.length)} finding(s); the first: ${first?.pointer ?? ''} ${first?.message ?? ''}`;
  return { code: 'project_breaks_rules', message, checks };
}

const confirmedAs: Readonly<Record<Confirmation, ParkedCode>> = {
  overwrite: 'changed_in_erp',
  recreate: 'deleted_in_erp',
};

/** Only what was seen can be confirmed, and not by who sent the project. */
function refusedByConfirm(
  state: Submission & { readonly status: 'parked' },
  { confirm, seen }: RetryCommand,
  actor: Actor,
): Refusal | undefined {
  if (!confirm) return undefined;
  if (state.parked.code !== confirmedAs[confirm]) {
    return refuse('nothing_to_confirm', `${confirm} confirms what is parked as ${confirmedAs[confirm]}; this is not.`);
  }
  if (state.parked.seen !== seen) {
    return refuse('stale_differences', 'The differences to the ERP are others by now; look at the view again.');
  }
  return refusedBySender(state, actor);
}

function refusedByRetry(state: Submission, command: RetryCommand, actor: Actor): Refusal | undefined {
  if (state.status !== 'parked') return undefined;
  const refused = refusedByConfirm(state, command, actor);
  const { job } = command;
  if (refused || !job) return refused;
  if (newNumber(state, job)) {
    const message = 'The ERP may hold the record under the old number: retry without a new one first.';
    const refusal = isUnknown(state) ? refuse('outcome_unknown', message) : refusedBySender(state, actor);
    if (refusal) return refusal;
  }
  return refusedByChecks(checkWhole(state, { ...state.job, ...job }));
}

const checkWhole = ({ project, integration, after }: Submission, job: Job): Check[] => [
  ...checkJob(job, project, integration),
  ...checkExportedNumber(job, after?.exported?.job, integration),
];

/** Rules that look at the command's own fields. */
function refusedByFields(state: Submission, command: Command, actor: Actor): Refusal | undefined {
  switch (command.type) {
    case 'accept': {
      const { project, integration } = state;
      return refusedByChecks([...checkProject(project, integration), ...checkWhole(state, jobOf(state, command.job))]);
    }
    case 'resend': {
      const { integration } = command.fresh ?? state;
      return refusedByChecks(checkProject(command.project ?? state.project, integration));
    }
    case 'retryExport':
      return refusedByRetry(state, command, actor);
    default:
      return undefined;
  }
}

/** What of a command goes into its event. */
const fieldsOf = <C extends Command>({ type: _type, revision: _revision, ...fields }: C) => fields;

function eventOf(state: Submission, command: Command, by: Actor, at: string): Event {
  switch (command.type) {
    case 'accept':
      return { type: 'accepted', at, by, ...fieldsOf(command) };
    case 'reject':
      return { type: 'rejected', at, by, ...fieldsOf(command) };
    case 'resend':
      return { type: 'resent', at, by, ...fieldsOf(command) };
    case 'retrieve':
      return { type: 'retrieved', at, by, ...fieldsOf(command) };
    case 'withdraw':
      return { type: 'withdrawn', at, by, ...fieldsOf(command) };
    case 'retryExport':
      return { type: 'retried', at, by, ...fieldsOf(command) };
    case 'settle':
      return { type: 'settled', at, by, reference: toReference(state), ...fieldsOf(command) };
    case 'check':
      return { type: 'asked', at, by, ...fieldsOf(command) };
  }
}

/** Pure. Checks the revision, the status, the person, then the command's fields. */
export function decide(state: Submission, command: Command, actor: Actor, at: string): Outcome {
  const refusal =
    refusedByRevision(state, command) ?? whyNot(state, command.type, actor) ?? refusedByFields(state, command, actor);
  return refusal ? { refusal } : { event: eventOf(state, command, actor, at) };
}

/** The withdraw that a cancel by ops asked for, once it is legal. */
export function dueWithdraw(state: Submission, at: string): Event | undefined {
  const request = state.withdrawRequested;
  if (!request || refusedByStatus(state, 'withdraw')) return undefined;
  return { type: 'withdrawn', at, by: request.by, reason: 'cancelled in Temporal' };
}
