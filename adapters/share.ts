/**
 * Returns a function that shares one call: callers who come during a call get its answer, and the next one after it
 * calls again.
 */
export function shareCall<T>(call: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () => {
    pending ??= call().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}
