/**
 * An unknown outcome stays unknown: after a write whose answer was lost, every later attempt knows of it until the ERP
 * says otherwise. An attempt passes this on by its last heartbeat.
 */

/** A refusal of an ERP without a known code: its text, and since when it has been the same. */
export interface RefusalSeen {
  readonly text: string;
  readonly since: string;
}

/** What an attempt passes to the next one just before it throws. */
export interface HeartbeatDetails {
  readonly attempt: number;
  readonly sentAt?: string;
  readonly refusalSeen?: RefusalSeen;
}

/** What an attempt knows and learns about earlier writes. */
export interface OutcomeState {
  /** When the last write was sent whose outcome is unknown, as an ISO instant. */
  sentAt: string | undefined;
  refusalSeen: RefusalSeen | undefined;
}

/** What the server says about an attempt. */
export interface AttemptInfo {
  /** The number of the attempt, from 1. A reset by an operator begins at 1 again. */
  readonly attempt: number;
  readonly startedAt: string;
  /** The last heartbeat of an earlier attempt. */
  readonly heartbeatDetails: unknown;
  /** Whether this attempt 1 is not the first ever, because the activity was scheduled again. */
  readonly wasReset: boolean;
  /** When an earlier export of this revision sent a write whose outcome is unknown, as `retryExport` passes it on. */
  readonly handedOn: string | undefined;
}

const isHeartbeatDetails = (value: unknown): value is HeartbeatDetails =>
  typeof value === 'object' && value !== null && 'attempt' in value && typeof value.attempt === 'number';

/**
 * Returns what is known of earlier writes. An attempt that left no heartbeat has died, perhaps after a write, and
 * counts as one that has just written.
 */
export function knownBefore(info: AttemptInfo): OutcomeState {
  const { attempt, startedAt, heartbeatDetails, wasReset, handedOn } = info;
  if (isHeartbeatDetails(heartbeatDetails) && heartbeatDetails.attempt === attempt - 1) {
    return { sentAt: heartbeatDetails.sentAt, refusalSeen: heartbeatDetails.refusalSeen };
  }
  const isFirst = attempt === 1 && !wasReset && heartbeatDetails === undefined;
  return { sentAt: isFirst ? handedOn : startedAt, refusalSeen: undefined };
}

/**
 * Whether a refusal has lasted long enough to be final. @param within how long, in milliseconds, a write may still
 * appear
 */
export const isBelieved = ({ since }: RefusalSeen, within: number, now: number): boolean =>
  now >= Date.parse(since) + within;
