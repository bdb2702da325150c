/** A request to an agent: its key, so that a server can tell a repeated order, and its signature. */
import { createHash, randomUUID } from 'node:crypto';
import type { ErpContent } from '../../../activities/erp-content';
import { canonicalJson } from '../../canonical-json';
import { parseSecret, signatureHeaders } from '../../webhook-signature';
import type { ExportRequest } from './protocol';
import { defined } from '../../../workflows/contract/defined';

export interface Credentials {
  /** Sent as a bearer token. */
  readonly token: string;
  /** `whsec_…`, see `webhook-signature.ts`. */
  readonly signingKey: string;
}

const hash = (contents: readonly (ErpContent | undefined)[]): string =>
  createHash('sha256').update(canonicalJson(contents)).digest('hex').slice(0, 32);

/**
 * The same for every try of one order. Of what it replaces as well: content that goes back to what it was is another
 * order. Neither references nor hashes hold a full stop, so that it can be the `webhook-id`.
 */
export const orderKey = ({ reference, content, expect }: ExportRequest): string =>
  `${reference}:${hash([content, expect])}`;

export interface Message {
  /** Of an order; absent: the call changes nothing, and each is one of its own. */
  readonly key?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Exactly as it is sent. */
  readonly body: string;
}

/** @throws TypeError the signing key is none, in words that do not repeat it */
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
