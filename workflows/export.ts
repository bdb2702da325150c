/**
 * Runs the export, and the preflight before a decision. Every outcome becomes an event. Only an answer that no key opens
 * is thrown: a worker without the key would otherwise go on with less than the run knows.
 */
import { ActivityFailure, ApplicationFailure, proxyActivities, TimeoutFailure } from '@temporalio/workflow';
import type { PreflightRequest, ExportedContent, ExportRequest, SubmissionActivities } from './contract/activities';
import { defined } from './contract/defined';
import { preflightActivityId, exportActivityId, toReference } from './contract/names';
import { requireOpened } from './contract/sealed';
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
    return parkedByFailure({ type: type ?? '', message, details: requireOpened(details?.[0]) }, exportForMs, at);
  }
  const timedOut = cause instanceof TimeoutFailure;
  const message = timedOut
    ? 'The time for the export ran out during an attempt.'
    : 'The export ended in an unknown way.';
  return parkedWithoutAnswer(message, at);
}

/** @throws KeyMissing */
export async function runExport(state: Exporting, isSealed: boolean, now: () => string): Promise<Event> {
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
    isSealed: isSealed ? true : undefined,
    ...retry,
  });
  let result: unknown;
  try {
    result = await exportToErp(request);
  } catch (error) {
    return eventFromError(error, exportForMs, now());
  }
  return eventFromResult(state, requireOpened(result), now());
}

/** @throws KeyMissing */
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
  let result: unknown;
  try {
    result = await run(request);
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : error;
    return preflightFailed(
      state,
      cause instanceof ApplicationFailure ? cause.message : 'It did not answer in time.',
      now(),
    );
  }
  return toPreflightAnswered(state, requireOpened(result), now());
}
