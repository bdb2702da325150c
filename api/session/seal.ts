/** Seals texts that only this service can make and read, for cookies. Stateless; another key opens none of them. */
import { EncryptJWT, errors, jwtDecrypt, type JWTPayload } from 'jose';

/** The purpose of a sealed text. A text of one purpose is not accepted for another. */
export type Purpose = 'session' | 'renew' | 'sign-in';

export interface Seal {
  /** Seals a content until `expiresAt`, in seconds since 1970. */
  close(purpose: Purpose, content: JWTPayload, expiresAt: number): Promise<string>;
  /** Opens a sealed text; `undefined` if it is not ours, was changed, or has another purpose or form. */
  open(purpose: Purpose, sealed: string): Promise<JWTPayload | 'expired' | undefined>;
}

/** With the form of what is in it: one that another version of the service closed counts as none, and its owner signs in. */
const forms: Readonly<Record<Purpose, number>> = { session: 1, renew: 1, 'sign-in': 1 };

const tokenType = (purpose: Purpose): string => `ledgergate-${purpose}/${forms[purpose]}`;

/** Creates a seal from a key of 32 bytes. */
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
    } catch (error) {
      return error instanceof errors.JWTExpired ? 'expired' : undefined;
    }
  },
});
