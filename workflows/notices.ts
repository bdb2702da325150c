/**
 * The submission's side of its notices: each is a workflow of its own, started and left alone, so that no decision
 * waits for a mail server and no closed submission is held open by one.
 */
import {
  CancellationScope,
  isCancellation,
  log,
  ParentClosePolicy,
  sleep,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { noticeType, toNoticeId } from './contract/names';
import type { Notice } from './contract/notice';
import { reminderDueAt } from './domain/notices';
import type { Submission } from './domain/submission';
import type { notice } from './notice';
import { searchAttributes } from './search-attributes';

export interface NoticeStarter {
  /** `n` counts the notices of the run, so that one is told once, also after a reset. */
  start(told: Notice, n: number): void;
  /** Whether none is on its way to the server. */
  areStarted(): boolean;
}

export function createNoticeStarter(): NoticeStarter {
  let starting = 0;

  const start = async (told: Notice, n: number): Promise<void> => {
    const { companyId, projectId, runId, event, revision } = told;
    try {
      const options = {
        workflowId: toNoticeId(runId, n),
        args: [told] as [Notice],
        parentClosePolicy: ParentClosePolicy.ABANDON,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        staticSummary: `${event}: ${companyId} · ${projectId} · revision ${String(revision)}`,
        typedSearchAttributes: [
          { key: searchAttributes.companyId, value: companyId },
          { key: searchAttributes.projectId, value: projectId },
        ],
      };
      // A cancel of the submission is a withdraw, and none of its notices.
      await CancellationScope.nonCancellable(() => startChild<typeof notice>(noticeType, options));
    } catch (error) {
      // It was told before, or cannot be: neither may touch the submission.
      log.warn('a notice was not started', { event, n, error });
    }
  };

  return {
    start: (told, n) => {
      starting += 1;
      void start(told, n).finally(() => (starting -= 1));
    },
    areStarted: () => starting === 0,
  };
}

interface ReminderOptions {
  readonly read: () => Submission;
  /** Milliseconds since 1970, of the workflow's time. */
  readonly now: () => number;
  readonly onDue: () => void;
}

/** One timer for each revision that is awaited; what it returns keeps it in step with the state. */
export function createReminder({ read, now, onDue }: ReminderOptions): () => void {
  let timer: { readonly dueAt: number; readonly scope: CancellationScope } | undefined;
  return () => {
    const dueAt = reminderDueAt(read());
    if (timer?.dueAt === dueAt) return;
    timer?.scope.cancel();
    timer = undefined;
    if (dueAt === undefined) return;
    const scope = new CancellationScope({ cancellable: true });
    timer = { dueAt, scope };
    scope
      .run(() => sleep(Math.max(1, dueAt - now())))
      .then(() => {
        // A decision may have come with the same task.
        if (reminderDueAt(read()) === dueAt) onDue();
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  };
}
