/**
 * Shares one answer between equal requests, because a change makes every open desk read the same list again. A request
 * never gets the answer to one that began earlier, which may be older than the change that it was notified of.
 */
import { setTimeout as delay } from 'node:timers/promises';

/** The next one does not wait longer for the one under way, as each has its own deadline. */
const longestWaitMs = 200;

export type Shared<T> = (question: string, ask: () => Promise<T>) => Promise<T>;

export function createShared<T>(): Shared<T> {
  const underWay = new Map<string, Promise<T>>();
  const next = new Map<string, Promise<T>>();

  function begin(question: string, ask: () => Promise<T>): Promise<T> {
    next.delete(question);
    const answer = ask().finally(() => {
      if (underWay.get(question) === answer) underWay.delete(question);
    });
    underWay.set(question, answer);
    return answer;
  }

  return (question, ask) => {
    const joined = next.get(question);
    if (joined) return joined;
    const current = underWay.get(question);
    if (!current) return begin(question, ask);
    const over = current.then(
      () => undefined,
      () => undefined,
    );
    const answer = Promise.race([over, delay(longestWaitMs)]).then(() => begin(question, ask));
    next.set(question, answer);
    return answer;
  };
}
