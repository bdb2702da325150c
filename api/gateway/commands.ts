/** Sends a command as an update and waits for its answer. Sent again with the same id, it is applied only once. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  ApplicationFailure,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { z } from 'zod';
import { grpc, hasGrpcCode } from '../../adapters/temporal/grpc';
import { refusalCodes } from '../../workflows/contract/codes';
import type { CommandName } from '../../workflows/contract/command-table';
import { type SubmissionId, toWorkflowId } from '../../workflows/contract/names';
import { findMissingKey } from '../../workflows/contract/sealed';
import type { Standing, UpdateAnswer } from '../../workflows/contract/standing';
import { Check } from '../../workflows/contract/view';
import type { UpdateRequest } from '../../workflows/domain/parse';
import { toStanding } from '../../workflows/domain/standing';
import { appliedQuery, type UpdateEnvelope } from '../../workflows/messages';
import { Problem, toFieldError } from '../problems';
import { isOtherBody } from '../request/idempotency';
import { Current, type FieldError } from '../../workflows/contract/answers';
import type { Calls } from './calls';
import { isOpen } from './executions';
import type { Limiter } from './limiter';
import { toRun } from './memo';
import { toProblem, requireState } from './outline';
import { toReadProblem } from './query-failures';
import { checkOpen, toSnapshotCurrent, describe, look, type Looking, notFound, readOutline } from './reads';
import { defined } from '../../workflows/contract/defined';

export interface Command {
  readonly id: SubmissionId;
  readonly name: CommandName;
  /** The envelope and the fields of the command. */
  readonly message: UpdateEnvelope & { readonly request: UpdateRequest };
}

/** A command that was applied, now or before. */
export interface AppliedCommand {
  readonly standing: Standing;
  /** Ops have ended the run in Temporal since then. */
  readonly ended: boolean;
}

/** The most updates in flight for one workflow. The server refuses more than 10. */
export const maxInFlight = 8;

/** A run that is about to continue as new takes updates again in a moment. */
const closingPauseMs = 50;

const RefusalCode = z.enum(refusalCodes);
const RefusalDetails = z.tuple([z.object({ current: Current, checks: z.array(Check).optional() })]).rest(z.unknown());

function toRefusal(failure: WorkflowUpdateFailedError): unknown {
  const { cause } = failure;
  if (!(cause instanceof ApplicationFailure)) return failure;
  const code = RefusalCode.safeParse(cause.type);
  if (!code.success) return failure;
  // No caller can mend it: API and workers do not have the same keys.
  if (code.data === 'not_sealed') return new Problem('keys_missing', cause.message, { cause: failure });
  const details = RefusalDetails.safeParse(cause.details);
  const [{ current, checks }] = details.success ? details.data : [{}];
  const errors: readonly FieldError[] | undefined = checks?.map(toFieldError);
  return new Problem(code.data, cause.message, defined({ current, errors }));
}

const keyReused = (): Problem =>
  new Problem('idempotency_key_reused', 'This Idempotency-Key was used with another body.');

function readStanding(calls: Calls, answer: UpdateAnswer, request: UpdateRequest): Standing {
  checkOpen(calls, findMissingKey(answer));
  const { bodyHash, ...standing } = answer;
  if (isOtherBody(bodyHash, request.bodyHash)) throw keyReused();
  return standing;
}

/**
 * The run takes no updates any more. What it applied itself the server would have answered; what a
 * run before it in the chain applied, only the workflow knows.
 */
async function answerClosed(calls: Calls, { id, name, message }: Command, looking: Looking): Promise<AppliedCommand> {
  const seen = requireState(await look(calls, id, looking));
  const handle = calls.client.workflow.getHandle(toWorkflowId(id));
  const isContinued = looking.known && toRun(looking.known)?.isContinued;
  const applied = isContinued ? await handle.query(appliedQuery, message.request.id) : null;
  if (applied && isOtherBody(applied.bodyHash, message.request.bodyHash)) throw keyReused();
  if (applied) {
    const by = { ...message.actor, channel: 'api' } as const;
    const standing = toStanding(seen.state, { command: name, at: applied.at, by });
    return { standing, ended: seen.ended };
  }
  const current = toSnapshotCurrent(seen);
  throw new Problem(
    'already_closed',
    `The submission is ${current.status}. Submit the project again to start a new run.`,
    {
      current,
    },
  );
}

/** Names in the message what it is sealed for. Without keys nothing is sealed. */
const toSealed = ({ keys }: Calls, { id, name, message }: Command): Command['message'] =>
  keys ? { ...message, sealedFor: { workflowId: toWorkflowId(id), message: name } } : message;

/** Returns `undefined` if this run does not accept the update now, or not any more. */
async function attempt(calls: Calls, { id, name, message }: Command): Promise<AppliedCommand | undefined> {
  const handle = calls.client.workflow.getHandle(toWorkflowId(id));
  const options = {
    updateId: message.request.id,
    args: [toSealed(calls, { id, name, message })] as [Command['message']],
  };
  try {
    const answer = await handle.executeUpdate<UpdateAnswer, [Command['message']]>(name, options);
    return { standing: readStanding(calls, answer, message.request), ended: false };
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw toRefusal(error);
    // A workflow task that fails because a message raced it takes the updates on it along.
    if (error instanceof WorkflowNotFoundError || hasGrpcCode(error, grpc.failedPrecondition)) return undefined;
    throw error;
  }
}

/** @throws Problem `paused`, `unreadable`: an update can only be taken again once somebody has seen to the run */
async function checkTakesUpdates(calls: Calls, id: SubmissionId, known: WorkflowExecutionDescription): Promise<void> {
  const outline = await readOutline(calls, id, known);
  if (outline) throw toProblem(outline);
}

async function update(calls: Calls, command: Command, deadline: number): Promise<AppliedCommand> {
  for (;;) {
    const applied = await attempt(calls, command);
    if (applied) return applied;
    const known = await describe(calls, command.id);
    if (!known) throw notFound(command.id);
    if (!isOpen(known)) return answerClosed(calls, command, { deadline, known });
    await checkTakesUpdates(calls, command.id, known);
    await delay(closingPauseMs);
  }
}

/**
 * Whether the run has applied this request before.
 * @throws Problem `idempotency_key_reused`, `not_found`, `paused`, `unreadable`
 */
export const hasApplied = (calls: Calls, id: SubmissionId, request: UpdateRequest): Promise<boolean> =>
  calls.read(async (deadline) => {
    const query = () => calls.client.workflow.getHandle(toWorkflowId(id)).query(appliedQuery, request.id);
    const applied = await query().catch(async (failure: unknown) => {
      requireState(await look(calls, id, { deadline }));
      throw toReadProblem(failure);
    });
    if (applied && isOtherBody(applied.bodyHash, request.bodyHash)) throw keyReused();
    return applied !== null;
  });

/**
 * Gives a command and returns where the submission stands after it.
 * @throws Problem a refusal of the domain, `not_found`, `idempotency_key_reused`, `paused`, `unreadable`
 */
export const command = (calls: Calls, limiter: Limiter, given: Command): Promise<AppliedCommand> =>
  calls.write((deadline) =>
    limiter({ key: toWorkflowId(given.id), deadline, task: () => update(calls, given, deadline) }),
  );
