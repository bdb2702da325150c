/**
 * Reads the argument of a run. Anyone who can reach the server can start a run with any argument. A run with an
 * argument that is not ours fails at once, because it would otherwise be retried for ever without becoming a
 * submission.
 */
import { ApplicationFailure, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { RefusalCode } from './contract/codes';
import { fromWorkflowId } from './contract/names';
import { isSealed, isUndecodable, requireOpened } from './contract/sealed';
import { parseSubmit } from './domain/parse';
import { Malformed, read, toFields, toText, type Fields } from './domain/read';
import { initialState, type Submission } from './domain/submission';
import type { Continued } from './messages';
import { searchAttributes } from './search-attributes';

/** @throws ApplicationFailure `malformed`, with the sentence of what the reader threw */
function readArgument<T>(argument: unknown, reader: (fields: Fields) => T): T {
  try {
    if (isUndecodable(argument)) throw new Malformed('the argument cannot be decoded');
    return reader(toFields(argument, 'the argument'));
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    throw ApplicationFailure.nonRetryable(`This run cannot start: ${why}`, 'malformed' satisfies RefusalCode);
  }
}

/**
 * Reads the argument of a continued run. Only the server can say that a run continues another, so nobody can start one
 * with a state of their own.
 */
function toContinued(fields: Fields): Continued {
  if (workflowInfo().continuedFromExecutionRunId === undefined) {
    throw new Malformed('"continued" is reserved for a run that continues another; start a new run with {"submit": …}');
  }
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- our own run wrote it
  return fields['continued'] as Continued;
}

export interface Start {
  readonly state: Submission;
  readonly runId: string;
  /** Whether the first run of the chain began sealed: with an argument that was encrypted with a key of ours. */
  readonly isSealed: boolean;
  /** Whether this is the first run, and not one that continues another. */
  readonly isNew: boolean;
}

/** Sets the ids from the workflow id, so that the company's list shows the run whoever started it. */
function publishIds(workflowId: string): void {
  const id = fromWorkflowId(workflowId);
  if (!id) return;
  upsertSearchAttributes([
    { key: searchAttributes.companyId, value: id.companyId },
    { key: searchAttributes.projectId, value: id.projectId },
  ]);
}

const readStart = (argument: unknown): Start =>
  readArgument(argument, (fields) => {
    if (Object.hasOwn(fields, 'continued')) {
      const { sealed = false, ...continued } = toContinued(fields);
      return { ...continued, isSealed: sealed && isSealed(argument), isNew: false };
    }
    const { workflowId, startTime, firstExecutionRunId } = workflowInfo();
    const submit = parseSubmit(read(fields, 'submit'), workflowId);
    const state = initialState({ type: 'submitted', at: startTime.toISOString(), ...submit });
    return { state, runId: firstExecutionRunId, isSealed: isSealed(argument), isNew: true };
  });

/**
 * Reads what a run starts with. An argument that no key opens fails the workflow task, which is tried again, and not the
 * run.
 *
 * @throws ApplicationFailure `malformed`, or KeyMissing
 */
export function toStart(argument: unknown): Start {
  requireOpened(argument);
  try {
    return readStart(argument);
  } catch (error) {
    publishIds(workflowInfo().workflowId);
    throw error;
  }
}

/**
 * Checks the argument of a child workflow of a submission: the ids that name everything it does.
 * @throws ApplicationFailure `malformed`, or KeyMissing
 */
export function checkBeside(argument: unknown): void {
  requireOpened(argument);
  readArgument(argument, (fields) => {
    for (const key of ['companyId', 'projectId', 'runId']) toText(read(fields, key), key, 1_000);
  });
}
