/** Standard Webhooks 1.0: what a receiver checks before it believes a call. */
import { createHmac } from 'node:crypto';

const secretPattern = /^whsec_[A-Za-z0-9+/]+={0,2}$/;

/** `whsec_` and 24 to 64 bytes in base64. `undefined`: it is no such secret. */
export function parseSecret(text: string): Buffer | undefined {
  if (!secretPattern.test(text)) return undefined;
  const key = Buffer.from(text.slice('whsec_'.length), 'base64');
  return key.length >= 24 && key.length <= 64 ? key : undefined;
}

/** `timestamp`: in seconds. One signature a key: while a secret is replaced, receivers know either. */
export function signatureHeaders(
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
  keys: readonly Buffer[],
): Record<string, string> {
  const signed = `${id}.${String(timestamp)}.${body}`;
  const signatures = keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}
