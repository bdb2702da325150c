/** Reads one submission from its workflow, and what only Temporal knows of it: how it ended, the pending attempt. */
import { QueryNotRegisteredError, WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { optionalTsToDate } from '@temporalio/common/lib/time';
import type { temporal } from '@temporalio/proto';
import { z } from 'zod';
import type { ExportFailureType } from '../../workflows/contract/codes';
import { limits } from '../../workflows/contract/limits';
import { exportActivityId, type SubmissionId, toWorkflowId } from '../../workflows/contract/names';
import { type ExportView, Instant, type SubmissionState } from '../../workflows/contract/view';
import { cutText } from '../../workflows/contract/text';
import { viewQuery } from '../../workflows/messages';
import { Problem } from '../problems';
import type { submission } from '../../workflows/submission';
import { type Calls, grpc, grpcCodeOf } from './calls';
import { isEndedByOps } from './memo';

/** A submission as it was found. */
export interface Seen {
  readonly state: SubmissionState;
  /** Ops ended the run in Temporal: the state is its last and can only be read. */
  readonly ended: boolean;
}

export const notFound = ({ projectId }: SubmissionId): Problem =>
  new Problem('not_found', `There is no submission of project ${projectId} here.`);

/** `undefined`: there is none, or it is past retention. */
export async function describe(calls: Calls, id: SubmissionId): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await calls.client.workflow.getHandle(toWorkflowId(id)).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** Why a run could not be read, for the caller. */
export function unreadable(error: unknown, id: SubmissionId): unknown {
  if (error instanceof WorkflowNotFoundError) return notFound(id);
  const cause = error instanceof Error ? error.cause : undefined;
  const neverRan = cause instanceof Error && cause.message.includes('closed before WorkflowTaskStarted');
  if (neverRan || error instanceof QueryNotRegisteredError) {
    const detail = 'The run was ended in Temporal before it could be read; a new submit starts a new one.';
    return new Problem('not_found', detail, { cause: error });
  }
  if (grpcCodeOf(error) === grpc.failedPrecondition) {
    return new Problem('no_worker', 'No worker can answer for this submission now.', { cause: error });
  }
  return error;
}

/**
 * A run that came to its own end left its last state as its result: to query it instead, a worker
 * would have to replay the whole run, each time.
 */
async function read(calls: Calls, { workflowId, runId, status }: WorkflowExecutionDescription): Promise<Seen> {
  const { workflow } = calls.client;
  if (status.name === 'COMPLETED') {
    const handle = workflow.getHandle<typeof submission>(workflowId, runId);
    const { revisions: _revisions, ...state } = await handle.result();
    return { state, ended: false };
  }
  // Without a run id: the run may be continued by another in between.
  const state = await workflow.getHandle(workflowId).query(viewQuery);
  return { state, ended: isEndedByOps(status.name) };
}

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
  return { waitingFor: 'agent', ...(agentSeenAt !== undefined && { agentSeenAt }) };
}

function toLastFailure(failure: Failure, at: string | undefined): ExportView['lastFailure'] {
  const message = cutText(failure.message ?? '', limits.messageChars);
  return { code: failureCode(failure), message, ...(at !== undefined && { at }) };
}

const toInstant = (time: Parameters<typeof optionalTsToDate>[0]): string | undefined =>
  optionalTsToDate(time)?.toISOString();

/** An attempt that waits for its turn has not begun. */
function toExportView({ attempt, lastStartedTime, ...pending }: PendingActivity): ExportView {
  const { lastFailure, lastAttemptCompleteTime, nextAttemptScheduleTime } = pending;
  const nextAttemptAt = toInstant(nextAttemptScheduleTime);
  const at = toInstant(lastAttemptCompleteTime);
  const isRunning = lastStartedTime && nextAttemptAt === undefined;
  return {
    attempts: Math.max(0, (attempt ?? 1) - (isRunning ? 0 : 1)),
    ...(lastFailure && (toWaiting(lastFailure) ?? { lastFailure: toLastFailure(lastFailure, at) })),
    ...(nextAttemptAt !== undefined && { nextAttemptAt }),
  };
}

async function withAttempt(calls: Calls, id: SubmissionId, seen: Seen): Promise<Seen> {
  const description = await describe(calls, id);
  const pending = description?.raw.pendingActivities?.find(({ activityId }) => activityId === exportActivityId);
  return pending ? { ...seen, state: { ...seen.state, export: toExportView(pending) } } : seen;
}

/** Inside of a read or write. `known`: described a moment ago. @throws Problem `not_found`, `no_worker` */
export async function look(calls: Calls, id: SubmissionId, known?: WorkflowExecutionDescription): Promise<Seen> {
  const description = known ?? (await describe(calls, id));
  if (!description) throw notFound(id);
  let seen: Seen;
  try {
    seen = await read(calls, description);
  } catch (error) {
    throw unreadable(error, id);
  }
  return seen.state.status === 'exporting' && !seen.ended ? withAttempt(calls, id, seen) : seen;
}
