/** Signs a request by the scheme of Standard Webhooks (`v1`), so that its receiver knows who sent it, and when. */
import { createHmac } from 'node:crypto';

export interface SignedMessage {
  /** The id of the message, the same for every try, without a dot. */
  readonly id: string;
  /** When this try is sent, in seconds since 1970. */
  readonly timestamp: number;
  /** Exactly as it is sent. */
  readonly body: string;
}

/** `whsec_` and 24 to 64 bytes in base64. `undefined`: it is no such secret. */
export function parseSecret(text: string): Buffer | undefined {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const key = Buffer.from(base64 ?? '', 'base64');
  return key.length >= 24 && key.length <= 64 ? key : undefined;
}

/** One signature for each key: while a secret is replaced, a receiver knows one or the other. */
export function signatureHeaders(message: SignedMessage, keys: readonly Buffer[]): Readonly<Record<string, string>> {
  const { id, timestamp, body } = message;
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}
