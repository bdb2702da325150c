/**
 * Child workflows of a submission. Each is started and then abandoned, so that no decision waits for it and no closed
 * submission is held open by it.
 */
import { CancellationScope, log, ParentClosePolicy, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import type { SubmissionId } from './contract/names';
import { searchAttributes } from './search-attributes';

export interface Child {
  readonly type: string;
  readonly workflowId: string;
  readonly args: readonly unknown[];
  /** One line for the Temporal UI. */
  readonly summary: string;
}

export interface Children {
  /** Starts the child. A child with this id that exists already is not started again, even after a reset. */
  start(of: SubmissionId, child: Child): void;
  /** Whether every child that was asked for has been started by the server. */
  areStarted(): boolean;
}

export function createChildren(): Children {
  let starting = 0;

  async function start({ companyId, projectId }: SubmissionId, child: Child): Promise<void> {
    const { type, workflowId, args, summary } = child;
    const options = {
      workflowId,
      args: [...args],
      staticSummary: summary,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      typedSearchAttributes: [
        { key: searchAttributes.companyId, value: companyId },
        { key: searchAttributes.projectId, value: projectId },
      ],
    };
    try {
      // A cancel of the submission is a withdraw, and none of what was begun beside it.
      await CancellationScope.nonCancellable(() => startChild(type, options));
    } catch (error) {
      // It is there already, or cannot be: neither may touch the submission.
      log.warn('a child was not started', { workflowId, error });
    }
  }

  return {
    start: (of, child) => {
      starting += 1;
      void start(of, child).finally(() => (starting -= 1));
    },
    areStarted: () => starting === 0,
  };
}
