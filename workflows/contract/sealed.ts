/**
 * What the payload converter says about a value that it decoded: whether it was encrypted with a key of ours, or which
 * key would open it. It says so by symbols, so that nothing that comes in as JSON can say it of itself.
 */

/** The names in a payload's metadata, and the encoding of an encrypted payload. */
export const sealing = { encoding: 'binary/encrypted', keyId: 'key-id', mark: 'ledgergate-sealed' } as const;

const sealedMark = Symbol.for('ledgergate.sealed');
const missingKeyMark = Symbol.for('ledgergate.missing-key');

/** Replaces a payload that could not be decoded. */
export interface Undecodable {
  readonly undecodable: true;
}

export const isUndecodable = (value: unknown): value is Undecodable =>
  typeof value === 'object' && value !== null && 'undecodable' in value;

const isMarked = (value: unknown, mark: symbol): value is object =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, mark);

/** Marks an object that was encrypted with a key of ours. What is no object needs no mark and gets none. */
export function markSealed<T>(value: T): T {
  return typeof value === 'object' && value !== null
    ? Object.defineProperty(value, sealedMark, { value: true })
    : value;
}

/** What the encrypted argument of an update names, so that it counts for nothing anywhere else. */
export interface SealedFor {
  readonly workflowId: string;
  readonly message: string;
}

/** Whether the value was encrypted with a key of ours. */
export const isSealed = (value: unknown): boolean => isMarked(value, sealedMark);

/** Replaces an encrypted payload that no key of this process opens. */
export function toLocked(keyId: string): Undecodable {
  const locked: Undecodable = { undecodable: true };
  return Object.defineProperty(locked, missingKeyMark, { value: keyId });
}

/** Returns the id of the key that would open the value; `undefined` if it is not locked. */
export const findMissingKey = (value: unknown): string | undefined =>
  isMarked(value, missingKeyMark) ? String(Reflect.get(value, missingKeyMark)) : undefined;

/** How the message of `KeyMissing` begins. The failure of a workflow task has no other sign of what it is. */
const keyMissingWords = 'PAYLOAD_KEYS of this worker has no key that opens what was encrypted with ';

/** Whether this is the message of `KeyMissing`. */
export const saysKeyMissing = (message: string): boolean => message.startsWith(keyMissingWords);

/** Thrown if a process has no key for what its own side has encrypted. It is tried again until the key is there. */
class KeyMissing extends Error {
  override readonly name = 'KeyMissing';

  constructor(keyId: string) {
    super(`${keyMissingWords}"${keyId}". Add that key and start the worker again; the run then goes on by itself.`);
  }
}

/** Returns the value unless it is locked. @throws KeyMissing */
export function requireOpened<T>(value: T): T {
  const keyId = findMissingKey(value);
  if (keyId !== undefined) throw new KeyMissing(keyId);
  return value;
}
