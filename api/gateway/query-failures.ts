/** What a failed query means. That there is no such run is never concluded from one: only `describe()` says it. */
import { QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import { limits } from '../../workflows/contract/limits';
import { showText } from '../../workflows/contract/text';
import { Problem } from '../problems';
import { grpc, findGrpcCode } from './calls';

const codeIs = (error: unknown, codes: readonly number[]): boolean =>
  codes.some((code) => code === findGrpcCode(error));

/** Nothing came in time. A task that closes the run holds queries back until they are too late. */
export const isLate = (error: unknown): boolean => codeIs(error, [grpc.deadlineExceeded, grpc.cancelled]);

/** A worker had the query and could not load the run. The server hands it on as "not found", or as a bad argument. */
const failedAtWorker = (error: unknown): error is Error =>
  error instanceof QueryNotRegisteredError || error instanceof WorkflowNotFoundError;

/** With code 9; the words are the only difference to "no worker polls". */
const saysForGood = /closed before WorkflowTaskStarted|Workflow Task in failed state/;

/** The failure is about this run, whoever asks and however long they wait. */
export function isAnswered(error: unknown): boolean {
  if (failedAtWorker(error)) return true;
  return error instanceof Error && error.cause instanceof Error && saysForGood.test(error.cause.message);
}

/** For the caller, where nothing is known for good. */
export function toReadProblem(error: unknown): unknown {
  if (failedAtWorker(error)) {
    const words = showText(error.message, limits.messageChars);
    return new Problem('read_failed', `A worker could not load the submission: ${words}`, { cause: error });
  }
  if (codeIs(error, [grpc.failedPrecondition])) {
    return new Problem('no_worker', 'No worker can answer for this submission now.', { cause: error });
  }
  return error;
}
