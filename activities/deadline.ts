/** The end of a call: by the server's word, or after its time. */
export interface AttemptDeadline {
  readonly signal: AbortSignal;
  /** The call is over; nothing waits for the end any more. */
  readonly clear: () => void;
}

/**
 * The timer holds what it ends. A signal that `AbortSignal.any` makes of `AbortSignal.timeout` is collected by Node 20
 * while the call hangs, and its end never comes.
 */
export function deadline(cancelled: AbortSignal, afterMs: number): AttemptDeadline {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  const timer = setTimeout(end, afterMs);
  cancelled.addEventListener('abort', end, { once: true });
  if (cancelled.aborted) end();
  return {
    signal: ending.signal,
    clear: () => {
      clearTimeout(timer);
      cancelled.removeEventListener('abort', end);
    },
  };
}
