/** Texts that only this service can make and read: what a cookie holds. Stateless; another key opens none of them. */
import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose';

/** What a sealed text is for: one kind never passes for the other. */
export type Purpose = 'session' | 'renew' | 'sign-in';

export interface Seal {
  /** `expiresAt` in seconds since 1970. */
  close(purpose: Purpose, content: JWTPayload, expiresAt: number): Promise<string>;
  /** `undefined`: not ours, changed on the way, for another purpose, of another form, or expired. */
  open(purpose: Purpose, sealed: string): Promise<JWTPayload | undefined>;
}

/** With the form of what is in it: one that another version of the service closed counts as none, and its owner signs in. */
const forms: Readonly<Record<Purpose, number>> = { session: 1, renew: 1, 'sign-in': 1 };

const tokenType = (purpose: Purpose): string => `ledgergate-${purpose}/${forms[purpose]}`;

/** `key`: 32 bytes. */
export const createSeal = (key: Uint8Array): Seal => ({
  close: (purpose, content, expiresAt) =>
    new EncryptJWT(content)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: tokenType(purpose) })
      .setExpirationTime(expiresAt)
      .encrypt(key),
  open: async (purpose, sealed) => {
    try {
      const { payload } = await jwtDecrypt(sealed, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        typ: tokenType(purpose),
        requiredClaims: ['exp'],
      });
      return payload;
    } catch {
      return undefined;
    }
  },
});
