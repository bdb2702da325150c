/** A validator's decision is taken over by the handler only where nothing can have changed. */
import { ApplicationFailure } from '@temporalio/workflow';
import { UpdateDecider } from '../../workflows/update-decider';
import { stages, third } from '../support/domain/fixtures';

const input = (reason: string) => ({ actor: { id: third.id, roles: ['approver'] }, revision: 1, reason });
const state = stages.awaiting_decision;

test('the handler takes over what was validated, once', () => {
  const decider = new UpdateDecider('run-1');
  const args = [input('No')];
  decider.validate(state, 'reject', args);
  const taken = decider.decide(state, 'reject', args);
  expect(taken.event).toMatchObject({ type: 'rejected', reason: 'No' });
  expect(decider.decide(state, 'reject', args)).not.toBe(taken);
});

test('a state that another message changed in between counts', () => {
  const decider = new UpdateDecider('run-1');
  const args = [input('No')];
  decider.validate(state, 'reject', args);
  expect(() => decider.decide(stages.withdrawn, 'reject', args)).toThrow(ApplicationFailure);
});

test('another input, and another command, is decided by itself', () => {
  const decider = new UpdateDecider('run-1');
  decider.validate(state, 'reject', [input('No')]);
  expect(decider.decide(state, 'reject', [input('Other')]).event).toMatchObject({ reason: 'Other' });
  const args = [input('No')];
  decider.validate(state, 'reject', args);
  expect(decider.decide(state, 'withdraw', args).event).toMatchObject({ type: 'withdrawn' });
});
