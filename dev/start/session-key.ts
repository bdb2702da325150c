/** The key of the sessions on a developer's own machine: made at the first start, so that a restart signs nobody out. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../adapters/errors';

const bytes = 32;

/** In base64url. */
export function readSessionKey(varDirectory: string): string {
  const file = join(varDirectory, 'session-key');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    const key = randomBytes(bytes).toString('base64url');
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    return key;
  }
}
