/** The failure of an outgoing HTTP call that ended without an answer. */

/**
 * The kinds of failures. `not_connected`: no connection, or one with an untrusted certificate. `too_long`: the answer
 * exceeds the limit. `encoded`: the body is compressed, which was not requested. `timed_out`: ended by the caller or by
 * its time.
 */
export type HttpFailureKind = 'not_connected' | 'timed_out' | 'too_long' | 'encoded' | 'broken';

/**
 * Thrown if a call ended without an answer. The message has neither address nor content, because both may contain a
 * secret.
 */
export class HttpFailure extends Error {
  constructor(
    readonly kind: HttpFailureKind,
    /** Node's code, such as `ECONNREFUSED`; empty if there is none. */
    readonly code: string,
    /** False if not a byte of the request was sent, so that it had no effect. */
    readonly wasSent: boolean,
    options?: ErrorOptions,
  ) {
    super(`the call ended without an answer: ${kind}${code && ` (${code})`}`, options);
    this.name = 'HttpFailure';
  }
}
