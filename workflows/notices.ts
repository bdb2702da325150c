/** Starts the notices of a submission, and runs its reminder. */
import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Children } from './children';
import { noticeType, toNoticeId } from './contract/names';
import type { Notice } from './contract/notice';
import { reminderDueAt } from './domain/notices';
import type { notice } from './notice';
import { now } from './run';
import type { SubmissionRun } from './submission-run';

/** Starts the n-th notice of the run. */
export function startNotice(children: Children, told: Notice, n: number): void {
  const { companyId, projectId, runId, event, revision } = told;
  children.start(told, {
    type: noticeType,
    workflowId: toNoticeId(runId, n),
    args: [told] satisfies Parameters<typeof notice>,
    summary: `${event}: ${companyId} · ${projectId} · revision ${revision}`,
  });
}

/**
 * Returns a function that keeps one reminder timer in step with the state of the run, for each revision that awaits a
 * decision.
 */
export function createReminder(run: Pick<SubmissionRun, 'state' | 'onReminderDue'>): () => void {
  let timer: { readonly dueAt: number; readonly scope: CancellationScope } | undefined;
  return () => {
    const dueAt = reminderDueAt(run.state);
    if (timer?.dueAt === dueAt) return;
    timer?.scope.cancel();
    timer = undefined;
    if (dueAt === undefined) return;
    const scope = new CancellationScope({ cancellable: true });
    timer = { dueAt, scope };
    scope
      .run(() => sleep(Math.max(1, dueAt - Date.parse(now()))))
      .then(() => {
        // A decision may have come with the same task.
        if (reminderDueAt(run.state) === dueAt) run.onReminderDue();
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  };
}
