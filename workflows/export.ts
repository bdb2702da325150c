/** Runs the export activity; whatever comes of it is an event: nothing here ever throws. */
import { ActivityFailure, ApplicationFailure, proxyActivities, TimeoutFailure } from '@temporalio/workflow';
import type { SubmissionActivities } from './contract/activities';
import { exportActivityId, toReference } from './contract/names';
import type { Event, ParkedEvent } from './domain/events';
import { eventOfResult, parkedByFailure, parkedWithoutAnswer } from './domain/export-outcome';
import { exportPolicy } from './domain/export-policy';
import type { Submission } from './domain/submission';

type Exporting = Submission & { readonly status: 'exporting' };

function eventOfError(error: unknown, exportForMs: number, at: string): ParkedEvent {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) {
    const { type, message, details } = cause;
    return parkedByFailure({ type: type ?? '', message, details: details?.[0] }, exportForMs, at);
  }
  const timedOut = cause instanceof TimeoutFailure;
  const message = timedOut
    ? 'The time for the export ran out during an attempt.'
    : 'The export ended in an unknown way.';
  return parkedWithoutAnswer(message, at);
}

export async function runExport(state: Exporting, now: () => string): Promise<Event> {
  const { exportForMs } = state.policy;
  const { exportToErp } = proxyActivities<SubmissionActivities>({
    activityId: exportActivityId,
    summary: `Export ${state.projectId} revision ${String(state.revision)} to ${state.integration.erpName}`,
    scheduleToCloseTimeout: exportForMs,
    startToCloseTimeout: exportPolicy.startToCloseMs,
    heartbeatTimeout: exportPolicy.heartbeatTimeoutMs,
    retry: {
      initialInterval: exportPolicy.firstRetryMs,
      backoffCoefficient: exportPolicy.backoff,
      maximumInterval: exportPolicy.longestRetryMs,
    },
  });
  const { companyId, projectId, revision, project, job, sentAt } = state;
  const request = { companyId, projectId, revision, reference: toReference(state), project, job };
  try {
    return eventOfResult(state, await exportToErp({ ...request, ...(sentAt && { sentAt }) }), now());
  } catch (error) {
    return eventOfError(error, exportForMs, now());
  }
}
