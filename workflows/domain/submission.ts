/** The states of a submission, and the first state of a run. `evolve` makes the following ones. */
import type { ParkedCode, QuestionState, Status } from '../contract/codes';
import type { CommandName } from '../contract/command-table';
import type { Job } from '../contract/commands';
import { defined } from '../contract/defined';
import { limits } from '../contract/limits';
import type { Project } from '../contract/project';
import type { Integration, Policy } from '../contract/rules';
import type {
  Actor,
  Change,
  Check,
  Decision,
  Omitted,
  Parked,
  PreviousRun,
  Receipt,
  Rejection,
  Suggestion,
} from '../contract/view';
import { changesBetween } from './changes';
import type { At, Confirm, Submitted } from './events';
import { boundChecks, checkJobNumber, checkProject } from './rules';
import { addRevision, noRevisions, type Revisions } from './revisions';
import { addEntry, emptyTimeline, type Timeline } from './timeline';

/** A command that was applied. Its repetition is answered without deciding it again. */
export interface IdempotencyRecord {
  readonly id: string;
  readonly bodyHash: string;
  readonly command: CommandName;
  readonly at: At;
}

/** The fields that a submission has in every status. `shared` carries a new field through every event. */
export interface Shared {
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
  /** The mail address of the sender of this revision, if the token had one. */
  readonly senderEmail?: string;
  /** The number of notices that were sent. Absent if none was. */
  readonly noticesSent?: number;
  /** The revision of which the approvers were reminded. Absent if they were not. */
  readonly remindedRevision?: number;
  readonly previousRun?: PreviousRun;
  readonly decision?: Decision;
  readonly rejection?: Rejection;
  readonly changes: readonly (Change | Omitted)[];
  /** The differences to the document in the ERP. */
  readonly exportedChanges?: readonly (Change | Omitted)[];
  readonly checks: readonly (Check | Omitted)[];
  readonly suggestion?: Suggestion;
  readonly withdrawRequested?: { readonly by: Actor; readonly at: At };
  readonly timeline: Timeline;
  /** The revisions of the run. Absent in runs that began before they were kept. */
  readonly revisions?: Revisions;
  readonly applied: readonly IdempotencyRecord[];
}

export interface Accepted {
  readonly job: Job;
  readonly attempts: number;
  /** When a write was sent whose outcome is unknown. */
  readonly sentAt?: At;
}

/** A preflight that is due or running, for this job number if there is one. */
interface Preflight {
  readonly number?: string;
}

type Stage =
  | {
      readonly status: 'awaiting_decision';
      readonly preflight?: Preflight;
      /** Present once the sender of this revision was asked. While it is `open`, the sender is awaited. */
      readonly question?: QuestionState;
    }
  | { readonly status: 'retrieved' | 'withdrawn' }
  | { readonly status: 'rejected'; readonly rejection: Rejection }
  | ({ readonly status: 'exporting'; readonly retry?: Partial<Confirm> } & Accepted)
  | ({ readonly status: 'parked'; readonly parked: Parked } & Accepted)
  | ({ readonly status: 'exported'; readonly receipt: Receipt } & Accepted);

export type Submission = Shared & Stage;

type ParkedFor = Pick<Parked, 'code'>;

/**
 * What the rules about status and person depend on. The workflow's state and its view both have it, so that the API can
 * apply the same rules to a submission that it read.
 */
export interface Standing extends Pick<Shared, 'submittedBy' | 'senders'> {
  readonly status: Status;
  readonly integration: Pick<Integration, 'supportsPreflight' | 'erpName' | 'rules'>;
  readonly policy: Pick<Policy, 'fourEyes'>;
  /** Present in a state that is parked. */
  readonly parked?: ParkedFor;
  /** Present in a view that has an export. */
  readonly export?: { readonly parked?: ParkedFor | undefined } | undefined;
}

/** Returns why the export is parked; `undefined` if it is not. */
export const findParkedCode = (standing: Standing): ParkedCode | undefined =>
  (standing.parked ?? standing.export?.parked)?.code;

/** Returns what the first timeline entry says about the previous run; nothing if none is known. */
function describeOrigin(previousRun: PreviousRun | undefined): string | undefined {
  if (!previousRun) return undefined;
  const { runId, revision, differences } = previousRun;
  const unread = differences ? '' : ' Its rejection, if there was one, and the changes since could not be read.';
  return `Follows run ${runId}, which ended at revision ${revision}.${unread}`;
}

export const checkRules = (project: Project, integration: Integration): Shared['checks'] =>
  boundChecks(checkProject(project, integration));

/**
 * Returns the differences to the last export; `undefined` if the project is not in the ERP, or its document was too
 * large to be carried.
 */
export function changesSinceExport(
  previousRun: PreviousRun | undefined,
  project: Project,
): Shared['exportedChanges'] | undefined {
  const exported = previousRun?.exported?.project;
  return exported && changesBetween(exported, project);
}

/**
 * Returns the state that awaits a decision. Its preflight checks the project's own number if that could be the job
 * number.
 */
export function awaitDecision(project: Project, integration: Integration, previousRun: PreviousRun | undefined): Stage {
  if (!integration.supportsPreflight) return { status: 'awaiting_decision' };
  const { number } = project;
  const isJobNumber = !previousRun?.exported && checkJobNumber({ number }, project, integration).length === 0;
  return { status: 'awaiting_decision', preflight: isJobNumber ? { number } : {} };
}

/** Returns the first state of a run. */
export function initialState(event: Submitted): Submission {
  const { at, by, companyId, projectId, project, integration, policy, previousRun, senderEmail } = event;
  const revision = (previousRun?.revision ?? 0) + 1;
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
    ...defined({ senderEmail, previousRun, exportedChanges: changesSinceExport(previousRun, project) }),
    changes: [],
    checks: checkRules(project, integration),
    timeline: addEntry(
      emptyTimeline,
      defined({ at, type: 'submitted', revision, actor: by, text: describeOrigin(previousRun) }),
    ),
    revisions: addRevision(noRevisions, { revision, sentBy: by, sentAt: at, changes: [], decisions: [] }),
    applied: [],
    ...awaitDecision(project, integration, previousRun),
  };
}

type KeysOfEach<T> = T extends unknown ? keyof T : never;
/** A field of any stage. */
type StageField = Exclude<KeysOfEach<Stage>, keyof Shared>;

/**
 * Returns the submission without the fields of its stage, so that none of them survives into the next stage. All other
 * fields are kept, so that a new field of `Shared` cannot be lost. A new field of a stage that is not removed does not
 * compile.
 */
export function shared(state: Submission): Shared & { readonly revisions: Revisions } {
  const given: Shared & Partial<Record<StageField, unknown>> = state;
  const {
    status: _1,
    preflight: _2,
    job: _3,
    attempts: _4,
    sentAt: _5,
    retry: _6,
    parked: _7,
    receipt: _8,
    question: _9,
    ...kept
  } = given;
  const withoutStage: Shared & Partial<Record<StageField, never>> = kept;
  return { ...withoutStage, revisions: state.revisions ?? noRevisions };
}

/** Finds what was applied under an update id, in this run or in one that it continues. */
export const findApplied = ({ applied }: Submission, id: string | undefined): IdempotencyRecord | undefined =>
  applied.find((record) => record.id === id);

export const recordApplied = (state: Submission, applied: IdempotencyRecord): Submission => ({
  ...state,
  applied: [...state.applied, applied].slice(-limits.appliedKept),
});

export const requestWithdraw = (state: Submission, by: Actor, at: At): Submission => ({
  ...state,
  withdrawRequested: { by, at },
});

/** Counts one more notice. */
export const countNotice = (state: Submission): Submission => ({ ...state, noticesSent: (state.noticesSent ?? 0) + 1 });

export const isClosed = ({ status }: Submission): boolean => status === 'exported' || status === 'withdrawn';
