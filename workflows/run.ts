/** What the run itself needs of Temporal: visibility kept in step, and continue-as-new in time. */
import {
  allHandlersFinished,
  makeContinueAsNewFunc,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { SearchAttributePair } from '@temporalio/common';
import type { Submission } from './domain/submission';
import type { Continued, SubmissionInput } from './messages';
import { attributesOf, memoOf } from './search-attributes';

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Upserts only what differs from what visibility has: each upsert is an event in the history. */
export function publish(state: Submission): void {
  const { typedSearchAttributes, memo } = workflowInfo();
  const known = (pair: SearchAttributePair): unknown =>
    typedSearchAttributes.getAll().find(({ key }) => key.name === pair.key.name)?.value;
  const changed = attributesOf(state).filter((pair) => !isSame(pair.value, known(pair)));
  if (changed.length > 0) upsertSearchAttributes(changed);
  const entries = Object.entries(memoOf(state)).filter(([key, value]) => !isSame(value, memo?.[key] ?? null));
  if (entries.length > 0) upsertMemo(Object.fromEntries(entries));
}

export const isTimeToContinue = (): boolean => workflowInfo().continueAsNewSuggested && allHandlersFinished();

/** Never returns: the next run has the state, the search attributes and the memo. */
export function continueAs(continued: Continued): Promise<never> {
  const { state, runId } = continued;
  const next = makeContinueAsNewFunc<(input: SubmissionInput) => Promise<unknown>>({
    memo: { ...workflowInfo().memo, ...memoOf(state), runId },
    typedSearchAttributes: attributesOf(state),
  });
  return next({ continued });
}
