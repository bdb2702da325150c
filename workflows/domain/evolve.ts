/** `evolve`: an event brings a submission from one state to the next; the only way it changes. */
import type { FieldMessage, Job } from '../contract/commands';
import { limits } from '../contract/limits';
import { byCode } from '../contract/pointers';
import type { Decision, Receipt, Rejection, TimelineEntry } from '../contract/view';
import { fitting } from './bound';
import { changesBetween } from './changes';
import type { PreflightAnswered, Event, ParkedEvent } from './events';
import { remedies } from './export-policy';
import { listCodes } from './pointed';
import { addRevision, decideRevision, toReasons } from './revisions';
import { boundChecks, checkProject } from './rules';
import { awaiting, exportedChanges, rulesChecks, shared, type Accepted, type Submission } from './submission';
import { showText } from '../contract/text';
import { addEntry } from './timeline';

const requireAccepted = (state: Submission): Accepted => {
  if (state.status === 'exporting' || state.status === 'parked') return state;
  throw new Error(`${state.status} has no accepted job`);
};

function resent(state: Submission, event: Event & { type: 'resent' }): Submission {
  const project = event.project ?? state.project;
  const { integration, policy } = event.fresh ?? state;
  const { suggestion: _old, senderEmail: _former, ...kept } = shared(state);
  const revision = state.revision + 1;
  const changes = changesBetween(state.project, project);
  const { by, at, note, senderEmail } = event;
  return {
    ...kept,
    revision,
    project,
    integration,
    policy,
    senders: [...new Set([...state.senders, by.id])].slice(-limits.sendersKept),
    ...(senderEmail !== undefined && { senderEmail }),
    changes,
    revisions: addRevision(kept.revisions, {
      ...{ revision, sentBy: by, sentAt: at, changes, decisions: [] },
      ...(note !== undefined && { note }),
    }),
    ...exportedChanges(state.previousRun, project),
    ...rulesChecks(project, integration),
    ...awaiting(project, integration, state.previousRun),
  };
}

function rejected(state: Submission, event: Event & { type: 'rejected' }): Submission {
  const { reason, category, fields, by, at } = event;
  const { revision } = state;
  const rejection: Rejection = {
    ...{ reason, by, at, revision },
    ...(category && { category }),
    ...(fields && { fields: [...fields] }),
  };
  const decision: Decision = { decision: 'reject', revision, by, at };
  const kept = shared(state);
  const revisions = decideRevision(kept.revisions, decision, { rejection: toReasons(rejection) });
  return { ...kept, decision, rejection, revisions, status: 'rejected' };
}

/** What an ERP says of single fields, made fit to carry and to show. */
const shownFields = (fields: readonly FieldMessage[], codes: readonly string[]): FieldMessage[] =>
  fitting(
    fields.map(({ pointer, message }) => ({
      pointer: showText(byCode(pointer.startsWith('/') ? pointer : `/${pointer}`, codes), limits.pointerChars).trim(),
      message: showText(message, limits.messageChars).trim() || 'no message',
    })),
    { maxEntries: limits.rejectionFields, maxBytes: limits.rejectionFieldsBytes },
  );

function parked(state: Submission, event: ParkedEvent): Submission {
  const { code, message, fields, attempts, sentAt, at, changes, differencesHash } = event;
  const { job } = requireAccepted(state);
  return {
    ...shared(state),
    status: 'parked',
    ...{ job, attempts },
    ...(sentAt && { sentAt }),
    parked: {
      ...{ code, message, remedy: remedies[code], since: at },
      ...(fields && { fields: shownFields(fields, listCodes(state)) }),
      ...(changes && { changes: [...changes] }),
      ...(differencesHash !== undefined && { differencesHash }),
    },
  };
}

/** The answer of a preflight changes nothing once its revision is decided. */
function preflightAnswered(
  state: Submission,
  { revision, checks, suggestedNumber, at }: PreflightAnswered,
): Submission {
  if (state.status !== 'awaiting_decision' || state.revision !== revision) return state;
  const { suggestion: _old, ...kept } = shared(state);
  const all = [...checkProject(state.project, state.integration), ...checks];
  return {
    ...kept,
    checks: boundChecks(all),
    ...(suggestedNumber !== undefined && { suggestion: { number: suggestedNumber, at } }),
    status: 'awaiting_decision',
  };
}

function withPreflight(state: Submission, number: string | undefined): Submission {
  if (state.status !== 'awaiting_decision') return state;
  return { ...state, preflight: number === undefined ? {} : { number } };
}

/** What is in the ERP keeps its number and fields, unless other fields are given. */
export const mergeJob = (state: Submission, job: Job): Job => ({ ...state.previousRun?.exported?.job, ...job });

function retried(state: Submission, event: Event & { type: 'retried' }): Submission {
  const { job: accepted, sentAt } = requireAccepted(state);
  const { job = accepted, confirm, differencesHash } = event;
  const retry = confirm && differencesHash !== undefined ? { confirm, differencesHash } : {};
  return { ...shared(state), status: 'exporting', job, attempts: 0, retry, ...(sentAt && { sentAt }) };
}

type Move = Exclude<Event, { type: 'ignored' | 'preflight_requested' | 'preflight_answered' }>;

function transition(state: Submission, event: Move): Submission {
  const { at, by } = event;
  switch (event.type) {
    case 'accepted': {
      const decision: Decision = { decision: 'accept', revision: state.revision, by, at };
      const kept = shared(state);
      const revisions = decideRevision(kept.revisions, decision, { job: event.job });
      return { ...kept, decision, revisions, status: 'exporting', job: mergeJob(state, event.job), attempts: 0 };
    }
    case 'rejected':
      return rejected(state, event);
    case 'resent':
      return resent(state, event);
    case 'retrieved':
    case 'withdrawn':
      return { ...shared(state), status: event.type };
    case 'retried':
      return retried(state, event);
    case 'exported':
    case 'settled': {
      const { job: accepted, attempts } = requireAccepted(state);
      const byHand = event.type === 'settled';
      const { job = accepted } = byHand ? event : {};
      const { reference, ids } = event;
      const receipt: Receipt = { reference, ids: { ...ids }, exportedAt: at, ...(byHand && { byHand }) };
      const tried = event.type === 'exported' ? (event.attempts ?? attempts) : attempts;
      return { ...shared(state), status: 'exported', job, attempts: tried, receipt };
    }
    case 'parked':
      return parked(state, event);
  }
}

function findText(event: Event): string | undefined {
  switch (event.type) {
    case 'rejected':
    case 'withdrawn':
      return event.reason;
    case 'parked':
      return event.message;
    case 'exported':
    case 'ignored':
    case 'preflight_requested':
    case 'preflight_answered':
      return undefined;
    default:
      return event.note;
  }
}

/** What an event says of the job: its number, and how it differs from the one that was accepted. */
function jobEntry(event: Event): Pick<TimelineEntry, 'jobNumber' | 'changes'> {
  switch (event.type) {
    case 'accepted':
    case 'retried':
    case 'settled': {
      const { job, changes } = { changes: undefined, ...event };
      return { ...(job?.number !== undefined && { jobNumber: job.number }), ...(changes && { changes: [...changes] }) };
    }
    case 'preflight_requested':
      return event.number === undefined ? {} : { jobNumber: event.number };
    default:
      return {};
  }
}

function toEntry(event: Exclude<Event, PreflightAnswered>, revision: number) {
  const text = findText(event);
  return {
    ...{ at: event.at, type: event.type, revision, actor: event.by },
    ...('code' in event && { code: event.code }),
    ...('signal' in event && { signal: event.signal }),
    ...(text && { text }),
    ...('category' in event && event.category && { category: event.category }),
    ...jobEntry(event),
  };
}

const withEntry = (state: Submission, event: Exclude<Event, PreflightAnswered>, revision: number): Submission => ({
  ...state,
  timeline: addEntry(state.timeline, toEntry(event, revision)),
});

/** The next state. Pure; every event is legal by the time it is here (`decide` saw to it). */
export function evolve(state: Submission, event: Event): Submission {
  switch (event.type) {
    case 'ignored':
      return withEntry(state, event, state.revision);
    case 'preflight_answered':
      return preflightAnswered(state, event);
    case 'preflight_requested':
      return withEntry(withPreflight(state, event.number), event, state.revision);
    default: {
      const next = transition(state, event);
      return { ...withEntry(next, event, next.revision), waitingSince: event.at };
    }
  }
}
