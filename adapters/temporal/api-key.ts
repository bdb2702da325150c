/** Reads the API key from a file, and again when the file changes: keys of Temporal expire and are replaced. */
import { readFileSync } from 'node:fs';
import { decodeFile, NotText } from '../decoding';
import { ConfigError } from '../env';
import { errorCode } from '../errors';

const name = 'TEMPORAL_API_KEY_FILE';

/** A header of a request must be able to carry it. */
const isKey = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** Reads the key; spaces and line ends around it do not count. @throws ConfigError that never repeats the key */
export function readApiKey(file: string): string {
  let key: string;
  try {
    key = decodeFile(readFileSync(file)).trim();
  } catch (error) {
    if (error instanceof NotText) throw new ConfigError(`${name}: ${file} ${error.message}.`);
    throw new ConfigError(`${name}: ${file} cannot be read (${errorCode(error) ?? String(error)}).`);
  }
  if (key === '') throw new ConfigError(`${name}: ${file} is empty. Write the API key into it.`);
  if (!isKey(key)) throw new ConfigError(`${name}: ${file} has more than one word. Write only the API key into it.`);
  return key;
}

const checkEveryMs = 1_000;

export interface ApiKeyFollower {
  /** The key that is in use. */
  readonly key: string;
  readonly onKey: (key: string) => void;
  /** Called once if the file becomes wrong. The key that was read before remains in use. */
  readonly onError: (message: string) => void;
  readonly everyMs?: number;
}

/** Reads the file again every second, without keeping the process alive. @returns a function that ends it */
export function followApiKey(
  file: string,
  { key, onKey, onError, everyMs = checkEveryMs }: ApiKeyFollower,
): () => void {
  let current = key;
  let reported: string | undefined;
  const timer = setInterval(() => {
    try {
      const read = readApiKey(file);
      reported = undefined;
      if (read === current) return;
      current = read;
      onKey(read);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (error.message !== reported) onError(`${error.message} The key that was read before remains in use.`);
      reported = error.message;
    }
  }, everyMs).unref();
  return () => {
    clearInterval(timer);
  };
}
