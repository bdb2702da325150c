/**
 * Determines whether the state of a run cannot be loaded. It depends on what Temporal reports of the run, not on a
 * single failure.
 */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { UnreadableCode } from '../../workflows/contract/codes';
import { limits } from '../../workflows/contract/limits';
import { saysKeyMissing } from '../../workflows/contract/sealed';
import { showText } from '../../workflows/contract/text';
import type { Calls } from './calls';
import { openFailure } from './failure';
import { isCutOff, isOpen } from './executions';
import { isFailingTask } from './memo';
import { checkPollers } from './pollers';
import { isAnswered, isLate } from './query-failures';

const { WorkflowTaskFailedCause: Cause, EventType } = temporal.api.enums.v1;
type Event = temporal.api.history.v1.IHistoryEvent;

/** These failures of a workflow task are the server's own doing, and the next attempt does not meet them again. */
const passingCauses: readonly (temporal.api.enums.v1.WorkflowTaskFailedCause | null | undefined)[] = [
  Cause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  Cause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_UPDATE,
  Cause.WORKFLOW_TASK_FAILED_CAUSE_RESET_STICKY_TASK_QUEUE,
  Cause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
  Cause.WORKFLOW_TASK_FAILED_CAUSE_FAILOVER_CLOSE_COMMAND,
  Cause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
  Cause.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_PAUSE_REQUESTED_BEFORE_TASK_STARTED,
];

const taskEnds: readonly unknown[] = [
  EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
];

/** How many events are searched. A task that fails again leaves no event, and signals may follow the first failure. */
const searchedEvents = 50;

async function newestEvents(
  calls: Calls,
  { workflowId, runId }: WorkflowExecutionDescription,
  maximumPageSize: number,
): Promise<readonly Event[]> {
  const { history } = await calls.connection.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: calls.namespace,
    execution: { workflowId, runId },
    maximumPageSize,
  });
  return history?.events ?? [];
}

const bounded = (text: string | null | undefined): string => showText(text ?? '', limits.messageChars);

/** The words of a failing workflow task; `undefined`: the last one did not fail, or only in passing. */
async function taskFailure(calls: Calls, description: WorkflowExecutionDescription): Promise<string | undefined> {
  const isReported = isFailingTask(description);
  const attempt = description.raw.pendingWorkflowTask?.attempt ?? 1;
  if (!isReported && attempt < 2) return undefined;
  const events = await newestEvents(calls, description, searchedEvents);
  const failed = events.find(({ eventType }) => taskEnds.includes(eventType))?.workflowTaskFailedEventAttributes;
  if (failed && !passingCauses.includes(failed.cause)) {
    return bounded((await openFailure(calls, failed.failure ?? {})).message);
  }
  return isReported ? 'the server reports a problem with its workflow task' : undefined;
}

/** Returns who closed the run and with which reason, from the event that closed it. */
async function readEnding(calls: Calls, event: Event | undefined): Promise<string> {
  const { workflowExecutionTerminatedEventAttributes: terminated, workflowExecutionFailedEventAttributes: failed } =
    event ?? {};
  if (failed) return `: ${bounded((await openFailure(calls, failed.failure ?? {})).message)}`;
  return terminated ? ` by ${bounded(terminated.identity)}: ${bounded(terminated.reason)}` : '';
}

/** Above this size, a replay may take longer than a read may. The server ends a run at 50 MB. */
const slowHistoryBytes = 10 * 1_024 * 1_024;

export interface Asked {
  readonly failure: unknown;
  /** Whether this was the last try. */
  readonly isLast: boolean;
}

export interface Why {
  readonly code: UnreadableCode;
  readonly message: string;
}

async function whyCutOff(
  calls: Calls,
  description: WorkflowExecutionDescription,
  { failure, isLast }: Asked,
): Promise<Why | undefined> {
  if (!isAnswered(failure)) {
    const isTooBig = (description.historySize ?? 0) > slowHistoryBytes;
    if (!isLate(failure) || !isLast || !isTooBig || (await checkPollers(calls)) !== undefined) return undefined;
  }
  const [last] = await newestEvents(calls, description, 1);
  const ending = await readEnding(calls, last);
  if (description.status.name === 'FAILED') {
    const message = `The run was started by hand, with an argument that is not a submission${ending}. Submit the project to start a new run.`;
    return { code: 'malformed_start', message };
  }
  const message = `The run was ended in Temporal${ending}. Its state cannot be loaded. Submit the project again to start a new run.`;
  return { code: 'ended_from_outside', message };
}

/** Returns why the state of a run cannot be loaded; `undefined` if it may be loaded another time. */
export async function whyUnreadable(
  calls: Calls,
  description: WorkflowExecutionDescription,
  asked: Asked,
): Promise<Why | undefined> {
  if (isCutOff(description)) return whyCutOff(calls, description, asked);
  if (!isOpen(description)) return undefined;
  const failure = await taskFailure(calls, description);
  if (failure === undefined) return undefined;
  if (saysKeyMissing(failure)) return { code: 'key_missing', message: failure };
  const message = `No worker can load the run: ${failure}. Nothing is lost: the run continues once it is repaired.`;
  return { code: 'task_failed', message };
}
