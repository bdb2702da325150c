/** The submission: its states, and the first of a run. How it goes on: `evolve`. */
import type { CommandName } from '../contract/codes';
import type { Job } from '../contract/commands';
import { limits } from '../contract/limits';
import type { Project } from '../contract/project';
import type { Integration, Policy } from '../contract/rules';
import type { Actor, Change, Check, Decision, Omitted, Parked, Receipt, Rejection, Suggestion } from '../contract/view';
import { changesBetween } from './changes';
import type { After, At, Confirm, Submitted } from './events';
import { boundChecks, checkJobNumber, checkProject } from './rules';
import { addRevision, noRevisions, type Revisions } from './revisions';
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
  /** Where the sender of this revision can be written to, if the token said it. */
  readonly senderEmail?: string;
  /** Absent: none yet. */
  readonly noticesTold?: number;
  /** The revision of which the approvers were reminded. */
  readonly remindedOf?: number;
  readonly after?: After;
  readonly decision?: Decision;
  readonly rejection?: Rejection;
  readonly changes: readonly (Change | Omitted)[];
  /** To the document in the ERP. */
  readonly exportedChanges?: readonly (Change | Omitted)[];
  readonly checks: readonly (Check | Omitted)[];
  readonly suggestion?: Suggestion;
  readonly withdrawRequested?: { readonly by: Actor; readonly at: At };
  readonly timeline: Timeline;
  /** Absent in runs that began before it was kept. */
  readonly revisions?: Revisions;
  readonly applied: readonly Applied[];
}

export interface Accepted {
  readonly job: Job;
  readonly attempts: number;
  /** A write that left and whose outcome is unknown. */
  readonly sentAt?: At;
}

/** The ERP is being asked, about this job number if there is one. */
interface Asking {
  readonly number?: string;
}

type Situation =
  | { readonly status: 'awaiting_decision'; readonly asking?: Asking }
  | { readonly status: 'retrieved' | 'withdrawn' }
  | { readonly status: 'rejected'; readonly rejection: Rejection }
  | ({ readonly status: 'exporting'; readonly retry?: Partial<Confirm> } & Accepted)
  | ({ readonly status: 'parked'; readonly parked: Parked } & Accepted)
  | ({ readonly status: 'exported'; readonly receipt: Receipt } & Accepted);

export type Submission = Core & Situation;

const originOf = (after: After | undefined): string =>
  after
    ? `Follows run ${after.runId}, which ended at revision ${String(after.revision)}.`
    : 'No earlier run is kept: revisions begin at 1.';

export const rulesChecks = (project: Project, integration: Integration): Pick<Core, 'checks'> => ({
  checks: boundChecks(checkProject(project, integration)),
});

export function exportedChanges(after: After | undefined, project: Project): Pick<Core, 'exportedChanges'> {
  const exported = after?.exported?.project;
  return exported ? { exportedChanges: changesBetween(exported, project) } : {};
}

/** The project's own number is asked about where it would do as the job number. */
export function awaiting(project: Project, integration: Integration, after: After | undefined): Situation {
  if (!integration.asksBefore) return { status: 'awaiting_decision' };
  const { number } = project;
  const isJobNumber = !after?.exported && checkJobNumber({ number }, project, integration).length === 0;
  return { status: 'awaiting_decision', asking: isJobNumber ? { number } : {} };
}

/** The first state of a run. */
export function begin(event: Submitted): Submission {
  const { at, by, companyId, projectId, project, integration, policy, after, senderEmail } = event;
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
    ...(senderEmail !== undefined && { senderEmail }),
    ...(after && { after }),
    changes: [],
    ...exportedChanges(after, project),
    ...rulesChecks(project, integration),
    timeline: addEntry(emptyTimeline, { at, type: 'submitted', revision, actor: by, text: originOf(after) }),
    revisions: addRevision(noRevisions, { revision, sentBy: by, sentAt: at, changes: [], decisions: [] }),
    applied: [],
    ...awaiting(project, integration, after),
  };
}

/** What every status shares, so that no field of the status left behind survives. */
export function core(state: Submission): Core & { readonly revisions: Revisions } {
  const { companyId, projectId, revision, firstRevision, project, integration, policy } = state;
  const { submittedBy, submittedAt, waitingSince, senders, changes, checks, timeline, applied } = state;
  const { after, decision, rejection, withdrawRequested, exportedChanges: inErp, suggestion } = state;
  const { revisions = noRevisions } = state;
  return {
    ...{ companyId, projectId, revision, firstRevision, project, integration, policy },
    ...{ submittedBy, submittedAt, waitingSince, senders, changes, checks, timeline, revisions, applied },
    ...(after && { after }),
    ...(inErp && { exportedChanges: inErp }),
    ...(suggestion && { suggestion }),
    ...(decision && { decision }),
    ...(rejection && { rejection }),
    ...(withdrawRequested && { withdrawRequested }),
    ...toldOf(state),
  };
}

const toldOf = ({ senderEmail, noticesTold, remindedOf }: Submission): Partial<Core> => ({
  ...(senderEmail !== undefined && { senderEmail }),
  ...(noticesTold !== undefined && { noticesTold }),
  ...(remindedOf !== undefined && { remindedOf }),
});

export const remember = (state: Submission, applied: Applied): Submission => ({
  ...state,
  applied: [...state.applied, applied].slice(-limits.appliedKept),
});

export const requestWithdraw = (state: Submission, by: Actor, at: At): Submission => ({
  ...state,
  withdrawRequested: { by, at },
});

/** One more notice is told. */
export const countNotice = (state: Submission): Submission => ({ ...state, noticesTold: (state.noticesTold ?? 0) + 1 });

export const isClosed = ({ status }: Submission): boolean => status === 'exported' || status === 'withdrawn';
