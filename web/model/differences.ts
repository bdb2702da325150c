/** Differences of two revisions as they are reviewed: with what was complained of pinned beside them. */
import type { FieldMessage } from '../../workflows/contract/commands';
import type { Change, Omitted } from '../../workflows/contract/view';

export interface Difference {
  readonly pointer: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** What the rejection said of this field. */
  readonly complaints: readonly string[];
  /** False: complained of, and nothing was changed. */
  readonly isChanged: boolean;
}

export interface Differences {
  readonly shown: readonly Difference[];
  /** So many more there are. */
  readonly omitted: number;
}

const isSameField = (changed: string, complained: string): boolean =>
  changed === complained || changed.startsWith(`${complained}/`) || complained.startsWith(`${changed}/`);

/** Every complaint stands exactly once: at what was changed for it, or as unchanged before all else. */
export function pinned(changes: readonly (Change | Omitted)[], complaints: readonly FieldMessage[] = []): Differences {
  const changed = changes.filter((change): change is Change => 'pointer' in change);
  const firstFor = (complained: string): Change | undefined =>
    changed.find(({ pointer }) => pointer === complained) ??
    changed.find(({ pointer }) => isSameField(pointer, complained));
  const unchanged = complaints
    .filter(({ pointer }) => firstFor(pointer) === undefined)
    .map(({ pointer, message }) => ({ pointer, complaints: [message], isChanged: false }));
  const shown = changed.map((change) => ({
    ...change,
    complaints: complaints.filter(({ pointer }) => firstFor(pointer) === change).map(({ message }) => message),
    isChanged: true,
  }));
  const omitted = changes.reduce((sum, change) => sum + ('omitted' in change ? change.omitted : 0), 0);
  return { shown: [...unchanged, ...shown.toSorted((a, b) => b.complaints.length - a.complaints.length)], omitted };
}
