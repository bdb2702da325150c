/** The API client for scripts. It repeats calls that cannot be answered now, with the same key, and counts them. */
import { createClient, type Client } from '../client/client';

export interface CountingClient extends Client {
  /** How many calls were repeated since the client was made. */
  readonly repeated: () => number;
}

export function createCountingClient(baseUrl: string, token: string): CountingClient {
  let repetitions = 0;
  const onRepeat = (): void => void (repetitions += 1);
  const repeats = { attempts: 21, withinMs: 60_000, onRepeat };
  return { ...createClient({ baseUrl, token: () => token, repeats }), repeated: () => repetitions };
}
