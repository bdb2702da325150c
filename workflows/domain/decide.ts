/** `decide` turns a state and a command into an event or a refusal. Every business rule is applied here. */
import { commandRow, type CommandName } from '../contract/command-table';
import { toReference } from '../contract/names';
import { refuse, type Caller, type Command, type ForRevision, type Refusal, type RetryCommand } from './command';
import { refusedByComment, toCommentKind } from './comments';
import type { Event } from './events';
import { mergeJob } from './evolve';
import { refusedBySender } from './people';
import { refusedByPointers } from './pointed';
import { checkWhole, refusedByChecks } from './refused-by-rules';
import { findJobChange, numberInErp, refusedByRetry } from './retry';
import { refusedByIds } from './settle';
import { checkProject } from './rules';
import { findParkedCode, type Standing, type Submission } from './submission';

export type Outcome = { readonly event: Event } | { readonly refusal: Refusal };

/** Refuses a command that the status does not allow. */
function refusedByStatus(state: Standing, type: CommandName): Refusal | undefined {
  if (state.status === 'exported' || state.status === 'withdrawn') {
    return refuse('already_closed', `The submission is ${state.status}. Submit the project again to start a new run.`);
  }
  const { legalFrom, refusal } = commandRow(type);
  if (!legalFrom.includes(state.status)) {
    const from = legalFrom.join(' or ');
    return refuse(refusal, `The submission is ${state.status}. ${type} is possible only while it is ${from}.`);
  }
  if ((type === 'reject' || type === 'withdraw') && findParkedCode(state) === 'outcome_unknown') {
    return refuse('outcome_unknown', 'The ERP may already hold the record. Retry the export or settle first.');
  }
  if (type === 'preflight' && !state.integration.supportsPreflight) {
    return refuse('preflight_unsupported', `${state.integration.erpName} does not support a preflight.`);
  }
  return undefined;
}

const notBySender: readonly CommandName[] = ['accept', 'settle'];

/**
 * Returns why this actor may not give this command now, whatever its fields; `undefined` if the actor may. The view's
 * `actions` are made from it.
 */
export const refusalFor = (state: Standing, type: CommandName, caller: Caller): Refusal | undefined =>
  refusedByStatus(state, type) ?? (notBySender.includes(type) ? refusedBySender(state, caller) : undefined);

function refusedByRevision(state: Submission, { revision }: ForRevision): Refusal | undefined {
  if (revision === undefined || revision === state.revision) return undefined;
  const message = `The command was made for revision ${revision}, but the submission is at revision ${state.revision}.`;
  return refuse('stale_revision', message);
}

/** Refuses a command by the rules about its own fields. */
function refusedByFields(state: Submission, command: Command, caller: Caller): Refusal | undefined {
  switch (command.type) {
    case 'accept': {
      const { project, integration } = state;
      return refusedByChecks([
        ...checkProject(project, integration),
        ...checkWhole(state, mergeJob(state, command.job)),
      ]);
    }
    case 'reject':
      return refusedByPointers(state, command.fields);
    case 'resend': {
      const { integration } = command.fresh ?? state;
      return refusedByChecks(checkProject(command.project ?? state.project, integration));
    }
    case 'settle':
      return refusedByIds(state, command.ids);
    case 'retryExport':
      return refusedByRetry(state, command, caller);
    case 'comment':
      return refusedByComment(state, command, caller);
    default:
      return undefined;
  }
}

/** Returns the fields of a command that go into its event. */
const commandFields = <C extends Command>({ type: _type, revision: _revision, ...fields }: C) => fields;

const retriedFields = ({ job: _named, ...command }: RetryCommand) => commandFields(command);

function toEvent(state: Submission, command: Command, caller: Caller, at: string): Event {
  const { roles: _roles, ...by } = caller;
  switch (command.type) {
    case 'accept':
      return { type: 'accepted', at, by, ...commandFields(command) };
    case 'reject':
      return { type: 'rejected', at, by, ...commandFields(command) };
    case 'resend':
      return { type: 'resent', at, by, ...commandFields(command) };
    case 'retrieve':
      return { type: 'retrieved', at, by, ...commandFields(command) };
    case 'withdraw':
      return { type: 'withdrawn', at, by, ...commandFields(command) };
    case 'retryExport':
      return { type: 'retried', at, by, ...retriedFields(command), ...findJobChange(state, command.job) };
    case 'settle': {
      const changed = findJobChange(state, numberInErp(state, command.ids));
      return { type: 'settled', at, by, reference: toReference(state), ...commandFields(command), ...changed };
    }
    case 'preflight':
      return { type: 'preflight_requested', at, by, ...commandFields(command) };
    case 'comment':
      return { type: 'commented', at, by, text: command.text, ...toCommentKind(state, command, caller) };
  }
}

/** Decides a command. It checks the revision, the status, the person and then the command's own fields. Pure. */
export function decide(state: Submission, command: Command, caller: Caller, at: string): Outcome {
  const refusal =
    refusedByRevision(state, command) ??
    refusalFor(state, command.type, caller) ??
    refusedByFields(state, command, caller);
  return refusal ? { refusal } : { event: toEvent(state, command, caller, at) };
}

/** Returns the withdraw that a cancel by ops requested, if it is legal now. */
export function dueWithdraw(state: Submission, at: string): Event | undefined {
  const request = state.withdrawRequested;
  if (!request || refusedByStatus(state, 'withdraw')) return undefined;
  return { type: 'withdrawn', at, by: request.by, reason: 'cancelled in Temporal' };
}
