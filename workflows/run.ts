/** Keeps search attributes and memo of a run up to date, and continues it as new in time. */
import {
  allHandlersFinished,
  makeContinueAsNewFunc,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { Submission } from './domain/submission';
import type { Continued, SubmissionInput } from './messages';
import { toAttributes, toMemo, toSetAttributes, toStandingAttributes, formatSummary } from './search-attributes';

/** Returns the workflow's time, which is the same in a replay. */
export const now = (): string => new Date().toISOString();

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Whether the memo and the attributes that are always set were set at the start, as the API does. The other attributes
 * are not checked, because a history that was recorded before they were set must replay.
 */
function isPublished(state: Submission): boolean {
  const { typedSearchAttributes, memo } = workflowInfo();
  const known = new Set(typedSearchAttributes.getAll().map(({ key }) => key.name));
  return memo?.['name'] !== undefined && toStandingAttributes(state).every(({ key }) => known.has(key.name));
}

/** Returns the attributes with which the run was started, by name. */
function startedWith(start: Submission): Map<string, unknown> {
  if (!isPublished(start)) return new Map();
  const given = workflowInfo().typedSearchAttributes.getAll();
  return new Map([...given, ...toStandingAttributes(start)].map(({ key, value }) => [key.name, value]));
}

/**
 * Returns a function that keeps search attributes and memo in step with the state. It upserts only what has changed,
 * because each upsert is an event in the history. A change of something that need not always be set is upserted only
 * together with another one.
 */
export function createPublisher(start: Submission): (state: Submission) => void {
  const attributes = startedWith(start);
  let memo = new Map(isPublished(start) ? Object.entries(toMemo(start)) : []);
  return (state) => {
    const isChanged = ({ key, value }: SearchAttributeUpdatePair): boolean =>
      !isSame(value, attributes.get(key.name) ?? null);
    const nextMemo = Object.entries(toMemo(state));
    const entries = nextMemo.filter(([key, value]) => !isSame(value, memo.get(key)));
    if (toStandingAttributes(state).some(isChanged)) {
      const changed = toAttributes(state).filter(isChanged);
      upsertSearchAttributes(changed);
      for (const { key, value } of changed) attributes.set(key.name, value);
    }
    if (entries.length > 0) upsertMemo(Object.fromEntries(entries));
    memo = new Map(nextMemo);
  };
}

/**
 * Whether the run should continue as new. The server decides it, because our own measure could differ in a replay, and
 * with it the commands.
 */
export const isTimeToContinue = (): boolean => workflowInfo().continueAsNewSuggested && allHandlersFinished();

/**
 * Continues as new, and never returns. The next run has the state, the search attributes and the memo. The server drops
 * the static summary (1.32 takes none with this command), so the memo carries its text.
 */
export function continueAs(continued: Continued): Promise<never> {
  const { state, runId } = continued;
  const next = makeContinueAsNewFunc<(input: SubmissionInput) => Promise<unknown>>({
    memo: { ...workflowInfo().memo, ...toMemo(state), runId, summary: formatSummary(state) },
    typedSearchAttributes: toSetAttributes(state),
  });
  return next({ continued });
}
