/** Answers that show of a run only what Temporal itself knows, because its workflow cannot show its state. */
import type { RecordAnswer, ShownRecord } from '../workflows/contract/answers';
import type { PausedView, ShownSubmission, UnreadableView } from '../workflows/contract/outline';
import type { ShownStanding } from '../workflows/contract/standing';
import type { SubmissionView } from '../workflows/contract/view';
import { toShape } from './transport';

export type Outline = PausedView | UnreadableView;

export const isOutline = (shown: object): shown is Outline => 'paused' in shown || 'unreadable' in shown;

const isView = toShape<SubmissionView>('companyId', 'projectId', 'revision', 'status', 'actions');
/** What a command answers. */
export const isStanding = toShape<ShownStanding>('companyId', 'projectId', 'revision', 'status', 'entry');

const isPaused = toShape<PausedView>('companyId', 'projectId', 'revision', 'status', 'paused');
const isUnreadable = toShape<UnreadableView>('companyId', 'projectId', 'status', 'unreadable');
const isRecordAnswer = toShape<RecordAnswer>('sha256', 'record');

export const isShown = (body: unknown): body is ShownSubmission => isView(body) || isPaused(body) || isUnreadable(body);

export const isShownRecord = (body: unknown): body is ShownRecord =>
  isRecordAnswer(body) || isPaused(body) || isUnreadable(body);
