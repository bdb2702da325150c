/** Reads one submission from its workflow, and from Temporal how it ended and its pending attempt. */
import { type Workflow, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import type { QueryDefinition } from '@temporalio/common';
import type { UnreadableCode } from '../../workflows/contract/codes';
import { exportActivityId, type SubmissionId, toWorkflowId } from '../../workflows/contract/names';
import { type SubmissionRecord } from '../../workflows/contract/record';
import { type ExportView, SubmissionState } from '../../workflows/contract/view';
import { findMissingKey } from '../../workflows/contract/sealed';
import { toCurrent } from '../../workflows/domain/view';
import { viewQuery } from '../../workflows/messages';
import type { Current } from '../../workflows/contract/answers';
import { Problem } from '../problems';
import type { submission } from '../../workflows/submission';
import type { Calls } from './calls';
import { isCutOff, isPaused } from './executions';
import { toExportView } from './export-state';
import { openFailure } from './failure';
import { findLockingKey, toRun } from './memo';
import { isOutline, type Outline, readPaused, toUnreadable } from './outline';
import { isLate, toReadProblem } from './query-failures';
import { type Asked, whyUnreadable } from './unreadable';
import { defined } from '../../workflows/contract/defined';

/** A submission as it was read. */
export interface SubmissionSnapshot {
  readonly state: SubmissionState;
  /** Whether the run was ended in Temporal. Its state is then the last one, and can only be read. */
  readonly ended: boolean;
  /** Temporal's run id. Absent in the answer of a command. */
  readonly executionId?: string;
}

/** Returns where the submission stands and who brought it there. A person whose command came too late is told this. */
export const toSnapshotCurrent = ({ state, ended }: SubmissionSnapshot): Current => ({
  ...toCurrent(state),
  status: ended ? 'terminated' : state.status,
});

export const notFound = ({ projectId }: SubmissionId): Problem =>
  new Problem('not_found', `There is no submission of project ${projectId}.`);

/**
 * Describes an execution, or the newest without `executionId`; `undefined` if there is none, or if it is past the
 * retention.
 */
export async function describe(
  calls: Calls,
  id: SubmissionId,
  executionId?: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await calls.client.workflow.getHandle(toWorkflowId(id), executionId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** A query to a workflow, or what to read from the result of a run that closed normally. */
export interface Question<T extends object> {
  readonly query: QueryDefinition<T>;
  readonly ofResult: (result: SubmissionRecord) => T;
}

export interface Looking {
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Described a moment ago. */
  readonly known?: WorkflowExecutionDescription | undefined;
  /** The run id of a closed execution. Absent for the newest one, whatever it is by then. */
  readonly executionId?: string | undefined;
}

/** A query that takes longer may wait for the task that closes the run, whose result is the better answer. */
const firstAskMs = 1_000;

/** Reserved for finding the cause after the last query failed, in milliseconds. */
const lastLookMs = 300;

/** The members every state of ours has; one that lacks some was left by another build. */
const members = Object.entries(SubmissionState.shape)
  .filter(([, schema]) => !schema.safeParse(undefined).success)
  .map(([name]) => name);

const isOurs = (state: object | undefined): boolean => members.every((name) => name in (state ?? {}));

interface QueryAnswer<T> {
  readonly value: T;
  readonly ended: boolean;
  readonly executionId: string;
}

function outlined(id: SubmissionId, description: WorkflowExecutionDescription) {
  const run = toRun(description);
  if (!run) throw notFound(id);
  const unreadable = (code: UnreadableCode, message: string): Outline => ({
    run,
    unreadable: toUnreadable(run, code, message),
  });
  return { paused: (): Outline => ({ run, paused: readPaused(description) }), unreadable };
}

/** Returns why the run cannot answer at all, if it is not a passing failure. */
async function outlineAfter(
  calls: Calls,
  id: SubmissionId,
  description: WorkflowExecutionDescription,
  asked: Asked,
): Promise<Outline | undefined> {
  const why = await whyUnreadable(calls, description, asked);
  return why && outlined(id, description).unreadable(why.code, why.message);
}

/** Returns what prevents an open run from taking an update until somebody repairs it. */
export async function readOutline(
  calls: Calls,
  id: SubmissionId,
  known: WorkflowExecutionDescription,
): Promise<Outline | undefined> {
  if (isPaused(known)) return outlined(id, known).paused();
  return outlineAfter(calls, id, known, { failure: undefined, isLast: false });
}

/** Checks that this API can read a value. `keyId` is the key that it would need. @throws Problem `keys_missing` */
export function checkOpen({ keys }: Calls, keyId: string | undefined): void {
  if (keyId === undefined) return;
  const lack = keys ? `PAYLOAD_KEYS of this API has no such key "${keyId}"` : 'this API has no PAYLOAD_KEYS';
  throw new Problem('keys_missing', `The submission is encrypted with the key "${keyId}", and ${lack}.`);
}

interface Asking<T extends object> {
  readonly question: Question<T>;
  readonly executionId?: string | undefined;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** @throws what the SDK throws when the query fails */
async function readValue<T extends object>(
  calls: Calls,
  { question: { query, ofResult }, executionId, until }: Asking<T>,
  { workflowId, runId, status }: WorkflowExecutionDescription,
): Promise<T> {
  const { workflow } = calls.client;
  if (status.name === 'COMPLETED') {
    return ofResult(await workflow.getHandle<typeof submission>(workflowId, runId).result());
  }
  const handle = workflow.getHandle<Workflow>(workflowId, executionId);
  return calls.connection.withDeadline(until, () => handle.query(query));
}

async function ask<T extends object>(
  calls: Calls,
  id: SubmissionId,
  asking: Asking<T>,
  description: WorkflowExecutionDescription,
): Promise<QueryAnswer<T> | Outline | { readonly failure: unknown }> {
  checkOpen(calls, findLockingKey(description));
  const as = outlined(id, description);
  if (isPaused(description)) return as.paused();
  try {
    const value = await readValue(calls, asking, description);
    checkOpen(calls, findMissingKey(value));
    if (isOurs(value)) return { value, ended: isCutOff(description), executionId: description.runId };
    return as.unreadable(
      'older_version',
      'This run was stored by an older build in a form that the current build cannot read.',
    );
  } catch (failure) {
    if (failure instanceof Problem) throw failure;
    return { failure };
  }
}

/**
 * Asks twice, with a look at the execution in between: it may have closed meanwhile, been paused, or never answer.
 * @throws Problem `not_found`, `no_worker`, `read_failed`, `keys_missing`
 */
export async function lookFor<T extends object>(
  calls: Calls,
  id: SubmissionId,
  question: Question<T>,
  { deadline, known, executionId }: Looking,
): Promise<QueryAnswer<T> | Outline> {
  const lastUntil = deadline - lastLookMs;
  let description = known ?? (await describe(calls, id, executionId));
  for (let until = Math.min(Date.now() + firstAskMs, lastUntil); description; until = lastUntil) {
    const answer = await ask(calls, id, { question, executionId, until }, description);
    if (!('failure' in answer)) return answer;
    const { failure } = answer;
    const before = description.status.name;
    description = await describe(calls, id, executionId);
    if (!description) break;
    const isLast = until === lastUntil || (!isLate(failure) && description.status.name === before);
    const outline = await outlineAfter(calls, id, description, { failure, isLast });
    if (outline) return outline;
    if (isLast) throw toReadProblem(failure);
  }
  throw notFound(id);
}

const view: Question<SubmissionState> = {
  query: viewQuery,
  ofResult: ({ revisions: _revisions, ...state }) => state,
};

/** Returns the export that runs or waits for its next attempt. */
export const findPendingExport = ({ raw }: WorkflowExecutionDescription) =>
  raw.pendingActivities?.find(({ activityId }) => activityId === exportActivityId);

/** Returns the export that is under way, as Temporal knows it; `undefined` if there is none. No worker is asked. */
export async function readExport(calls: Calls, id: SubmissionId): Promise<ExportView | undefined> {
  const description = await describe(calls, id);
  const pending = description && findPendingExport(description);
  if (!pending) return undefined;
  const { lastFailure } = pending;
  return toExportView(lastFailure ? { ...pending, lastFailure: await openFailure(calls, lastFailure) } : pending);
}

async function withAttempt(calls: Calls, id: SubmissionId, state: SubmissionState): Promise<SubmissionState> {
  return { ...state, ...defined({ export: await readExport(calls, id) }) };
}

/** Inside of a read or write. @throws Problem `not_found`, `no_worker`, `read_failed`, `keys_missing` */
export async function look(calls: Calls, id: SubmissionId, looking: Looking): Promise<SubmissionSnapshot | Outline> {
  const found = await lookFor(calls, id, view, looking);
  if (isOutline(found)) return found;
  const { value: state, ended, executionId } = found;
  const isExporting = state.status === 'exporting' && !ended;
  return { state: isExporting ? await withAttempt(calls, id, state) : state, ended, executionId };
}
