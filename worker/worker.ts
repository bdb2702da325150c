/** The worker: its limits, each with the reason. */
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createActivities, createNoticeActivities } from '../activities';
import type { Bulkhead } from '../activities/bulkhead';
import type { NoticePorts } from '../activities/notice-port';
import type { ErpRegistry } from '../activities/erp-port';
import { createWriteBackActivities } from '../activities/write-back';
import type { WriteBackSources } from '../activities/write-back-port';
import { dataConverter } from '../adapters/temporal/connection';
import { noticeTaskQueue, taskQueue } from '../workflows/contract/names';
import type { CacheConfig } from './config';

export interface WorkerDeps {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly erps: ErpRegistry;
  /** Where ids are written back to; nowhere unless given. */
  readonly sources?: WriteBackSources;
  /** The SDK's own measure unless given. */
  readonly cache?: CacheConfig;
  /** One of its own unless given. */
  readonly gate?: Bulkhead;
  /** The prebuilt bundle: it alone holds the interceptors and the payload converter that the workflows count on. */
  readonly workflows: Required<Pick<WorkerOptions, 'workflowBundle'>>;
}

/** No company writes back. */
const noSources: WriteBackSources = { forWriteBack: () => undefined };

export const createWorker = ({
  connection,
  namespace,
  erps,
  sources = noSources,
  cache = {},
  gate,
  workflows,
}: WorkerDeps): Promise<Worker> =>
  Worker.create({
    connection,
    namespace,
    taskQueue,
    ...workflows,
    ...cache,
    activities: { ...createActivities(erps, gate), ...createWriteBackActivities(sources) },
    dataConverter,
    // A killed worker delays its submissions by this, not by the default ten seconds.
    stickyQueueScheduleToStartTimeout: '2s',
    // The export's heartbeat time-out is 3 s: beats must leave more often than the default allows.
    maxHeartbeatThrottleInterval: '1s',
    // On SIGTERM a running export may end its ERP call; then it is cancelled.
    shutdownGraceTime: '10s',
  });

/** Mails and calls of this worker at once: room for several companies whose receivers hang, each in its few slots. */
const noticesAtOnce = 20;

/**
 * Its activities alone: the workflows of notices run with the others. With a queue of its own, mail servers and
 * webhooks that hang hold none of the slots that exports need, and what waits for them costs nothing.
 */
export const createNoticeWorker = ({
  connection,
  namespace,
  notices,
}: Pick<WorkerDeps, 'connection' | 'namespace'> & { readonly notices: NoticePorts }): Promise<Worker> =>
  Worker.create({
    connection,
    namespace,
    taskQueue: noticeTaskQueue,
    activities: createNoticeActivities(notices),
    dataConverter,
    maxConcurrentActivityTaskExecutions: noticesAtOnce,
    shutdownGraceTime: '10s',
  });

/** Until all have stopped: one that ends takes the others along. @throws what the first to break threw */
export async function runAll(workers: readonly Worker[]): Promise<void> {
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const ends = await Promise.allSettled(workers.map((worker) => worker.run().finally(stop)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
