/** What a command answers, put into the view that is on the screen until the view is read again. */
import { defined } from '../../workflows/contract/defined';
import { toQuestionAfter } from '../../workflows/contract/codes';
import { forEachCommand } from '../../workflows/contract/command-table';
import type { ShownStanding, SubmissionView } from '../api/answers';

/** What may be done next only the view says. */
const noActions: SubmissionView['actions'] = forEachCommand(() => ({ allowed: false }));

export function withStanding(view: SubmissionView, standing: ShownStanding): SubmissionView {
  const { revision, status, waitingSince, entry } = standing;
  const timeline = [...view.timeline, entry];
  if (entry.type === 'commented') {
    const { awaiting } = standing;
    return { ...view, timeline, ...defined({ awaiting, question: toQuestionAfter(awaiting, view.question) }) };
  }
  if (entry.type === 'preflight_requested') return { ...view, timeline, isPreflightRunning: true };
  const { export: before, receipt: _receipt, isPreflightRunning: _running, ...kept } = view;
  const exporting = status === 'exporting' && { export: { attempts: before?.attempts ?? 0 } };
  return { ...kept, ...exporting, revision, status, waitingSince, timeline, actions: noActions };
}
