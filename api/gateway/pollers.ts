/** Finds out whether workers poll that Temporal gives tasks to: with versions, those of the current one. */
import { temporal } from '@temporalio/proto';
import { optionalTsToDate } from '../../adapters/temporal/sdk-internals';
import { taskQueue } from '../../workflows/contract/names';
import type { Calls } from './calls';

/** Slightly more than a minute, because a worker polls at least once a minute. */
const polledWithinMs = 75_000;
const within = `in the last ${polledWithinMs / 1_000} s`;

const { WORKER_VERSIONING_MODE_VERSIONED: versioned } = temporal.api.enums.v1.WorkerVersioningMode;

type Answer = Pick<temporal.api.workflowservice.v1.DescribeTaskQueueResponse, 'pollers' | 'versioningInfo'>;
type Version = temporal.api.deployment.v1.IWorkerDeploymentVersion;

const none = 'no version';

/** The name of a version as Temporal writes it. Workers without versions are one of their own. */
const formatVersion = (version: Version | null | undefined): string =>
  version ? `${version.deploymentName}:${version.buildId}` : none;

const findVersion = ({ deploymentOptions }: Answer['pollers'][number]): Version | undefined =>
  deploymentOptions?.workerVersioningMode === versioned ? deploymentOptions : undefined;

/** The versions to which tasks go. While there is no other, those are the workers without a version. */
function listWanted(info: Answer['versioningInfo']): (Version | null | undefined)[] {
  const current = info?.currentDeploymentVersion;
  const ramping = (info?.rampingVersionPercentage ?? 0) > 0 ? [info?.rampingDeploymentVersion] : [];
  return [current, ...ramping];
}

const commandPrefix = 'temporal worker deployment set-current-version --yes';

function explainMissing(missing: string, polling: readonly (Version | undefined)[]): string {
  const names = [...new Set(polling.map(formatVersion))].join(', ');
  const version = polling.find((each) => each !== undefined);
  const command =
    version && `${commandPrefix} --deployment-name ${version.deploymentName} --build-id ${version.buildId}`;
  if (missing === none) {
    return `No version of the worker deployment is current, so the workers that poll (${names}) get no tasks. Make one current: ${command ?? commandPrefix}`;
  }
  const other = command === undefined ? '' : `, or make a version current that polls: ${command}`;
  return `Temporal gives tasks to version ${missing}, of which no worker has polled ${within}; those that poll are of ${names}. Start workers of it${other}`;
}

/**
 * Returns why no worker takes the tasks of submissions; `undefined` if one does. `now` in epoch milliseconds.
 * @internal Tests give the answers.
 */
export function whyNotPolled({ pollers, versioningInfo }: Answer, now: number): string | undefined {
  const polling = pollers
    .filter(({ lastAccessTime }) => (optionalTsToDate(lastAccessTime)?.getTime() ?? 0) > now - polledWithinMs)
    .map(findVersion);
  if (polling.length === 0) return `Temporal can be reached, but no worker has polled for tasks ${within}.`;
  const names = polling.map(formatVersion);
  const missing = listWanted(versioningInfo)
    .map(formatVersion)
    .find((name) => !names.includes(name));
  return missing === undefined ? undefined : explainMissing(missing, polling);
}

/** @returns why no worker takes the tasks of submissions; `undefined` if one does */
export async function checkPollers({ connection, namespace }: Calls): Promise<string | undefined> {
  const answer = await connection.workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  return whyNotPolled(answer, Date.now());
}
