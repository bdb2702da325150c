/** Waits for the signal that ends a process. Later signals change nothing: the stop is under way and bounded. */
export const stopSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    process.on('SIGTERM', resolve).on('SIGINT', resolve);
  });
