/** Submit: starts a run. Optimistic: the workflow id is the lock, and only if it is taken we look why. */
import { type WorkflowExecutionDescription, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { limits } from '../../workflows/contract/limits';
import {
  type SubmissionId,
  submissionType,
  taskQueue,
  toReference,
  toWorkflowId,
} from '../../workflows/contract/names';
import type { Project } from '../../workflows/contract/project';
import type { Actor } from '../../workflows/contract/view';
import { exportedBy } from '../../workflows/domain/after';
import type { After, Fresh } from '../../workflows/domain/events';
import { begin, type Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import type { SubmitRequest } from '../../workflows/messages';
import { attributesOf, memoOf, type StartMemo, type SubmitKey, summaryOf } from '../../workflows/search-attributes';
import type { submission } from '../../workflows/submission';
import { type Current, Problem } from '../problems';
import { currentlyOf } from '../standing';
import type { Calls } from './calls';
import { type Run, toRun } from './memo';
import { describe, look, type Seen } from './reads';

export interface NewSubmission {
  readonly id: SubmissionId;
  readonly project: Project;
  readonly terms: Fresh;
  readonly by: Actor;
  readonly senderEmail?: string;
  /** From the Idempotency-Key, if there is one. */
  readonly key?: SubmitKey;
}

/** What the run before tells is not worth more of the request's time, in milliseconds. */
const currentMs = 1_000;

const staticDetails = (id: SubmissionId): string =>
  [
    `Project **${id.projectId}** of **${id.companyId}** on its way into the ERP: submitted, decided by a person, exported as one record at most.`,
    `Reference in the ERP: \`${toReference(id)}\``,
    'Where it stands and what to do: Current Details. What happened: the query `view`.',
  ].join('\n\n');

function toSubmit({ id, project, terms, by, senderEmail }: NewSubmission, after: After | undefined): SubmitRequest {
  const { integration, policy } = terms;
  return {
    ...{ ...id, project, integration, policy, by },
    ...(senderEmail !== undefined && { senderEmail }),
    ...(after && { after }),
  };
}

const stateAt = (submit: SubmitRequest, at: string): Submission => begin({ type: 'submitted', at, ...submit });

/** @returns `undefined` when the workflow id is taken */
async function start(calls: Calls, request: NewSubmission, previous?: Run): Promise<Seen | undefined> {
  const { id, key } = request;
  const submit = toSubmit(request, previous && (await afterOf(calls, id, previous)));
  const state = stateAt(submit, new Date().toISOString());
  const submitKeys = [...(key ? [key] : []), ...(previous?.submitKeys ?? [])].slice(0, limits.submitKeysKept);
  const memo = { ...memoOf(state), submitKeys } satisfies StartMemo;
  const workflowId = toWorkflowId(id);
  try {
    const { firstExecutionRunId } = await calls.client.workflow.start<typeof submission>(submissionType, {
      ...{ workflowId, taskQueue, args: [{ submit }] },
      typedSearchAttributes: attributesOf(state),
      memo,
      staticSummary: summaryOf(state),
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

/** What the run before left in the ERP. Of one that ops ended nothing certain is known when no worker tells. */
async function afterOf(calls: Calls, id: SubmissionId, { runId, revision, status }: Run): Promise<After> {
  try {
    const { state } = await calls.connection.withDeadline(Date.now() + currentMs, () => look(calls, id));
    const exported = exportedBy(state);
    return { runId, revision, ...(exported && { exported }) };
  } catch (error) {
    if (status !== 'terminated') throw error;
    return { runId, revision };
  }
}

/** Who submitted is known without a worker; who acted last only with one. */
async function currentOfRun(calls: Calls, id: SubmissionId, run: Run): Promise<Current> {
  try {
    return currentlyOf(await calls.connection.withDeadline(Date.now() + currentMs, () => look(calls, id)));
  } catch {
    return { revision: run.revision, status: run.status, by: run.submittedBy, at: run.submittedAt };
  }
}

/** What became of our key in the run that is there: `undefined`, the key was not used in it. */
function checkKey(key: SubmitKey | undefined, { submitKeys }: Run): 'same' | undefined {
  const used = key && submitKeys.find((other) => other.id === key.id);
  if (!key || !used) return undefined;
  if (used.bodyHash === key.bodyHash) return 'same';
  throw new Problem('idempotency_key_reused', 'This Idempotency-Key was used to submit another body.');
}

type Asked = Pick<NewSubmission, 'id' | 'key'>;

/** What the run that is there answers; `undefined`: a new one may start. @throws Problem as below */
async function answerOf(
  calls: Calls,
  { id, key }: Asked,
  run: Run,
  description: WorkflowExecutionDescription,
): Promise<Seen | undefined> {
  if (checkKey(key, run) === 'same') return look(calls, id, description);
  if (!run.isOpen) return undefined;
  const current = await currentOfRun(calls, id, run);
  throw new Problem('already_open', `Project ${id.projectId} is ${current.status} already.`, { current });
}

/** What this request came to before. @throws Problem `already_open`, `idempotency_key_reused` */
export const submitted = (calls: Calls, asked: Asked): Promise<Seen | undefined> =>
  calls.read(async () => {
    const description = await describe(calls, asked.id);
    const run = description && toRun(description);
    return run && answerOf(calls, asked, run, description);
  });

/** @throws Problem `already_open`, `idempotency_key_reused` */
export const submit = (calls: Calls, request: NewSubmission): Promise<Seen> =>
  calls.write(async () => {
    let previous: Run | undefined;
    for (;;) {
      const started = await start(calls, request, previous);
      if (started) return started;
      const description = await describe(calls, request.id);
      previous = description && toRun(description);
      const answered = previous && description && (await answerOf(calls, request, previous, description));
      if (answered) return answered;
    }
  });
