/** The last action on a submission, for people whose work was done by somebody else. */
import { isolate } from '../../workflows/contract/bidi';
import { defined } from '../../workflows/contract/defined';
import { isMove } from '../../workflows/contract/command-table';
import type { Actor, SubmissionView } from '../api/answers';
import { texts } from '../texts';

export const displayName = ({ id, name }: Pick<Actor, 'id' | 'name'>): string => isolate(name ?? id);

export interface Act {
  readonly what: string;
  readonly who: string;
  readonly at: string;
  /** Of an acceptance. */
  readonly jobNumber?: string;
}

type Entry = Extract<SubmissionView['timeline'][number], { type: unknown }>;

/** Excludes what changed nothing, and the export, which no person carries out. */
const isAct = (entry: SubmissionView['timeline'][number]): entry is Entry =>
  'type' in entry && isMove(entry.type) && entry.actor.channel !== 'export';

export function lastAct({ timeline }: Pick<SubmissionView, 'timeline'>): Act | undefined {
  const entry = timeline.filter(isAct).at(-1);
  if (!entry) return undefined;
  const { type, actor, at, jobNumber } = entry;
  return { what: texts.timeline[type], who: displayName(actor), at, ...defined({ jobNumber }) };
}

/** Who sent the revision that is on the screen, and after how many rejections of this run. */
export interface Sent {
  readonly by: Actor;
  readonly at: string;
  readonly isResent: boolean;
  readonly rejections: number;
}

export function findSent({ timeline, submittedBy, submittedAt }: SubmissionView): Sent {
  const acts = timeline.filter(isAct);
  const resent = acts.findLast(({ type }) => type === 'resent');
  const { actor: by, at } = resent ?? { actor: submittedBy, at: submittedAt };
  const rejections = acts.filter(
    ({ type, revision }) => type === 'rejected' && revision < (resent?.revision ?? 0),
  ).length;
  return { by, at, isResent: resent !== undefined, rejections };
}
