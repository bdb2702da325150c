/** Rules about the person who gives a command. */
import { refuse, type Caller, type Refusal } from './command';
import type { Actor } from '../contract/view';
import type { Standing, Submission } from './submission';

/** Returns who sent the current revision. */
export const findSender = ({ revisions, submittedBy }: Submission): Actor =>
  revisions?.entries.at(-1)?.sentBy ?? submittedBy;

/** Whether this person submitted or resent the project in this run. */
export const isSender = (
  { senders, submittedBy }: Pick<Standing, 'senders' | 'submittedBy'>,
  { id }: Caller,
): boolean => senders.includes(id) || submittedBy.id === id;

/**
 * Refuses a sender under four-eyes: whoever sent the project in this run may not accept it, change the accepted job,
 * confirm a difference or settle.
 */
export const refusedBySender = (state: Standing, caller: Caller): Refusal | undefined =>
  state.policy.fourEyes && isSender(state, caller)
    ? refuse('same_person', `${caller.id} submitted or resent this project, so another person has to do this.`)
    : undefined;

/**
 * Refuses a caller who may not approve something that was not accepted yet: that takes an approver who did not send the
 * project. For a raw signal the claimed name counts, as at an accept.
 */
export function refusedToApprove(state: Standing, caller: Caller, what: string): Refusal | undefined {
  const isApprover = caller.channel === 'signal' || (caller.roles?.includes('approver') ?? false);
  if (!isApprover) return refuse('not_permitted', `${what} requires an approver of the company.`);
  return refusedBySender(state, caller);
}
