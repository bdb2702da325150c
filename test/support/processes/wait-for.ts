/** Waits for a condition instead of a time. */
import { setTimeout as delay } from 'node:timers/promises';

/** @throws Error that names what did not come within `withinMs` */
export async function waitFor(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 4_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1_000} s`);
    await delay(20);
  }
}
