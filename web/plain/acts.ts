/** Who did what last: what somebody needs to know whose work was done by another. */
import type { Actor, SubmissionView } from '../data/answers';
import { texts } from '../texts';

export const nameOf = ({ id, name }: Pick<Actor, 'id' | 'name'>): string => name ?? id;

export interface Act {
  readonly what: string;
  readonly who: string;
  readonly actorId: string;
  readonly at: string;
  /** Not the export itself. */
  readonly isPerson: boolean;
}

/** What was ignored did nothing, and a question changes nothing. */
export function lastAct({ timeline }: Pick<SubmissionView, 'timeline'>): Act | undefined {
  const entry = timeline.findLast((each) => 'type' in each && each.type !== 'ignored' && each.type !== 'asked');
  if (!entry || !('type' in entry)) return undefined;
  const { type, actor, at } = entry;
  return {
    what: texts.timeline[type],
    who: nameOf(actor),
    actorId: actor.id,
    at,
    isPerson: actor.channel !== 'export',
  };
}
