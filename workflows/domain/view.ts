/** The submission as others see it: flat, bounded, without what only the workflow needs. */
import type { Actor, ExportView, SubmissionState } from '../contract/view';
import type { Submission } from './submission';

function exportOf(state: Submission): ExportView | undefined {
  if (state.status === 'parked') return { attempts: state.attempts, parked: state.parked };
  if (state.status === 'exporting' || state.status === 'exported') return { attempts: state.attempts };
  return undefined;
}

/** Whether the ERP has the project already. */
export const modeOf = ({ after }: Submission): SubmissionState['mode'] => (after?.exported ? 'update' : 'create');

export function toView(state: Submission, runId: string): SubmissionState {
  const { applied: _applied, timeline, ...rest } = state;
  const { companyId, projectId, revision, firstRevision, status, project, integration, policy } = rest;
  const exported = exportOf(state);
  return {
    ...{ companyId, projectId, runId, revision, firstRevision, status, mode: modeOf(state) },
    ...{ project, integration, policy },
    ...{ submittedBy: rest.submittedBy, submittedAt: rest.submittedAt, waitingSince: rest.waitingSince },
    senders: [...rest.senders],
    ...(rest.after && { after: rest.after }),
    ...(rest.decision && { decision: rest.decision }),
    ...(rest.rejection && { rejection: rest.rejection }),
    changes: [...rest.changes],
    ...(rest.exportedChanges && { exportedChanges: [...rest.exportedChanges] }),
    checks: [...rest.checks],
    ...('asking' in rest && { isAsking: true }),
    ...(rest.suggestion && { suggestion: rest.suggestion }),
    ...('job' in rest && { job: rest.job }),
    ...(exported && { export: exported }),
    ...('receipt' in rest && { receipt: rest.receipt }),
    ...(rest.withdrawRequested && { withdrawRequested: rest.withdrawRequested }),
    timeline: [...(timeline.omitted > 0 ? [{ omitted: timeline.omitted }] : []), ...timeline.entries],
  };
}

export interface Current {
  readonly revision: number;
  readonly status: Submission['status'];
  readonly by: Actor;
  readonly at: string;
}

/** Where the submission stands and which person brought it there: what a loser of a race is told. */
export function currentOf(state: Submission): Current {
  const acts = state.timeline.entries.filter(({ type, actor }) => type !== 'ignored' && actor.channel !== 'export');
  const last = acts.at(-1);
  return {
    revision: state.revision,
    status: state.status,
    by: last?.actor ?? state.submittedBy,
    at: last?.at ?? state.submittedAt,
  };
}
