/** Who did what last: what somebody needs to know whose work was done by another. */
import { isolate } from '../../workflows/contract/bidi';
import type { Actor, SubmissionView } from '../api/answers';
import { texts } from '../texts';

export const displayName = ({ id, name }: Pick<Actor, 'id' | 'name'>): string => isolate(name ?? id);

export interface Act {
  readonly what: string;
  readonly who: string;
  readonly at: string;
}

type Entry = Extract<SubmissionView['timeline'][number], { type: unknown }>;

/** What was ignored did nothing, a question changes nothing, and the export is nobody's act. */
const isAct = (entry: SubmissionView['timeline'][number]): entry is Entry =>
  'type' in entry &&
  entry.type !== 'ignored' &&
  entry.type !== 'preflight_requested' &&
  entry.actor.channel !== 'export';

export function lastAct({ timeline }: Pick<SubmissionView, 'timeline'>): Act | undefined {
  const entry = timeline.filter(isAct).at(-1);
  return entry && { what: texts.timeline[entry.type], who: displayName(entry.actor), at: entry.at };
}
