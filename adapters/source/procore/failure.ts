/** Why a call to Procore did not do; at the port it becomes an error of the port. */

/** `refused`: the call as it is will never do. `not_found`: not there, or not for us. */
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
