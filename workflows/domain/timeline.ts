/** Bounds the timeline: equal neighbours are counted, old texts are cut, and the oldest entries are dropped. */
import { defined } from '../contract/defined';
import { limits } from '../contract/limits';
import type { TimelineEntry } from '../contract/view';
import { keepNewest, measuredBytes } from './bound';
import { fewerChanges } from './changes';
import { cutText } from '../contract/text';

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** The number of entries that were dropped to stay within the limits. */
  readonly omitted: number;
}

export const emptyTimeline: Timeline = { entries: [], omitted: 0 };

const isSameIgnored = (a: TimelineEntry, b: TimelineEntry): boolean =>
  a.type === 'ignored' &&
  b.type === 'ignored' &&
  a.signal === b.signal &&
  a.code === b.code &&
  a.revision === b.revision &&
  a.actor.id === b.actor.id;

/** Keeps the newest `limits.ignoredKept` ignored entries. */
function dropOldIgnored(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const ignored = entries.filter(({ type }) => type === 'ignored').length;
  if (ignored <= limits.ignoredKept) return entries;
  const oldest = entries.findIndex(({ type }) => type === 'ignored');
  return entries.filter((_, index) => index !== oldest);
}

/** Shortens an entry. Who, when and which command are kept; texts are cut and differences counted. */
function brief(entry: TimelineEntry): TimelineEntry {
  const { text, category, changes } = entry;
  const isShort = [text, category].every((said = '') => said.length <= limits.cutTextChars);
  if (isShort && !changes) return entry;
  return defined({
    ...entry,
    changes: changes && fewerChanges(changes, 0),
    text: text && cutText(text, limits.cutTextChars),
    category: category && cutText(category, limits.cutTextChars),
  });
}

const countBytes = measuredBytes();

const isComment = ({ type }: TimelineEntry): boolean => type === 'commented';

/** Drops and cuts old entries, except the comments: they are bounded when they are made, and keep their texts. */
function bound(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const others = entries.filter((entry) => !isComment(entry));
  const kept = keepNewest(others.slice(-limits.timelineKept), {
    maxFull: others.length,
    fullBytes: limits.timelineFullBytes,
    maxBytes: limits.timelineBytes,
    brief,
    countBytes,
  });
  const dropped = others.length - kept.length;
  const shown = new Map(kept.map((entry, index) => [others[dropped + index], entry]));
  return entries.flatMap((entry) => (isComment(entry) ? entry : (shown.get(entry) ?? [])));
}

export function addEntry({ entries, omitted }: Timeline, entry: TimelineEntry): Timeline {
  const last = entries.at(-1);
  if (last && isSameIgnored(last, entry)) {
    const counted = { ...entry, times: (last.times ?? 1) + 1 };
    return { entries: [...entries.slice(0, -1), counted], omitted };
  }
  const kept = bound(dropOldIgnored([...entries, entry]));
  return { entries: kept, omitted: omitted + entries.length + 1 - kept.length };
}
