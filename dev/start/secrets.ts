/** The secrets of a developer's own machine, one file each. They are made once, so that a restart changes nothing. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../../adapters/errors';

const randomText = (): string => randomBytes(32).toString('base64url');

/** Reads the file, and makes it first if it is not there. */
function readOrMake(file: string, make: () => string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    const secret = make();
    writeFileSync(file, `${secret}\n`, { mode: 0o600 });
    return secret;
  }
}

/** The key of the sessions, in base64url. With it a restart signs nobody out. */
export const readSessionKey = (varDirectory: string): string =>
  readOrMake(join(varDirectory, 'session-key'), randomText);

/** Where `--encrypt` keeps the keys that encrypt payloads, as `PAYLOAD_KEYS` says them. */
export const payloadKeysFile = (varDirectory: string): string => join(varDirectory, 'payload-keys');

export const readPayloadKeys = (varDirectory: string): string =>
  readOrMake(payloadKeysFile(varDirectory), () => `k1:${randomText()}`);

/** The file with the token of the codec server. */
export const codecTokenFile = (varDirectory: string): string => join(varDirectory, 'codec-token');

export const readCodecToken = (varDirectory: string): string => readOrMake(codecTokenFile(varDirectory), randomText);

/** The password of the PostgreSQL of `npm run cluster`. */
export const readDatabasePassword = (directory: string): string =>
  readOrMake(join(directory, 'postgresql-password'), randomText);
