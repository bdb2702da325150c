/** The worker: its limits, each with the reason. */
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../activities';
import type { CompanyGate } from '../activities/company-gate';
import type { Erps } from '../activities/ports';
import { dataConverter } from '../adapters/temporal/connection';
import { taskQueue } from '../workflows/contract/names';

export interface WorkerDeps {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly erps: Erps;
  /** One of its own unless given. */
  readonly gate?: CompanyGate;
  /** The prebuilt bundle, or the folder to bundle from. */
  readonly workflows: Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;
}

export const createWorker = ({ connection, namespace, erps, gate, workflows }: WorkerDeps): Promise<Worker> =>
  Worker.create({
    connection,
    namespace,
    taskQueue,
    ...workflows,
    activities: createActivities(erps, gate),
    dataConverter,
    // A killed worker delays its submissions by this, not by the default ten seconds.
    stickyQueueScheduleToStartTimeout: '2s',
    // The export's heartbeat time-out is 3 s: beats must leave more often than the default allows.
    maxHeartbeatThrottleInterval: '1s',
    // On SIGTERM a running export may end its ERP call; then it is cancelled.
    shutdownGraceTime: '10s',
  });
