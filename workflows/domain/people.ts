/** Who may not: rules about the person who gives a command. */
import { refuse, type Caller, type Refusal } from './command';
import type { Standing } from './submission';

/** Four-eyes: who sent the project in this run neither accepts it, changes what was accepted, confirms nor settles. */
export const refusedBySender = ({ policy, senders, submittedBy }: Standing, { id }: Caller): Refusal | undefined =>
  policy.fourEyes && (senders.includes(id) || submittedBy.id === id)
    ? refuse('same_person', `${id} submitted or resent this project; somebody else must do this.`)
    : undefined;

/** Who approves what was not accepted yet: an approver who did not send it. A raw signal's claim counts, as at an accept. */
export function refusedToApprove(state: Standing, caller: Caller, what: string): Refusal | undefined {
  const isApprover = caller.channel === 'signal' || (caller.roles?.includes('approver') ?? false);
  if (!isApprover) return refuse('not_permitted', `${what} takes an approver of the company.`);
  return refusedBySender(state, caller);
}
