/** The domain asked about a submission that was read from outside: where it stands, and who may act. */
import type { SubmissionState, TimelineEntry } from '../workflows/contract/view';
import type { Standing } from '../workflows/domain/submission';
import { toCurrent } from '../workflows/domain/view';
import type { SubmissionSnapshot } from './gateway/reads';
import type { Current } from './problems';

export function toStanding(state: SubmissionState): Standing {
  const parked = state.export?.parked;
  return { ...state, ...(parked && { parked }) };
}

/** Where it stands, and which person brought it there: what the loser of a race is told. */
export function currentlyOf({ state, ended }: SubmissionSnapshot): Current {
  const entries = state.timeline.filter((entry): entry is TimelineEntry => 'type' in entry);
  return { ...toCurrent({ ...state, timeline: { entries } }), ...(ended && { status: 'terminated' }) };
}
