/** Runs the export activity and turns whatever comes of it into an event: nothing here ever throws. */
import { ActivityFailure, ApplicationFailure, proxyActivities, TimeoutFailure } from '@temporalio/workflow';
import type { ExportFailureDetails, SubmissionActivities } from './contract/activities';
import { parkedCodes, retriedFailureCodes, type ParkedCode } from './contract/codes';
import { limits } from './contract/limits';
import { exportActivityId, toReference } from './contract/names';
import type { Actor } from './contract/view';
import type { Event, ParkedEvent } from './domain/events';
import { exportPolicy } from './domain/export-policy';
import { toIds } from './domain/parse';
import { Malformed, toFields } from './domain/read';
import type { Submission } from './domain/submission';
import { cutText } from './domain/text';

type Exporting = Submission & { readonly status: 'exporting' };

const exporter: Actor = { id: 'ledgergate', channel: 'export' };

/** What is known of a failed export. */
interface Failed {
  readonly code: ParkedCode;
  readonly message: string;
  readonly attempts: number;
  readonly sentAt?: string;
  readonly fields?: ExportFailureDetails['fields'];
}

/** Milliseconds in the largest unit that divides them. */
function spoken(ms: number): string {
  if (ms % 3_600_000 === 0) return `${String(ms / 3_600_000)} h`;
  return ms % 60_000 === 0 ? `${String(ms / 60_000)} min` : `${String(ms / 1_000)} s`;
}

const includes = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

function ofApplication(failure: ApplicationFailure, exportForMs: number): Failed {
  const type = failure.type ?? '';
  const details = (failure.details?.[0] ?? {}) as Partial<ExportFailureDetails>;
  const known = { attempts: details.attempt ?? 0, ...(details.sentAt && { sentAt: details.sentAt }) };
  if (includes(retriedFailureCodes, type)) {
    const message = `The export was tried for ${spoken(exportForMs)}; the last answer: ${failure.message}`;
    return { code: 'out_of_time', message, ...known };
  }
  if (!includes(parkedCodes, type)) {
    return { code: 'outcome_unknown', message: `The export was ended from outside: ${failure.message}`, ...known };
  }
  return { code: type, message: failure.message, ...known, ...(details.fields && { fields: details.fields }) };
}

function ofError(error: unknown, exportForMs: number): Failed {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return ofApplication(cause, exportForMs);
  const timedOut = cause instanceof TimeoutFailure;
  const message = timedOut
    ? 'The time for the export ran out during an attempt.'
    : 'The export ended in an unknown way.';
  return { code: 'outcome_unknown', message, attempts: 0 };
}

/** A write whose outcome is unknown outweighs every other reason. */
function toParked(failed: Failed, at: string): ParkedEvent {
  const { code, message, attempts, sentAt, fields } = failed;
  const unknown = code === 'outcome_unknown' || sentAt !== undefined;
  return {
    ...{ type: 'parked', at, by: exporter, attempts },
    code: unknown ? 'outcome_unknown' : code,
    message: cutText(
      unknown && code !== 'outcome_unknown' ? `${message} (${code}); an earlier write may have been applied.` : message,
      limits.textChars,
    ),
    ...(unknown && { sentAt: sentAt ?? at }),
    ...(fields && { fields: [...fields] }),
  };
}

/** A result completed by hand may be anything: what does not fit is for a person. */
function toExported(state: Exporting, result: unknown, at: string): Event {
  try {
    const { reference, ids, attempts } = toFields(result, 'the result');
    if (typeof reference !== 'string' || reference !== toReference(state)) throw new Malformed('another reference');
    return {
      ...{ type: 'exported', at, by: exporter, reference, ids: toIds(ids) },
      ...(typeof attempts === 'number' && { attempts }),
    };
  } catch {
    const message = 'The export activity was completed by hand with a result that is no receipt of this project.';
    return toParked({ code: 'outcome_unknown', message, attempts: 0 }, at);
  }
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
    return toExported(state, await exportToErp({ ...request, ...(sentAt && { sentAt }) }), now());
  } catch (error) {
    return toParked(ofError(error, exportForMs), now());
  }
}
