/** The submission as it is shown: flat, bounded, and without what only the workflow needs. */
import type { Current } from '../contract/answers';
import { isMove } from '../contract/command-table';
import { defined } from '../contract/defined';
import type { SubmissionRecord } from '../contract/record';
import type { ExportView, SubmissionState } from '../contract/view';
import { findAwaited, findQuestion } from './comments';
import { noRevisions } from './revisions';
import type { Submission } from './submission';

function toExportView(state: Submission): ExportView | undefined {
  if (state.status === 'parked') return { attempts: state.attempts, parked: state.parked };
  if (state.status === 'exporting' || state.status === 'exported') return { attempts: state.attempts };
  return undefined;
}

/** Whether this run creates the project in the ERP or updates it. */
export const toMode = ({ previousRun }: Submission): SubmissionState['mode'] =>
  previousRun?.exported ? 'update' : 'create';

/** Returns the fields of the view that depend on the status. */
const toStageFields = (state: Submission): Partial<SubmissionState> =>
  defined({
    awaiting: findAwaited(state),
    question: findQuestion(state),
    isPreflightRunning: 'preflight' in state ? true : undefined,
    job: 'job' in state ? state.job : undefined,
    export: toExportView(state),
    receipt: 'receipt' in state ? state.receipt : undefined,
  });

export function toView(state: Submission, runId: string): SubmissionState {
  const { exportedChanges, timeline } = state;
  return defined({
    companyId: state.companyId,
    projectId: state.projectId,
    runId,
    revision: state.revision,
    firstRevision: state.firstRevision,
    status: state.status,
    mode: toMode(state),
    project: state.project,
    integration: state.integration,
    policy: state.policy,
    submittedBy: state.submittedBy,
    submittedAt: state.submittedAt,
    waitingSince: state.waitingSince,
    senders: [...state.senders],
    changes: [...state.changes],
    checks: [...state.checks],
    previousRun: state.previousRun,
    decision: state.decision,
    rejection: state.rejection,
    exportedChanges: exportedChanges && [...exportedChanges],
    suggestion: state.suggestion,
    withdrawRequested: state.withdrawRequested,
    ...toStageFields(state),
    timeline: [...(timeline.omitted > 0 ? [{ omitted: timeline.omitted }] : []), ...timeline.entries],
  });
}

/** Returns the record of a run: its state and all its revisions. */
export function toRecord(state: Submission, runId: string): SubmissionRecord {
  const { entries, omitted } = state.revisions ?? noRevisions;
  return { ...toView(state, runId), revisions: [...(omitted > 0 ? [{ omitted }] : []), ...entries] };
}

type Seen = Pick<SubmissionState, 'revision' | 'status' | 'submittedBy' | 'submittedAt' | 'timeline'>;

/** Returns where the submission stands and who brought it there. A person whose command came too late is told this. */
export function toCurrent({ revision, status, submittedBy, submittedAt, timeline }: Seen): Current {
  const last = timeline.findLast((entry) => 'type' in entry && isMove(entry.type) && entry.actor.channel !== 'export');
  const { actor: by, at } = last && 'type' in last ? last : { actor: submittedBy, at: submittedAt };
  return { revision, status, by, at };
}
