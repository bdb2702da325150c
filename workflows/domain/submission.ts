/** The submission: its states, and `evolve`, the only way it changes. */
import type { CommandName } from '../contract/codes';
import type { FieldMessage, Job } from '../contract/commands';
import { limits } from '../contract/limits';
import type { Project } from '../contract/project';
import type { Integration, Policy } from '../contract/rules';
import type { Actor, Change, Check, Decision, Omitted, Parked, Receipt, Rejection } from '../contract/view';
import { changesBetween } from './changes';
import type { After, At, Event, ParkedEvent, Submitted } from './events';
import { remedies } from './export-policy';
import { boundChecks, checkProject } from './rules';
import { showText } from './text';
import { addEntry, emptyTimeline, type Timeline } from './timeline';

/** A command that was applied, so that its repetition is answered and not decided again. */
export interface Applied {
  readonly id: string;
  readonly bodyHash: string;
  readonly command: CommandName;
  readonly at: At;
}

interface Core {
  readonly companyId: string;
  readonly projectId: string;
  readonly revision: number;
  readonly firstRevision: number;
  readonly project: Project;
  readonly integration: Integration;
  readonly policy: Policy;
  readonly submittedBy: Actor;
  readonly submittedAt: At;
  readonly waitingSince: At;
  readonly senders: readonly string[];
  readonly after?: After;
  readonly decision?: Decision;
  readonly rejection?: Rejection;
  readonly changes: readonly (Change | Omitted)[];
  readonly checks: readonly (Check | Omitted)[];
  readonly withdrawRequested?: { readonly by: Actor; readonly at: At };
  readonly timeline: Timeline;
  readonly applied: readonly Applied[];
}

interface Accepted {
  readonly job: Job;
  readonly attempts: number;
  /** A write that left and whose outcome is unknown. */
  readonly sentAt?: At;
}

type Situation =
  | { readonly status: 'awaiting_decision' | 'retrieved' | 'withdrawn' }
  | { readonly status: 'rejected'; readonly rejection: Rejection }
  | ({ readonly status: 'exporting' } & Accepted)
  | ({ readonly status: 'parked'; readonly parked: Parked } & Accepted)
  | ({ readonly status: 'exported'; readonly receipt: Receipt } & Accepted);

export type Submission = Core & Situation;

const originOf = (after: After | undefined): string =>
  after
    ? `Follows run ${after.runId}, which ended at revision ${String(after.revision)}.`
    : 'No earlier run is kept: revisions begin at 1.';

/** The first state of a run. */
export function begin(event: Submitted): Submission {
  const { at, by, companyId, projectId, project, integration, policy, after } = event;
  const revision = (after?.revision ?? 0) + 1;
  return {
    companyId,
    projectId,
    revision,
    firstRevision: revision,
    project,
    integration,
    policy,
    submittedBy: by,
    submittedAt: at,
    waitingSince: at,
    senders: [by.id],
    ...(after && { after }),
    changes: [],
    checks: boundChecks(checkProject(project, integration)),
    timeline: addEntry(emptyTimeline, { at, type: 'submitted', revision, actor: by, text: originOf(after) }),
    applied: [],
    status: 'awaiting_decision',
  };
}

const acceptedOf = (state: Submission): Accepted => {
  if (state.status === 'exporting' || state.status === 'parked') return state;
  throw new Error(`${state.status} has no accepted job`);
};

/** What every status shares, so that no field of the status left behind survives. */
function core(state: Submission): Core {
  const { companyId, projectId, revision, firstRevision, project, integration, policy } = state;
  const { submittedBy, submittedAt, waitingSince, senders, changes, checks, timeline, applied } = state;
  const { after, decision, rejection, withdrawRequested } = state;
  return {
    ...{ companyId, projectId, revision, firstRevision, project, integration, policy },
    ...{ submittedBy, submittedAt, waitingSince, senders, changes, checks, timeline, applied },
    ...(after && { after }),
    ...(decision && { decision }),
    ...(rejection && { rejection }),
    ...(withdrawRequested && { withdrawRequested }),
  };
}

function resent(state: Submission, event: Event & { type: 'resent' }): Submission {
  const project = event.project ?? state.project;
  const { integration, policy } = event.fresh ?? state;
  return {
    ...core(state),
    revision: state.revision + 1,
    project,
    integration,
    policy,
    senders: [...new Set([...state.senders, event.by.id])].slice(-limits.sendersKept),
    changes: changesBetween(state.project, project),
    checks: boundChecks(checkProject(project, integration)),
    status: 'awaiting_decision',
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
  return { ...core(state), decision, rejection, status: 'rejected' };
}

/** What an ERP says of single fields, made fit to carry and to show. */
const shownFields = (fields: readonly FieldMessage[]): FieldMessage[] =>
  fields.slice(0, limits.rejectionFields).map(({ pointer, message }) => ({
    pointer: showText(pointer.startsWith('/') ? pointer : `/${pointer}`, limits.keyChars).trim(),
    message: showText(message, limits.messageChars).trim() || 'no message',
  }));

function parked(state: Submission, event: ParkedEvent): Submission {
  const { code, message, fields, attempts, sentAt, at } = event;
  const { job } = acceptedOf(state);
  return {
    ...core(state),
    status: 'parked',
    ...{ job, attempts },
    ...(sentAt && { sentAt }),
    parked: { code, message, remedy: remedies[code], since: at, ...(fields && { fields: shownFields(fields) }) },
  };
}

function moved(state: Submission, event: Exclude<Event, { type: 'ignored' }>): Submission {
  const { at, by } = event;
  switch (event.type) {
    case 'accepted': {
      const decision: Decision = { decision: 'accept', revision: state.revision, by, at };
      return { ...core(state), decision, status: 'exporting', job: event.job, attempts: 0 };
    }
    case 'rejected':
      return rejected(state, event);
    case 'resent':
      return resent(state, event);
    case 'retrieved':
    case 'withdrawn':
      return { ...core(state), status: event.type };
    case 'retried': {
      const { job, sentAt } = acceptedOf(state);
      const merged = event.job ? { ...job, ...event.job } : job;
      return { ...core(state), status: 'exporting', job: merged, attempts: 0, ...(sentAt && { sentAt }) };
    }
    case 'exported':
    case 'settled': {
      const { job, attempts } = acceptedOf(state);
      const byHand = event.type === 'settled';
      const { reference, ids } = event;
      const receipt: Receipt = { reference, ids: { ...ids }, exportedAt: at, ...(byHand && { byHand }) };
      const tried = event.type === 'exported' ? (event.attempts ?? attempts) : attempts;
      return { ...core(state), status: 'exported', job, attempts: tried, receipt };
    }
    case 'parked':
      return parked(state, event);
  }
}

function textOf(event: Event): string | undefined {
  switch (event.type) {
    case 'rejected':
    case 'withdrawn':
      return event.reason;
    case 'parked':
      return event.message;
    case 'exported':
    case 'ignored':
      return undefined;
    default:
      return event.note;
  }
}

function entryOf(event: Event, revision: number) {
  const text = textOf(event);
  return {
    ...{ at: event.at, type: event.type, revision, actor: event.by },
    ...('code' in event && { code: event.code }),
    ...('signal' in event && { signal: event.signal }),
    ...(text && { text }),
    ...('category' in event && event.category && { category: event.category }),
    ...('job' in event && event.job.number && { jobNumber: event.job.number }),
  };
}

/** The next state. Pure; every event is legal by the time it is here (`decide` saw to it). */
export function evolve(state: Submission, event: Event): Submission {
  if (event.type === 'ignored') {
    return { ...state, timeline: addEntry(state.timeline, entryOf(event, state.revision)) };
  }
  const next = moved(state, event);
  return { ...next, waitingSince: event.at, timeline: addEntry(state.timeline, entryOf(event, next.revision)) };
}

export const remember = (state: Submission, applied: Applied): Submission => ({
  ...state,
  applied: [...state.applied, applied].slice(-limits.appliedKept),
});

export const requestWithdraw = (state: Submission, by: Actor, at: At): Submission => ({
  ...state,
  withdrawRequested: { by, at },
});

export const isClosed = ({ status }: Submission): boolean => status === 'exported' || status === 'withdrawn';
