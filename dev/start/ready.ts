/** Waits until the API reports that everything behind it is ready. */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ConfigError } from '../../adapters/env';

const readyWithinMs = 120_000;
const askEveryMs = 200;
const sayEveryMs = 10_000;

const NotReady = z.looseObject({ detail: z.string() });

/** @returns why it is not ready; `undefined` when it is */
async function whyNotReady(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
    if (response.ok) return undefined;
    const body = NotReady.safeParse(await response.json().catch(() => undefined));
    return body.success ? body.data.detail : `the API answers ${response.status}`;
  } catch {
    signal.throwIfAborted();
    return 'the API does not answer yet';
  }
}

/** Says what it waits for when that changes, and every ten seconds. @throws ConfigError after two minutes */
export async function waitUntilReady(url: string, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  let said: { readonly why: string; readonly at: number } | undefined;
  for (;;) {
    const why = await whyNotReady(url, signal);
    if (why === undefined) return;
    const now = performance.now();
    if (now - startedAt > readyWithinMs) throw new ConfigError(`Not ready after ${readyWithinMs / 1_000} s: ${why}`);
    if (said?.why !== why || now - said.at > sayEveryMs) {
      say(`waiting: ${why}`);
      said = { why, at: now };
    }
    await delay(askEveryMs, undefined, { signal });
  }
}
