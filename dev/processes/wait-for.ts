/** Waits for a condition instead of a time. */
import { setTimeout as delay } from 'node:timers/promises';

/** Long enough that only a failure reaches it, even on a busy machine. */
const patienceMs = 300_000;

/** The longest pause between two questions, in milliseconds. */
const mostPauseMs = 1_000;

export class NotInTime extends Error {}

/**
 * Asks again until the answer is neither `undefined` nor `false`. It first pauses for `everyMs`, and later for a tenth
 * of the time that it has waited: to ask costs those who are asked as much as the work that is waited for.
 * @returns that answer
 * @throws NotInTime naming what did not come within `withinMs`; whatever `ask` throws ends the wait
 */
export async function waitFor<T>(
  what: string,
  ask: () => T | false | undefined | Promise<T | false | undefined>,
  withinMs = patienceMs,
  everyMs = 20,
): Promise<T> {
  const start = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    const waitedMs = performance.now() - start;
    if (waitedMs > withinMs) throw new NotInTime(`${what}: not within ${withinMs / 1_000} s`);
    await delay(Math.max(everyMs, Math.min(waitedMs / 10, mostPauseMs)));
  }
}
