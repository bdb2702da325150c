/** Makes a request to an agent: its key, by which a server recognises a repeated order, and its signature. */
import { randomUUID } from 'node:crypto';
import type { ErpContent } from '../../../activities/erp-content';
import { canonicalJson } from '../../canonical-json';
import { parseSecret, signatureHeaders } from '../../webhook-signature';
import type { ExportRequest } from './protocol';
import { defined } from '../../../workflows/contract/defined';
import { sha256 } from '../../sha256';

export interface Credentials {
  /** The bearer token. */
  readonly token: string;
  /** The signing key, `whsec_…`; see `webhook-signature.ts`. */
  readonly signingKey: string;
}

const hash = (contents: readonly (ErpContent | undefined)[]): string => sha256(canonicalJson(contents)).slice(0, 32);

/**
 * Returns the key of an order, the same for every try. It depends on the expected content too, because content that
 * goes back to an earlier state is another order. Neither references nor hashes contain a dot, so that the key can be
 * the `webhook-id`.
 */
export const orderKey = ({ reference, content, expect }: ExportRequest): string =>
  `${reference}:${hash([content, expect])}`;

export interface Message {
  /** The key of an order. Absent for a call that changes nothing, which has an id of its own. */
  readonly key?: string;
  /** When the try is sent, in milliseconds since 1970. */
  readonly at: number;
  /** The body, exactly as it is sent. */
  readonly body: string;
}

/** Makes the headers of a request. @throws TypeError if the signing key is not one; the message does not repeat it */
export function requestHeaders({ token, signingKey }: Credentials, { key, at, body }: Message): Record<string, string> {
  const secret = parseSecret(signingKey);
  if (!secret) throw new TypeError('The signing key is not "whsec_" and 24 to 64 bytes in base64.');
  const id = key ?? `call_${randomUUID()}`;
  return {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    Accept: 'application/json',
    ...defined({ 'Idempotency-Key': key }),
    ...signatureHeaders({ id, timestamp: Math.floor(at / 1_000), body }, [secret]),
  };
}
