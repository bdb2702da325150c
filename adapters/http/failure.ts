/** Why an outgoing HTTP call ended without an answer. */

/**
 * `not_connected`: no connection, or one whose certificate is not trusted. `too_long`: more was sent than is read.
 * `encoded`: the body is compressed, which was not asked for. `timed_out`: ended by the caller or by its time.
 */
export type HttpFailureKind = 'not_connected' | 'timed_out' | 'too_long' | 'encoded' | 'broken';

/** The message names neither address nor content: both may hold a secret. */
export class HttpFailure extends Error {
  constructor(
    readonly kind: HttpFailureKind,
    /** Node's code, such as `ECONNREFUSED`; empty where there is none. */
    readonly code: string,
    /** False: not a byte of the request left, so it had no effect. */
    readonly wasSent: boolean,
    options?: ErrorOptions,
  ) {
    super(`the call ended without an answer: ${kind}${code && ` (${code})`}`, options);
    this.name = 'HttpFailure';
  }
}
