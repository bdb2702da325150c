/** Runs the export, and the preflight before a decision. Every outcome becomes an event, and nothing here throws. */
import { ActivityFailure, ApplicationFailure, proxyActivities, TimeoutFailure } from '@temporalio/workflow';
import type { PreflightRequest, ExportedContent, ExportRequest, SubmissionActivities } from './contract/activities';
import { defined } from './contract/defined';
import { preflightActivityId, exportActivityId, toReference } from './contract/names';
import { toPreflightAnswered, preflightFailed } from './domain/preflight-outcome';
import type { PreflightAnswered, Event, ParkedEvent } from './domain/events';
import { eventFromResult, parkedByFailure, parkedWithoutAnswer } from './domain/export-outcome';
import { preflightPolicy, exportPolicy } from './domain/export-policy';
import type { Submission } from './domain/submission';

function findExported({ previousRun }: Submission): ExportedContent | undefined {
  if (!previousRun?.exported) return undefined;
  const { revision, project, job } = previousRun.exported;
  return defined({ revision, job, project });
}

export type Awaiting = Submission & { readonly status: 'awaiting_decision' };
type Exporting = Submission & { readonly status: 'exporting' };

function eventFromError(error: unknown, exportForMs: number, at: string): ParkedEvent {
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
    summary: `Export ${state.projectId} revision ${state.revision} to ${state.integration.erpName}`,
    scheduleToCloseTimeout: exportForMs,
    startToCloseTimeout: exportPolicy.startToCloseMs,
    heartbeatTimeout: exportPolicy.heartbeatTimeoutMs,
    retry: {
      initialInterval: exportPolicy.firstRetryMs,
      backoffCoefficient: exportPolicy.backoff,
      maximumInterval: exportPolicy.longestRetryMs,
    },
  });
  const { companyId, projectId, revision, project, job, sentAt, retry } = state;
  const request: ExportRequest = defined({
    companyId,
    projectId,
    revision,
    reference: toReference(state),
    project,
    job,
    exported: findExported(state),
    sentAt,
    isRetry: retry && true,
    ...retry,
  });
  try {
    return eventFromResult(state, await exportToErp(request), now());
  } catch (error) {
    return eventFromError(error, exportForMs, now());
  }
}

export async function requestPreflight(state: Awaiting, now: () => string): Promise<PreflightAnswered> {
  const { companyId, projectId, revision, project, integration, preflight } = state;
  const { preflight: run } = proxyActivities<SubmissionActivities>({
    activityId: preflightActivityId(revision),
    summary: `Preflight in ${integration.erpName} of ${projectId} revision ${revision}`,
    startToCloseTimeout: preflightPolicy.attemptMs,
    scheduleToCloseTimeout: preflightPolicy.attempts * preflightPolicy.attemptMs + preflightPolicy.pauseMs,
    retry: { maximumAttempts: preflightPolicy.attempts, initialInterval: preflightPolicy.pauseMs },
  });
  const request: PreflightRequest = defined({
    companyId,
    projectId,
    revision,
    reference: toReference(state),
    project,
    exported: findExported(state),
    jobNumber: integration.rules.jobNumber,
    number: preflight?.number,
  });
  try {
    return toPreflightAnswered(state, await run(request), now());
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : error;
    return preflightFailed(
      state,
      cause instanceof ApplicationFailure ? cause.message : 'It did not answer in time.',
      now(),
    );
  }
}
