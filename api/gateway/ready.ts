/** Whether this server could do its work now: Temporal answers, and a worker polls. */
import { temporal } from '@temporalio/proto';
import { optionalTsToDate } from '@temporalio/common/lib/time';
import { taskQueue } from '../../workflows/contract/names';
import { Problem } from '../problems';
import type { Calls } from './calls';

/** A worker polls at least once a minute. */
const polledWithinMs = 75_000;

/** Whoever watches does not wait long. */
const answerWithinMs = 1_000;

/** @throws Problem `no_worker`, `temporal_unreachable` */
export const ready = (calls: Calls): Promise<void> =>
  calls.read(async () => {
    const { pollers } = await calls.connection.workflowService.describeTaskQueue({
      namespace: calls.namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    });
    const since = Date.now() - polledWithinMs;
    if (!pollers.some(({ lastAccessTime }) => (optionalTsToDate(lastAccessTime)?.getTime() ?? 0) > since)) {
      const seconds = String(polledWithinMs / 1_000);
      throw new Problem('no_worker', `Temporal is reached, but no worker asked for work in the last ${seconds} s.`);
    }
  }, answerWithinMs);
