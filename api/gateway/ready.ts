/** Checks that the service can work now: Temporal answers, and a worker polls. */
import { temporal } from '@temporalio/proto';
import { optionalTsToDate } from '../../adapters/temporal/sdk-internals';
import { taskQueue } from '../../workflows/contract/names';
import { Problem } from '../problems';
import type { Calls } from './calls';
import { whyNoRoom } from './disk-space';

/** Slightly more than a minute, because a worker polls at least once a minute. */
const polledWithinMs = 75_000;

/** Short, because monitors do not wait long. */
const answerWithinMs = 1_000;

/** Whether a worker polled in the last 75 s. */
export async function isPolled({ connection, namespace }: Calls): Promise<boolean> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  const since = Date.now() - polledWithinMs;
  return pollers.some(({ lastAccessTime }) => (optionalTsToDate(lastAccessTime)?.getTime() ?? 0) > since);
}

/** Checks that the service is ready. @throws Problem `no_worker`, `disk_full`, and those of every read */
export const ready = (calls: Calls, dataFolder: string | undefined): Promise<void> =>
  calls.read(async () => {
    // Checked first, because a server whose disk is full does not report it and keeps its callers waiting.
    const why = dataFolder === undefined ? undefined : await whyNoRoom(dataFolder);
    if (why !== undefined) throw new Problem('disk_full', why);
    if (await isPolled(calls)) return;
    const seconds = String(polledWithinMs / 1_000);
    throw new Problem(
      'no_worker',
      `Temporal can be reached, but no worker has polled for tasks in the last ${seconds} s.`,
    );
  }, answerWithinMs);
