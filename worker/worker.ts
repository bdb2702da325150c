/** Creates the workers, with a reason for each limit. */
import type { WorkerDeploymentVersion } from '@temporalio/common';
import {
  type ActivityInterceptorsFactory,
  Worker,
  type NativeConnection,
  type WorkerDeploymentOptions,
  type WorkerInterceptors,
  type WorkerOptions,
} from '@temporalio/worker';
import { createActivities, createNoticeActivities } from '../activities';
import type { Bulkhead } from '../activities/bulkhead';
import type { NoticePorts } from '../activities/notice-port';
import type { ErpRegistry } from '../activities/erp-port';
import { createWriteBackActivities } from '../activities/write-back';
import type { WriteBackSources } from '../activities/write-back-port';
import { createDataConverter } from '../adapters/temporal/connection';
import { requireOpenedArguments } from '../adapters/temporal/opened-arguments';
import { followActivityTrail } from '../adapters/temporal/trail';
import type { PayloadKeys } from '../adapters/temporal/payload-keys';
import { defined } from '../workflows/contract/defined';
import { noticeTaskQueue, taskQueue } from '../workflows/contract/names';
import type { CacheConfig } from './config';

export interface WorkerDeps {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** The keys that encrypt payloads. Absent if they are not encrypted. */
  readonly keys?: PayloadKeys | undefined;
  /** Whether an export of a run that did not begin sealed is refused. */
  readonly sealedOnly?: boolean;
  readonly erps: ErpRegistry;
  /** The sources for the write-back. Absent if there is none. */
  readonly sources?: WriteBackSources;
  /** The cache of runs. Absent for the SDK's own default. */
  readonly cache?: CacheConfig;
  /** The version of this worker in its deployment. Absent if workers are not versioned. */
  readonly version?: WorkerDeploymentVersion | undefined;
  /** Counts the attempts of activities. Absent if there are no metrics. */
  readonly attempts?: ActivityInterceptorsFactory | undefined;
  /** The bulkhead of this process. Absent for a new one. */
  readonly gate?: Bulkhead | undefined;
  /** The prebuilt bundle for these keys. It has the interceptors and the converters that the workflows need. */
  readonly workflows: Required<Pick<WorkerOptions, 'workflowBundle'>>;
}

/** No company writes back. */
const noSources: WriteBackSources = { forWriteBack: () => undefined };

/**
 * A submission waits for months: it moves to the current version at its next task, and no worker of an old build has to
 * stay for it.
 */
const toDeploymentOptions = (version: WorkerDeploymentVersion): WorkerDeploymentOptions => ({
  useWorkerVersioning: true,
  version,
  defaultVersioningBehavior: 'AUTO_UPGRADE',
});

/** Both workers count attempts, if there are metrics, follow the trail, and refuse arguments that no key opened. */
const toInterceptors = (attempts: WorkerDeps['attempts']): Pick<WorkerInterceptors, 'activity'> => ({
  activity: [...(attempts ? [attempts] : []), followActivityTrail, requireOpenedArguments],
});

export const createWorker = ({
  connection,
  namespace,
  keys,
  sealedOnly,
  erps,
  sources = noSources,
  cache = {},
  attempts,
  gate,
  version,
  workflows,
}: WorkerDeps): Promise<Worker> =>
  Worker.create({
    connection,
    namespace,
    taskQueue,
    ...workflows,
    ...cache,
    activities: { ...createActivities(erps, gate, sealedOnly), ...createWriteBackActivities(sources) },
    dataConverter: createDataConverter(keys),
    interceptors: toInterceptors(attempts),
    ...defined({ workerDeploymentOptions: version && toDeploymentOptions(version) }),
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
 * Creates the worker of the notices' activities; their workflows run with the others. It has a separate queue, so that
 * slow mail servers and webhooks use none of the slots of exports.
 */
export const createNoticeWorker = ({
  connection,
  namespace,
  keys,
  attempts,
  notices,
}: Pick<WorkerDeps, 'connection' | 'namespace' | 'keys' | 'attempts'> & {
  readonly notices: NoticePorts;
}): Promise<Worker> =>
  Worker.create({
    connection,
    namespace,
    taskQueue: noticeTaskQueue,
    activities: createNoticeActivities(notices),
    dataConverter: createDataConverter(keys),
    interceptors: toInterceptors(attempts),
    maxConcurrentActivityTaskExecutions: noticesAtOnce,
    shutdownGraceTime: '10s',
  });

/** Runs workers until all have stopped. One that ends stops the others. @throws what the first one to fail threw */
export async function runAll(workers: readonly Worker[]): Promise<void> {
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const ends = await Promise.allSettled(workers.map((worker) => worker.run().finally(stop)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
