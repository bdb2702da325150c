/** Failures of calls to Procore. The port turns them into its own errors. */

/**
 * The kinds of failures. `refused`: the same call will never succeed. `not_found`: the object does not exist, or is not
 * visible to us.
 */
export type FailureKind = 'unavailable' | 'not_found' | 'refused';

/** A pause after which a person or a retry may try again when Procore names none, in milliseconds. */
const usualPauseMs = 5_000;

export class ProcoreFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    /** Procore's own delay, in milliseconds. */
    readonly retryAfterMs: number = usualPauseMs,
  ) {
    super(message);
    this.name = 'ProcoreFailure';
  }
}

export const unavailable = (message: string, retryAfterMs?: number): ProcoreFailure =>
  new ProcoreFailure('unavailable', message, retryAfterMs);
