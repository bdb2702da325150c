import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { isFailingTask } from '../../api/gateway/memo';

const reported = (...problems: string[]) => ({
  typedSearchAttributes: new TypedSearchAttributes([
    { key: defineSearchAttributeKey('TemporalReportedProblems', 'KEYWORD_LIST'), value: problems },
  ]),
});

test('a run fails when the server reports its workflow task, and not when a message overtook the end of one', () => {
  const cause = (name: string): string => `cause=WorkflowTaskFailedCause${name}`;
  expect(isFailingTask({ typedSearchAttributes: new TypedSearchAttributes() })).toBe(false);
  expect(isFailingTask(reported('category=WorkflowTaskFailed', cause('NonDeterministicError')))).toBe(true);
  expect(isFailingTask(reported('category=WorkflowTaskFailed', cause('UnhandledCommand')))).toBe(false);
});
