/**
 * Unknown is sticky: once a write left and no answer told its fate, every later attempt knows it
 * until the ERP says otherwise. What one attempt knows reaches the next by its last heartbeat.
 */

/** An ERP's "no" without a code of ours: the text, and since when it is the same. */
export interface RefusalSeen {
  readonly text: string;
  readonly since: string;
}

/** What an attempt leaves to the next one, just before it throws. */
export interface HeartbeatDetails {
  readonly attempt: number;
  readonly sentAt?: string;
  readonly refusalSeen?: RefusalSeen;
}

/** What an attempt knows of the writes before it, and learns. */
export interface OutcomeState {
  /** The last write that left and whose outcome is unknown. */
  sentAt: string | undefined;
  refusalSeen: RefusalSeen | undefined;
}

/** What the server tells an attempt of itself. */
export interface AttemptInfo {
  /** Counts from 1; an operator's reset begins at 1 again. */
  readonly attempt: number;
  readonly startedAt: string;
  /** The last heartbeat of an earlier attempt. */
  readonly heartbeatDetails: unknown;
  /** True when attempt 1 is not the first one ever: it was scheduled anew. */
  readonly wasReset: boolean;
  /** Handed on by `retryExport` from an earlier export of this revision. */
  readonly handedOn: string | undefined;
}

const isHeartbeatDetails = (value: unknown): value is HeartbeatDetails =>
  typeof value === 'object' && value !== null && 'attempt' in value && typeof value.attempt === 'number';

/**
 * A forerunner that left no last words died, perhaps behind a write: it counts as one that left now.
 */
export function knownBefore(info: AttemptInfo): OutcomeState {
  const { attempt, startedAt, heartbeatDetails, wasReset, handedOn } = info;
  if (isHeartbeatDetails(heartbeatDetails) && heartbeatDetails.attempt === attempt - 1) {
    return { sentAt: heartbeatDetails.sentAt, refusalSeen: heartbeatDetails.refusalSeen };
  }
  const isFirst = attempt === 1 && !wasReset && heartbeatDetails === undefined;
  return { sentAt: isFirst ? handedOn : startedAt, refusalSeen: undefined };
}

/** @param within how long, in milliseconds, a write may still appear */
export const isBelieved = ({ since }: RefusalSeen, within: number, now: number): boolean =>
  now >= Date.parse(since) + within;
