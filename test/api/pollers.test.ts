/** Readiness by what Temporal says of the task queue: who polls, and to which version it gives tasks. */
import { temporal } from '@temporalio/proto';
import { msToTs } from '../../adapters/temporal/sdk-internals';
import { whyNotPolled } from '../../api/gateway/pollers';

const { DescribeTaskQueueResponse } = temporal.api.workflowservice.v1;
const mode = temporal.api.enums.v1.WorkerVersioningMode;
const now = Date.parse('2026-11-27T12:00:00Z');

const poller = (buildId?: string, agoMs = 1_000) => ({
  lastAccessTime: msToTs(now - agoMs),
  deploymentOptions:
    buildId === undefined
      ? { workerVersioningMode: mode.WORKER_VERSIONING_MODE_UNVERSIONED }
      : { deploymentName: 'gate', buildId, workerVersioningMode: mode.WORKER_VERSIONING_MODE_VERSIONED },
});
const version = (buildId: string) => ({ deploymentName: 'gate', buildId });

const why = (
  pollers: readonly ReturnType<typeof poller>[],
  versioningInfo?: temporal.api.taskqueue.v1.ITaskQueueVersioningInfo,
): string | undefined =>
  whyNotPolled(
    DescribeTaskQueueResponse.create({ pollers: [...pollers], versioningInfo: versioningInfo ?? null }),
    now,
  );

test.each<[string, string | undefined]>([
  ['a worker without a version, where none is current', why([poller()])],
  ['a worker of the current version', why([poller('v1')], { currentDeploymentVersion: version('v1') })],
  [
    'workers of the current and of the ramping version',
    why([poller('v2'), poller('v1')], {
      currentDeploymentVersion: version('v1'),
      rampingDeploymentVersion: version('v2'),
      rampingVersionPercentage: 20,
    }),
  ],
  [
    'a version that ramps with nothing',
    why([poller('v1')], { currentDeploymentVersion: version('v1'), rampingDeploymentVersion: version('v2') }),
  ],
])('ready: %s', (_, found) => {
  expect(found).toBeUndefined();
});

const current = (buildId: string): string =>
  `temporal worker deployment set-current-version --yes --deployment-name gate --build-id ${buildId}`;

test.each<[string, string | undefined, string]>([
  ['nobody', why([]), 'no worker has polled for tasks in the last 75 s'],
  ['somebody long ago', why([poller(undefined, 80_000)]), 'no worker has polled for tasks in the last 75 s'],
  [
    'no version is current',
    why([poller('v1')]),
    `the workers that poll (gate:v1) get no tasks. Make one current: ${current('v1')}`,
  ],
  [
    'another version is current',
    why([poller('v2')], { currentDeploymentVersion: version('v1') }),
    `tasks to version gate:v1, of which no worker has polled in the last 75 s; those that poll are of gate:v2. Start workers of it, or make a version current that polls: ${current('v2')}`,
  ],
  [
    'workers without a version, beside a current one',
    why([poller()], { currentDeploymentVersion: version('v1') }),
    'those that poll are of no version. Start workers of it',
  ],
  [
    'a version ramps that nobody polls for',
    why([poller('v1')], {
      currentDeploymentVersion: version('v1'),
      rampingDeploymentVersion: version('v2'),
      rampingVersionPercentage: 20,
    }),
    'tasks to version gate:v2',
  ],
])('not ready: %s', (_, found, expected) => {
  expect(found).toContain(expected);
});
