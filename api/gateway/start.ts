/**
 * Starts a run. It starts optimistically: the workflow id is the lock, and only if it is taken, the reason is looked
 * up.
 */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { limits } from '../../workflows/contract/limits';
import {
  type SubmissionId,
  submissionType,
  taskQueue,
  toReference,
  toWorkflowId,
} from '../../workflows/contract/names';
import type { Project } from '../../workflows/contract/project';
import type { Actor, PreviousRun } from '../../workflows/contract/view';
import type { SubmissionTerms } from '../../workflows/domain/events';
import { followRun } from '../../workflows/domain/previous-run';
import { initialState, type Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import type { SubmitRequest } from '../../workflows/messages';
import {
  toMemo,
  toSetAttributes,
  type StartMemo,
  type SubmitKey,
  formatSummary,
} from '../../workflows/search-attributes';
import type { submission } from '../../workflows/submission';
import type { Current } from '../../workflows/contract/answers';
import { Problem } from '../problems';
import { isOtherBody } from '../request/idempotency';
import type { Calls } from './calls';
import { findRun } from './lists';
import { type Run, toRun } from './memo';
import { toRunCurrent, isOutline, type Outline } from './outline';
import { toSnapshotCurrent, describe, look, type Looking, type SubmissionSnapshot } from './reads';
import { defined } from '../../workflows/contract/defined';

export interface NewSubmission {
  readonly id: SubmissionId;
  readonly project: Project;
  readonly terms: SubmissionTerms;
  readonly by: Actor;
  readonly senderEmail?: string;
  /** The Idempotency-Key and the hash of the body, if there is a key. */
  readonly key?: SubmitKey;
}

/** The longest wait for an answer of the previous run, in milliseconds. */
const currentMs = 1_000;

const staticDetails = (id: SubmissionId): string =>
  [
    `Submits project **${id.projectId}** of **${id.companyId}** for acceptance and, once accepted, exports it to the ERP as one record at most.`,
    `Reference in the ERP: \`${toReference(id)}\``,
    'Current Details shows the status and what to do. The query `view` shows what happened.',
  ].join('\n\n');

function toSubmit(
  { id, project, terms, by, senderEmail }: NewSubmission,
  previousRun: PreviousRun | undefined,
): SubmitRequest {
  const { integration, policy } = terms;
  return {
    ...id,
    project,
    integration,
    policy,
    by,
    ...defined({ senderEmail, previousRun }),
  };
}

const stateAt = (submit: SubmitRequest, at: string): Submission => initialState({ type: 'submitted', at, ...submit });

/** The keys that started an earlier run, with that run. */
const listSubmitKeys = (previous: Run | undefined): SubmitKey[] =>
  (previous?.submitKeys ?? []).map(({ runId = previous?.runId, ...key }) => ({ ...key, ...defined({ runId }) }));

/** @returns `undefined` when the workflow id is taken */
async function start(calls: Calls, request: NewSubmission, previous?: Run): Promise<SubmissionSnapshot | undefined> {
  const { id, key } = request;
  const submit = toSubmit(request, previous && (await readPreviousRun(calls, request, previous)));
  const state = stateAt(submit, new Date().toISOString());
  const submitKeys = [...(key ? [key] : []), ...listSubmitKeys(previous)].slice(0, limits.submitKeysKept);
  const memo = { ...toMemo(state), submitKeys } satisfies StartMemo;
  const workflowId = toWorkflowId(id);
  try {
    const { firstExecutionRunId } = await calls.client.workflow.start<typeof submission>(submissionType, {
      workflowId,
      taskQueue,
      // A company with many tasks takes its turn with the others, where the server balances queues.
      priority: { fairnessKey: id.companyId },
      args: [{ submit }],
      typedSearchAttributes: toSetAttributes(state),
      memo,
      staticSummary: formatSummary(state),
      staticDetails: staticDetails(id),
      workflowIdReusePolicy: previous ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
    });
    const { startTime } = await calls.client.workflow.getHandle(workflowId, firstExecutionRunId).describe();
    return { state: toView(stateAt(submit, startTime.toISOString()), firstExecutionRunId), ended: false };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
    throw error;
  }
}

/** Reads the earlier run, within a small part of the request's time. */
const lookAtRun = (calls: Calls, id: SubmissionId): Promise<SubmissionSnapshot | Outline> => {
  const deadline = Date.now() + currentMs;
  return calls.connection.withDeadline(deadline, () => look(calls, id, { deadline }));
};

/**
 * What the run before hands on: what it left in the ERP, why it was rejected, what is different now. A run that came to
 * its own end is read without a worker; of one that ops ended only number and revision are known when no worker tells.
 */
async function readPreviousRun(
  calls: Calls,
  { id, project }: NewSubmission,
  { runId, revision, status }: Run,
): Promise<PreviousRun> {
  const run = { runId, revision };
  try {
    const found = await lookAtRun(calls, id);
    return isOutline(found) ? run : followRun(run, found.state, project);
  } catch (error) {
    if (status !== 'terminated') throw error;
    return run;
  }
}

async function readCurrent(calls: Calls, id: SubmissionId, run: Run): Promise<Current> {
  try {
    const found = await lookAtRun(calls, id);
    return isOutline(found) ? toRunCurrent(run) : toSnapshotCurrent(found);
  } catch {
    return toRunCurrent(run);
  }
}

type Asked = Pick<NewSubmission, 'id' | 'key'>;

/** Returns the run that this key started. @throws Problem `idempotency_key_reused` */
async function findAnswerByKey(
  calls: Calls,
  { id, key }: Asked,
  run: Run,
  looking: Looking,
): Promise<SubmissionSnapshot | Outline | undefined> {
  const used = key && run.submitKeys.find((other) => other.id === key.id);
  if (!key || !used) return undefined;
  if (isOtherBody(used.bodyHash, key.bodyHash)) {
    throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used to submit another body.');
  }
  if (used.runId === undefined) return look(calls, id, looking);
  const earlier = await findRun(calls, id, used.runId);
  return earlier && look(calls, id, { deadline: looking.deadline, executionId: earlier.executionId });
}

/** What the run that is there answers; `undefined`: a new one may start. @throws Problem as below */
async function findEarlierAnswer(
  calls: Calls,
  asked: Asked,
  run: Run,
  looking: Looking,
): Promise<SubmissionSnapshot | Outline | undefined> {
  const answered = await findAnswerByKey(calls, asked, run, looking);
  if (answered || !run.isOpen) return answered;
  const { id } = asked;
  const current = await readCurrent(calls, id, run);
  throw new Problem('already_open', `Project ${id.projectId} is ${current.status} already.`, { current });
}

/**
 * Returns the answer of an earlier submit with this key; `undefined` if a run may start.
 * @throws Problem `already_open`, `idempotency_key_reused`
 */
export const submitted = (calls: Calls, asked: Asked): Promise<SubmissionSnapshot | Outline | undefined> =>
  calls.read(async (deadline) => {
    const known = await describe(calls, asked.id);
    const run = known && toRun(known);
    return run && findEarlierAnswer(calls, asked, run, { deadline, known });
  });

/**
 * Starts a run, or returns the answer of an earlier submit with the same key.
 * @throws Problem `already_open`, `idempotency_key_reused`
 */
export const submit = (calls: Calls, request: NewSubmission): Promise<SubmissionSnapshot | Outline> =>
  calls.write(async (deadline) => {
    let previous: Run | undefined;
    for (;;) {
      const started = await start(calls, request, previous);
      if (started) return started;
      const known = await describe(calls, request.id);
      previous = known && toRun(known);
      const answered = previous && (await findEarlierAnswer(calls, request, previous, { deadline, known }));
      if (answered) return answered;
    }
  });
