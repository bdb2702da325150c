/** The API's client as a script uses it: what cannot be answered now is repeated, with the same key, and counted. */
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
