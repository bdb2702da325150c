/** The state of the pending export, from `describe()`. */
import { defaultPayloadConverter } from '@temporalio/common';
import { optionalTsToDate } from '../../adapters/temporal/sdk-internals';
import type { temporal } from '@temporalio/proto';
import { z } from 'zod';
import type { ExportFailureType } from '../../workflows/contract/codes';
import { limits } from '../../workflows/contract/limits';
import { type ExportView, Instant } from '../../workflows/contract/view';
import { cutText } from '../../workflows/contract/text';
import { defined } from '../../workflows/contract/defined';

type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;
type Failure = temporal.api.failure.v1.IFailure;

function failureCode({ applicationFailureInfo, timeoutFailureInfo }: Failure): string {
  return applicationFailureInfo?.type ?? (timeoutFailureInfo ? 'timeout' : 'unknown');
}

const WaitingDetails = z.object({ agentSeenAt: Instant.optional().catch(undefined) });

/** An attempt that ended because an agent has the order did not fail. */
function toWaiting({
  applicationFailureInfo: info,
}: Failure): Pick<ExportView, 'waitingFor' | 'agentSeenAt'> | undefined {
  if (info?.type !== ('waiting_for_agent' satisfies ExportFailureType)) return undefined;
  const [payload] = info.details?.payloads ?? [];
  const details = WaitingDetails.safeParse(payload && defaultPayloadConverter.fromPayload(payload));
  const { agentSeenAt } = details.success ? details.data : {};
  return { waitingFor: 'agent', ...defined({ agentSeenAt }) };
}

function toLastFailure(failure: Failure, at: string | undefined): ExportView['lastFailure'] {
  const message = cutText(failure.message ?? '', limits.messageChars);
  return { code: failureCode(failure), message, ...defined({ at }) };
}

const toInstant = (time: Parameters<typeof optionalTsToDate>[0]): string | undefined =>
  optionalTsToDate(time)?.toISOString();

/** The identity by which the next attempt is started at once. A pause of its own is left only if the API died. */
export const exportNowIdentity = 'ledgergate:export-now';

/** Returns who paused the pending export in Temporal; `undefined` if nobody did. */
export function readExportPause({ paused, pauseInfo }: PendingActivity): ExportView['paused'] {
  if (!paused) return undefined;
  const { identity, reason } = pauseInfo?.manual ?? {};
  const since = toInstant(pauseInfo?.pauseTime) ?? new Date(0).toISOString();
  return {
    by: identity ?? '',
    since,
    ...defined({ reason: reason ? cutText(reason, limits.messageChars) : undefined }),
  };
}

/** Returns the view of the pending export. An attempt that waits for a slot has not started. */
export function toExportView({ attempt, lastStartedTime, ...pending }: PendingActivity): ExportView {
  const { lastFailure, lastAttemptCompleteTime, nextAttemptScheduleTime } = pending;
  const nextAttemptAt = toInstant(nextAttemptScheduleTime);
  const at = toInstant(lastAttemptCompleteTime);
  const waiting = lastFailure ? toWaiting(lastFailure) : undefined;
  const isRunning = lastStartedTime && nextAttemptAt === undefined;
  return {
    attempts: Math.max(0, (attempt ?? 1) - (isRunning ? 0 : 1)),
    ...waiting,
    ...defined({
      lastFailure: lastFailure && !waiting ? toLastFailure(lastFailure, at) : undefined,
      nextAttemptAt,
      paused: readExportPause(pending),
    }),
  };
}
