/** Rules about the person who gives a command. */
import { refuse, type Caller, type Refusal } from './command';
import type { Actor } from '../contract/view';
import type { Standing, Submission } from './submission';

/** Returns who sent the current revision. */
export const findSender = ({ revisions, submittedBy }: Submission): Actor =>
  revisions?.entries.at(-1)?.sentBy ?? submittedBy;

/**
 * Refuses a sender under four-eyes: whoever sent the project in this run may not accept it, change the accepted job,
 * confirm a difference or settle.
 */
export const refusedBySender = ({ policy, senders, submittedBy }: Standing, { id }: Caller): Refusal | undefined =>
  policy.fourEyes && (senders.includes(id) || submittedBy.id === id)
    ? refuse('same_person', `${id} submitted or resent this project, so another person has to do this.`)
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
