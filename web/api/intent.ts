/** One Idempotency-Key for each intent of a person, regardless of how often it has to be sent. */

interface Intent {
  readonly path: string;
  readonly body: string;
  readonly key: string;
}

export interface Intents {
  /** The key of the last intent as long as nothing of it changes. */
  readonly keyFor: (path: string, body: string) => string;
  /** Ends the intent, so that the same command is a new intent afterwards. */
  readonly settle: () => void;
}

export function createIntents(newKey: () => string): Intents {
  let last: Intent | undefined;
  return {
    keyFor: (path, body) => {
      if (last?.path !== path || last.body !== body) last = { path, body, key: newKey() };
      return last.key;
    },
    settle: () => {
      last = undefined;
    },
  };
}
