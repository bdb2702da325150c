/**
 * Fingerprints of what all processes must have alike: logs and metrics show them, so that two processes that differ are
 * noticed. Nothing of a key can be told from its fingerprint.
 */
import { createHmac } from 'node:crypto';
import { sha256 } from './sha256';
import type { PayloadKeys } from './temporal/payload-keys';

/** Each is 12 characters of hex. Absent for what the process does not have. */
export interface Fingerprints {
  readonly companies: string;
  readonly sessionKey?: string;
  readonly payloadKeys?: string;
}

const length = 12;

export const fingerprintText = (text: string): string => sha256(text).slice(0, length);

/** Of 32 random bytes or more. */
export const fingerprintKey = (key: Uint8Array): string =>
  createHmac('sha256', key).update('ledgergate fingerprint').digest('hex').slice(0, length);

/** Of all keys in any order: while the first one changes, all processes can still read what the others write. */
export const fingerprintPayloadKeys = ({ all }: PayloadKeys): string =>
  fingerprintText(
    [...all.entries()]
      .map(([id, key]) => `${id}:${fingerprintKey(key)}`)
      .sort()
      .join(','),
  );
