/** Callers that come while a call is under way share it and its answer; the next one after it calls anew. */
export function shareCall<T>(call: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () => {
    pending ??= call().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}
