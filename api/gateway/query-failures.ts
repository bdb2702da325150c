/** Interprets failed queries. Only `describe()` can say that a run does not exist, never a failed query. */
import { QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import { grpc, hasGrpcCode } from '../../adapters/temporal/grpc';
import { limits } from '../../workflows/contract/limits';
import { showText } from '../../workflows/contract/text';
import { Problem } from '../problems';

/** Whether the answer came too late. A workflow task that closes the run delays queries. */
export const isLate = (error: unknown): boolean => hasGrpcCode(error, grpc.deadlineExceeded, grpc.cancelled);

/** A worker had the query and could not load the run. The server hands it on as "not found", or as a bad argument. */
const failedAtWorker = (error: unknown): error is Error =>
  error instanceof QueryNotRegisteredError || error instanceof WorkflowNotFoundError;

/** With code 9; the words are the only difference to "no worker polls". */
const saysForGood = /closed before WorkflowTaskStarted|Workflow Task in failed state/;

/** Whether the failure concerns this run, so that asking again does not help. */
export function isAnswered(error: unknown): boolean {
  if (failedAtWorker(error)) return true;
  return error instanceof Error && error.cause instanceof Error && saysForGood.test(error.cause.message);
}

/** Returns the problem for the caller if the failure may pass. */
export function toReadProblem(error: unknown): unknown {
  if (failedAtWorker(error)) {
    const words = showText(error.message, limits.messageChars);
    return new Problem('read_failed', `A worker could not load the submission: ${words}`, { cause: error });
  }
  if (hasGrpcCode(error, grpc.failedPrecondition)) {
    return new Problem('no_worker', 'No worker can answer for this submission now.', { cause: error });
  }
  return error;
}
