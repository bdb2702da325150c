/** Waits for work of others, no longer than one's own deadline. */
import type { CallDeadline } from '../source';
import { unavailable } from './failure';

/**
 * Waits for the work. The deadline ends the waiting, not the work.
 * @throws ProcoreFailure if the deadline comes first
 */
export function orEnd<T>(work: Promise<T>, { signal }: CallDeadline): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      reject(unavailable('Procore did not answer in time.'));
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', end);
    });
  });
}
