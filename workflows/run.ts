/** What the run itself needs of Temporal: visibility kept in step, and continue-as-new in time. */
import {
  allHandlersFinished,
  makeContinueAsNewFunc,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Submission } from './domain/submission';
import type { Continued, SubmissionInput } from './messages';
import { attributesOf, memoOf, summaryOf } from './search-attributes';

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** True when whoever started the run set its search attributes and memo, as the API does. */
function isPublished(state: Submission): boolean {
  const { typedSearchAttributes, memo } = workflowInfo();
  const known = new Set(typedSearchAttributes.getAll().map(({ key }) => key.name));
  return memo?.['name'] !== undefined && attributesOf(state).every(({ key }) => known.has(key.name));
}

/**
 * Keeps visibility in step with the state. Only what changed is upserted: each upsert is an event in
 * the history.
 */
export function createPublisher(start: Submission): (state: Submission) => void {
  let attributes = isPublished(start) ? attributesOf(start) : [];
  let memo = new Map(isPublished(start) ? Object.entries(memoOf(start)) : []);
  return (state) => {
    const nextAttributes = attributesOf(state);
    const nextMemo = Object.entries(memoOf(state));
    const changed = nextAttributes.filter(({ value }, index) => !isSame(value, attributes[index]?.value));
    const entries = nextMemo.filter(([key, value]) => !isSame(value, memo.get(key)));
    if (changed.length > 0) upsertSearchAttributes(changed);
    if (entries.length > 0) upsertMemo(Object.fromEntries(entries));
    attributes = nextAttributes;
    memo = new Map(nextMemo);
  };
}

export const isTimeToContinue = (): boolean => workflowInfo().continueAsNewSuggested && allHandlersFinished();

/**
 * Never returns: the next run has the state, the search attributes and the memo. The server drops the
 * static summary (1.32 takes none with this command), so the memo carries its text.
 */
export function continueAs(continued: Continued): Promise<never> {
  const { state, runId } = continued;
  const next = makeContinueAsNewFunc<(input: SubmissionInput) => Promise<unknown>>({
    memo: { ...workflowInfo().memo, ...memoOf(state), runId, summary: summaryOf(state) },
    typedSearchAttributes: attributesOf(state),
  });
  return next({ continued });
}
