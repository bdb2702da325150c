/** The timeline stays bounded: equal neighbours are counted, old texts are cut, the oldest go. */
import { limits } from '../contract/limits';
import type { TimelineEntry } from '../contract/view';
import { cutText, utf8Bytes } from './text';

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** How many entries were dropped to stay within the limits. */
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

/** Newest texts in full as long as they fit together; the older ones cut and so marked by `…`. */
function cutOldTexts(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  let bytes = 0;
  return entries
    .toReversed()
    .map((entry) => {
      if (entry.text === undefined) return entry;
      bytes += utf8Bytes(entry.text);
      return bytes <= limits.timelineTextBytes ? entry : { ...entry, text: cutText(entry.text, limits.cutTextChars) };
    })
    .toReversed();
}

export function addEntry({ entries, omitted }: Timeline, entry: TimelineEntry): Timeline {
  const last = entries.at(-1);
  if (last && isSameIgnored(last, entry)) {
    const counted = { ...entry, times: (last.times ?? 1) + 1 };
    return { entries: [...entries.slice(0, -1), counted], omitted };
  }
  const all = dropOldIgnored([...entries, entry]).slice(-limits.timelineKept);
  return {
    entries: entry.text === undefined ? all : cutOldTexts(all),
    omitted: omitted + entries.length + 1 - all.length,
  };
}
