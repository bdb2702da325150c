/** The differences of two revisions for the review, with the complaints of the rejection beside them. */
import type { FieldMessage } from '../../workflows/contract/commands';
import type { Change, Omitted } from '../../workflows/contract/view';
import type { LastRejection, SubmissionView } from '../api/answers';

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
  /** The number of further differences. */
  readonly omitted: number;
}

/** A list without the count of what was left out, and that count. */
export function counted<T extends object>(list: readonly (T | Omitted)[] = []): { entries: T[]; omitted: number } {
  const entries = list.filter((entry): entry is T => !('omitted' in entry));
  const omitted = list.reduce((sum, entry) => sum + ('omitted' in entry ? entry.omitted : 0), 0);
  return { entries, omitted };
}

const isSameField = (changed: string, complained: string): boolean =>
  changed === complained || changed.startsWith(`${complained}/`) || complained.startsWith(`${changed}/`);

/** Shows every complaint exactly once: beside the change that answers it, or first if nothing was changed. */
export function pinned(changes: readonly (Change | Omitted)[], complaints: readonly FieldMessage[] = []): Differences {
  const { entries: changed, omitted } = counted(changes);
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
  return { shown: [...unchanged, ...shown.toSorted((a, b) => b.complaints.length - a.complaints.length)], omitted };
}

export const findBefore = ({ shown }: Differences, pointer: string): string | undefined =>
  shown.find((difference) => difference.pointer === pointer)?.before;

interface SincePreviousRun {
  readonly lastRejection?: LastRejection | undefined;
  /** The last revision of the run before. */
  readonly revision: number;
  /** What was complained of stands beside the differences, as each of them is known. */
  readonly isPinned: boolean;
  /** Absent: the run before could not be read. */
  readonly list?: Differences;
}

/** What an approver is shown of the run before: nothing once this run was rejected, or where that one was exported. */
export function sincePreviousRun({ previousRun, rejection }: SubmissionView): SincePreviousRun | undefined {
  if (!previousRun || rejection || previousRun.exported?.revision === previousRun.revision) return undefined;
  const { lastRejection, differences, revision } = previousRun;
  if (!differences) return { lastRejection, revision, isPinned: false };
  const { entries, omitted } = counted(lastRejection?.fields);
  const isPinned = lastRejection?.revision === revision && omitted + counted(differences).omitted === 0;
  return { lastRejection, revision, isPinned, list: pinned(differences, isPinned ? entries : []) };
}
