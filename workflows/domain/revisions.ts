/** The acceptance cycles of a run, kept for the record and bounded like the timeline. */
import { defined } from '../contract/defined';
import { limits } from '../contract/limits';
import type { RevisionRecord } from '../contract/record';
import type { Decision, Rejection } from '../contract/view';
import { keepNewest, measuredBytes } from './bound';
import { fewerChanges } from './changes';
import { cutText } from '../contract/text';

export interface Revisions {
  readonly entries: readonly RevisionRecord[];
  /** The number of revisions that were dropped to stay within the limits. */
  readonly omitted: number;
}

export const noRevisions: Revisions = { entries: [], omitted: 0 };

const cut = (text: string): string => cutText(text, limits.cutTextChars);

type Reasons = NonNullable<RevisionRecord['rejection']>;

const briefReasons = ({ reason, category }: Reasons): Reasons =>
  defined({ reason: cut(reason), category: category && cut(category) });

/** Shortens a revision. Who, when and what was decided are kept; differences are counted and texts cut. */
function brief({ changes, note, rejection, job, ...rest }: RevisionRecord): RevisionRecord {
  return defined({
    ...rest,
    changes: fewerChanges(changes, 0),
    note: note && cut(note),
    job: job?.number === undefined ? undefined : { number: job.number },
    rejection: rejection && briefReasons(rejection),
  });
}

const countBytes = measuredBytes();

function bound(entries: readonly RevisionRecord[], omitted: number): Revisions {
  const kept = keepNewest(entries, {
    maxFull: limits.revisionsFull,
    fullBytes: limits.revisionsFullBytes,
    maxBytes: limits.revisionsBytes,
    brief,
    countBytes,
  });
  return { entries: kept, omitted: omitted + entries.length - kept.length };
}

export const addRevision = ({ entries, omitted }: Revisions, entry: RevisionRecord): Revisions =>
  bound([...entries, { ...entry, changes: fewerChanges(entry.changes, limits.revisionChangesBytes) }], omitted);

/** Adds the decision to the newest revision. */
export function decideRevision(
  { entries, omitted }: Revisions,
  { decision, by, at }: Decision,
  fields: Pick<RevisionRecord, 'job' | 'rejection'>,
): Revisions {
  const last = entries.at(-1);
  if (!last) return { entries, omitted };
  const decided = { ...last, decisions: [...last.decisions, { decision, by, at }], ...fields };
  return bound([...entries.slice(0, -1), decided], omitted);
}

export const toReasons = ({ reason, category, fields }: Rejection): Reasons => defined({ reason, category, fields });
