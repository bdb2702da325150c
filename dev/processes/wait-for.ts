/** Waits for a condition instead of a time. */
import { setTimeout as delay } from 'node:timers/promises';

/** Long enough that only a failure reaches it, even on a busy machine. */
const patienceMs = 120_000;

export class NotInTime extends Error {}

/**
 * Asks again until the answer is neither `undefined` nor `false`.
 * @returns that answer
 * @throws NotInTime naming what did not come within `withinMs`; whatever `ask` throws ends the wait
 */
export async function waitFor<T>(
  what: string,
  ask: () => T | false | undefined | Promise<T | false | undefined>,
  withinMs = patienceMs,
  everyMs = 20,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new NotInTime(`${what}: not within ${withinMs / 1_000} s`);
    await delay(everyMs);
  }
}
