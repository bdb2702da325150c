/** Keys for the tests of encryption. Each is made from its id, so that the same id is the same key. */
import { createHash } from 'node:crypto';
import type { PayloadKeys } from '../../adapters/temporal/payload-keys';

const toKey = (id: string): Buffer => createHash('sha256').update(`a key for tests: ${id}`).digest();

/** The first encrypts, all decrypt. */
export const keysOf = (...ids: readonly [string, ...string[]]): PayloadKeys => ({
  current: ids[0],
  all: new Map(ids.map((id) => [id, toKey(id)])),
});

/** The same as `PAYLOAD_KEYS` says it. */
export const keysText = (...ids: readonly string[]): string =>
  ids.map((id) => `${id}:${toKey(id).toString('base64url')}`).join(',');
