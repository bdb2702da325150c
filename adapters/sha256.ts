import { createHash } from 'node:crypto';

/** Returns the SHA-256 of a text or of bytes: 64 characters of `hex`, or 43 of `base64url`. */
export const sha256 = (data: string | Uint8Array, encoding: 'hex' | 'base64url' = 'hex'): string =>
  createHash('sha256').update(data).digest(encoding);
