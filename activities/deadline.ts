/** The deadline of a call: when the server cancels it, or after its time. */
export interface AttemptDeadline {
  readonly signal: AbortSignal;
  /** Releases the deadline after the call. */
  readonly clear: () => void;
}

/**
 * Creates a deadline. It uses a timer, because Node 20 garbage-collects a signal that `AbortSignal.any` makes of
 * `AbortSignal.timeout` while the call hangs, so that it never fires.
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
