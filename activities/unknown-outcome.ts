/**
 * Unknown is sticky: once a write left and no answer told its fate, every later attempt knows it
 * until the ERP says otherwise. What one attempt knows reaches the next by its last heartbeat.
 */

/** What an attempt leaves to the next one, just before it throws. */
export interface LastWords {
  readonly attempt: number;
  readonly sentAt?: string;
}

/** What the server tells an attempt of itself. */
export interface AttemptInfo {
  /** Counts from 1; an operator's reset begins at 1 again. */
  readonly attempt: number;
  readonly startedAt: string;
  /** The last heartbeat of an earlier attempt. */
  readonly lastWords: unknown;
  /** True when attempt 1 is not the first one ever: it was scheduled anew. */
  readonly wasReset: boolean;
  /** Handed on by `retryExport` from an earlier export of this revision. */
  readonly handedOn: string | undefined;
}

const isLastWords = (value: unknown): value is LastWords =>
  typeof value === 'object' && value !== null && 'attempt' in value && typeof value.attempt === 'number';

/**
 * The instant of a write whose outcome is unknown when this attempt begins. A forerunner that left
 * no last words died, perhaps behind a write: it counts as one that left now.
 */
export function sentBefore({ attempt, startedAt, lastWords, wasReset, handedOn }: AttemptInfo): string | undefined {
  if (isLastWords(lastWords) && lastWords.attempt === attempt - 1) return lastWords.sentAt;
  if (attempt === 1 && !wasReset && lastWords === undefined) return handedOn;
  return startedAt;
}
