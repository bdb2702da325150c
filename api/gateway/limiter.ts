/** Limits the tasks that run at once for each key. Others wait until their deadline. */
import { Problem } from '../problems';

interface Lane {
  running: number;
  readonly waiting: Set<() => void>;
}

export interface Queued<T> {
  readonly key: string;
  /** When the task must have started, in milliseconds since 1970. */
  readonly deadline: number;
  readonly task: () => Promise<T>;
}

/**
 * Runs a task as soon as its key has room.
 * @throws Problem `busy` if the deadline passes first; the task was then not started
 */
export type Limiter = <T>(queued: Queued<T>) => Promise<T>;

const turn = (lane: Lane, deadline: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const go = (): void => {
      clearTimeout(timer);
      lane.waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(() => {
      lane.waiting.delete(go);
      reject(new Problem('busy', 'Too many requests for this submission at once. This one was not sent.'));
    }, deadline - Date.now());
    lane.waiting.add(go);
  });

export function createLimiter(maxRunning: number): Limiter {
  const lanes = new Map<string, Lane>();

  const leave = (key: string, lane: Lane): void => {
    const [next] = lane.waiting;
    if (next) {
      next();
      return;
    }
    lane.running -= 1;
    if (lane.running === 0) lanes.delete(key);
  };

  return async ({ key, deadline, task }) => {
    const lane = lanes.get(key) ?? { running: 0, waiting: new Set() };
    lanes.set(key, lane);
    if (lane.running < maxRunning) lane.running += 1;
    else await turn(lane, deadline);
    try {
      return await task();
    } finally {
      leave(key, lane);
    }
  };
}
