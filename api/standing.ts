/** The domain asked about a submission that was read from outside: where it stands, and who may act. */
import type { SubmissionState, TimelineEntry } from '../workflows/contract/view';
import type { Submission } from '../workflows/domain/submission';
import { currentOf } from '../workflows/domain/view';
import type { Seen } from './gateway/reads';
import type { Current } from './problems';

function coreOf(state: SubmissionState) {
  const { companyId, projectId, revision, firstRevision, project, integration, policy } = state;
  const { submittedBy, submittedAt, waitingSince, senders, changes, checks } = state;
  const entries = state.timeline.filter((entry): entry is TimelineEntry => 'type' in entry);
  return {
    ...{ companyId, projectId, revision, firstRevision, project, integration, policy },
    ...{ submittedBy, submittedAt, waitingSince, senders, changes, checks },
    ...{ timeline: { entries, omitted: 0 }, applied: [] },
  };
}

/** As much of the workflow's own state as the view holds; enough for every rule about status and person. */
export function toSubmission(state: SubmissionState): Submission {
  const { status, rejection, receipt } = state;
  const core = coreOf(state);
  const accepted = { job: state.job ?? {}, attempts: state.export?.attempts ?? 0 };
  const parked = state.export?.parked;
  const missing = (part: string): never => {
    throw new Error(`a submission that is ${status} has no ${part}`);
  };
  switch (status) {
    case 'rejected':
      return { ...core, status, rejection: rejection ?? missing('rejection') };
    case 'exporting':
      return { ...core, status, ...accepted };
    case 'parked':
      return { ...core, status, ...accepted, parked: parked ?? missing('reason') };
    case 'exported':
      return { ...core, status, ...accepted, receipt: receipt ?? missing('receipt') };
    default:
      return { ...core, status };
  }
}

/** Where it stands, and which person brought it there: what the loser of a race is told. */
export const currentlyOf = ({ state, ended }: Seen): Current => ({
  ...currentOf(toSubmission(state)),
  ...(ended && { status: 'terminated' }),
});
