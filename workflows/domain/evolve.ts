/** `evolve` applies an event to a state. It is the only way in which a submission changes. */
import type { FieldMessage, Job } from '../contract/commands';
import { defined } from '../contract/defined';
import { limits } from '../contract/limits';
import { byCode } from '../contract/pointers';
import { showText } from '../contract/text';
import type { Decision, Rejection, TimelineEntry } from '../contract/view';
import { fitting } from './bound';
import { changesBetween } from './changes';
import type { Event, ParkedEvent, PreflightAnswered } from './events';
import { remedies } from './export-policy';
import { listCodes } from './pointed';
import { addRevision, decideRevision, toReasons } from './revisions';
import { boundChecks, checkProject } from './rules';
import { awaitDecision, changesSinceExport, checkRules, shared, type Accepted, type Submission } from './submission';
import { addEntry } from './timeline';

type EventOf<T extends Event['type']> = Extract<Event, { readonly type: T }>;

/** The details of a timeline entry, beside its time, type, revision and actor. */
type Details = Omit<TimelineEntry, 'at' | 'type' | 'revision' | 'actor'>;

/** Returns `next` with the event in its timeline. */
const withEntry = (next: Submission, event: Exclude<Event, PreflightAnswered>, details: Details): Submission => ({
  ...next,
  timeline: addEntry(
    next.timeline,
    defined({ at: event.at, type: event.type, revision: next.revision, actor: event.by, ...details }),
  ),
});

/** As `withEntry`, where the status begins anew: the time that the submission has waited in it does as well. */
const moved = (next: Submission, event: Exclude<Event, PreflightAnswered>, details: Details = {}): Submission => ({
  ...withEntry(next, event, details),
  waitingSince: event.at,
});

const requireAccepted = (state: Submission): Accepted => {
  if (state.status === 'exporting' || state.status === 'parked') return state;
  throw new Error(`${state.status} has no accepted job`);
};

/** Merges a job into what is in the ERP, which keeps its number and fields unless others are given. */
export const mergeJob = (state: Submission, job: Job): Job => ({ ...state.previousRun?.exported?.job, ...job });

function accepted(state: Submission, event: EventOf<'accepted'>): Submission {
  const { job, note, by, at } = event;
  const decision: Decision = { decision: 'accept', revision: state.revision, by, at };
  const kept = shared(state);
  const revisions = decideRevision(kept.revisions, decision, { job });
  const next = { ...kept, decision, revisions, status: 'exporting', job: mergeJob(state, job), attempts: 0 } as const;
  return moved(next, event, { text: note, jobNumber: job.number });
}

function rejected(state: Submission, event: EventOf<'rejected'>): Submission {
  const { reason, category, fields, by, at } = event;
  const { revision } = state;
  const rejection: Rejection = defined({ reason, by, at, revision, category, fields: fields && [...fields] });
  const decision: Decision = { decision: 'reject', revision, by, at };
  const kept = shared(state);
  const revisions = decideRevision(kept.revisions, decision, { rejection: toReasons(rejection) });
  const next = { ...kept, decision, rejection, revisions, status: 'rejected' } as const;
  return moved(next, event, { text: reason, category });
}

/**
 * Applies a resend. Messages about the previous revision, and the mail address of its sender, do not apply to the new
 * one.
 */
function resent(state: Submission, event: EventOf<'resent'>): Submission {
  const { by, at, note, senderEmail, project = state.project } = event;
  const { integration, policy } = event.fresh ?? state;
  const { suggestion: _old, senderEmail: _former, ...kept } = shared(state);
  const revision = state.revision + 1;
  const changes = changesBetween(state.project, project);
  const sent = defined({ revision, sentBy: by, sentAt: at, changes, decisions: [], note });
  const next: Submission = {
    ...kept,
    ...defined({ senderEmail, exportedChanges: changesSinceExport(state.previousRun, project) }),
    revision,
    project,
    integration,
    policy,
    senders: [...new Set([...state.senders, by.id])].slice(-limits.sendersKept),
    changes,
    revisions: addRevision(kept.revisions, sent),
    checks: checkRules(project, integration),
    ...awaitDecision(project, integration, state.previousRun),
  };
  return moved(next, event, { text: note });
}

const retrieved = (state: Submission, event: EventOf<'retrieved'>): Submission =>
  moved({ ...shared(state), status: 'retrieved' }, event, { text: event.note });

const withdrawn = (state: Submission, event: EventOf<'withdrawn'>): Submission =>
  moved({ ...shared(state), status: 'withdrawn' }, event, { text: event.reason });

function exported(state: Submission, event: EventOf<'exported'>): Submission {
  const { job, attempts: known } = requireAccepted(state);
  const { reference, ids, at, attempts = known } = event;
  const receipt = { reference, ids: { ...ids }, exportedAt: at };
  return moved({ ...shared(state), status: 'exported', job, attempts, receipt }, event);
}

/** Makes an ERP's messages about single fields fit to store and to show. */
const shownFields = (fields: readonly FieldMessage[], codes: readonly string[]): FieldMessage[] =>
  fitting(
    fields.map(({ pointer, message }) => ({
      pointer: showText(byCode(pointer.startsWith('/') ? pointer : `/${pointer}`, codes), limits.pointerChars).trim(),
      message: showText(message, limits.messageChars).trim() || 'no message',
    })),
    { maxEntries: limits.rejectionFields, maxBytes: limits.rejectionFieldsBytes },
  );

function parked(state: Submission, event: ParkedEvent): Submission {
  const { code, message, fields, attempts, sentAt, at, changes, differencesHash, holder } = event;
  const { job } = requireAccepted(state);
  const why = defined({
    code,
    message,
    remedy: remedies[code],
    since: at,
    fields: fields && shownFields(fields, listCodes(state)),
    changes: changes && [...changes],
    differencesHash,
    holder,
  });
  const next = { ...shared(state), status: 'parked', ...defined({ job, attempts, sentAt }), parked: why } as const;
  // A failure that was made by hand may say nothing.
  return moved(next, event, { code, text: message === '' ? undefined : message });
}

function retried(state: Submission, event: EventOf<'retried'>): Submission {
  const { job: acceptedJob, sentAt } = requireAccepted(state);
  const { job, changes, note, confirm, differencesHash } = event;
  const retry = confirm && differencesHash !== undefined ? { confirm, differencesHash } : {};
  const tried = defined({ job: job ?? acceptedJob, attempts: 0, retry, sentAt });
  const details = { text: note, jobNumber: job?.number, changes: changes && [...changes] };
  return moved({ ...shared(state), status: 'exporting', ...tried }, event, details);
}

/** Applies a settlement. The person may have booked the project under another number than was accepted. */
function settled(state: Submission, event: EventOf<'settled'>): Submission {
  const { job: acceptedJob, attempts } = requireAccepted(state);
  const { reference, ids, at, job, changes, note } = event;
  const receipt = { reference, ids: { ...ids }, exportedAt: at, byHand: true };
  const next = { ...shared(state), status: 'exported', job: job ?? acceptedJob, attempts, receipt } as const;
  return moved(next, event, { text: note, jobNumber: job?.number, changes: changes && [...changes] });
}

function preflightRequested(state: Submission, event: EventOf<'preflight_requested'>): Submission {
  const { number } = event;
  const next = state.status === 'awaiting_decision' ? { ...state, preflight: defined({ number }) } : state;
  return withEntry(next, event, { jobNumber: number });
}

/**
 * Applies the answer of a preflight. It changes nothing once its revision is decided, and has no timeline entry,
 * because no person acted.
 */
function preflightAnswered(state: Submission, event: PreflightAnswered): Submission {
  const { revision, checks, suggestedNumber, at } = event;
  if (state.status !== 'awaiting_decision' || state.revision !== revision) return state;
  const { preflight: _due, suggestion: _old, ...kept } = state;
  const all = [...checkProject(state.project, state.integration), ...checks];
  const suggestion = suggestedNumber === undefined ? undefined : { number: suggestedNumber, at };
  return { ...kept, checks: boundChecks(all), ...defined({ suggestion }) };
}

/** A question leaves the sender awaited, and the answer the approver. Any other comment changes nothing. */
function toAsked(state: Submission, { isQuestion, isAnswer }: EventOf<'commented'>): Submission {
  if (state.status !== 'awaiting_decision') return state;
  if (isQuestion) return { ...state, question: 'open' };
  return isAnswer ? { ...state, question: 'answered' } : state;
}

const commented = (state: Submission, event: EventOf<'commented'>): Submission =>
  withEntry(toAsked(state, event), event, { text: event.text, isQuestion: event.isQuestion });

const ignored = (state: Submission, event: EventOf<'ignored'>): Submission =>
  withEntry(state, event, { code: event.code, signal: event.signal });

/** Returns the next state. Pure. Every event is legal here, because `decide` has checked it. */
export function evolve(state: Submission, event: Event): Submission {
  switch (event.type) {
    case 'accepted':
      return accepted(state, event);
    case 'rejected':
      return rejected(state, event);
    case 'resent':
      return resent(state, event);
    case 'retrieved':
      return retrieved(state, event);
    case 'withdrawn':
      return withdrawn(state, event);
    case 'exported':
      return exported(state, event);
    case 'parked':
      return parked(state, event);
    case 'retried':
      return retried(state, event);
    case 'settled':
      return settled(state, event);
    case 'preflight_requested':
      return preflightRequested(state, event);
    case 'preflight_answered':
      return preflightAnswered(state, event);
    case 'commented':
      return commented(state, event);
    case 'ignored':
      return ignored(state, event);
  }
}
