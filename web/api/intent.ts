/** One Idempotency-Key for what a person means to do once, however often it has to be sent. */

interface Intent {
  readonly path: string;
  readonly body: string;
  readonly key: string;
}

export interface Intents {
  /** The key of the last intent as long as nothing of it changes. */
  readonly keyFor: (path: string, body: string) => string;
  /** It is done: the same words again are a new intent. */
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
