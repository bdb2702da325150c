/** Decrypts the payloads of a request, as the Temporal UI and CLI send them: JSON, with all bytes in base64. */
import { z } from 'zod';
import { openPayload } from '../../adapters/temporal/payload-codec';
import type { PayloadKeys } from '../../adapters/temporal/payload-keys';

const Bytes = z.base64();
const Payload = z.object({ metadata: z.record(z.string(), Bytes).optional(), data: Bytes.optional() });

/** The body of a request and of its answer. */
const Payloads = z.object({ payloads: z.array(Payload).default([]) });

type JsonPayload = z.infer<typeof Payload>;

const toBase64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');
const toBytes = (text: string): Buffer => Buffer.from(text, 'base64');

const mapValues = <A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

/** What no key opens is returned as it came, so that the UI shows that it is encrypted. */
function decrypt(keys: PayloadKeys, payload: JsonPayload): JsonPayload {
  const { metadata = {}, data = '' } = payload;
  const opened = openPayload(keys, { metadata: mapValues(metadata, toBytes), data: toBytes(data) });
  return opened ? { metadata: mapValues(opened.metadata ?? {}, toBase64), data: toBase64(opened.data) } : payload;
}

/** Reads the body of a request; `undefined` if it is not one. */
export function readPayloads(text: string): readonly JsonPayload[] | undefined {
  try {
    return Payloads.parse(JSON.parse(text)).payloads;
  } catch {
    return undefined;
  }
}

/**
 * Answers the paths of the protocol. `/encode` gives the payloads back as they came: what a person sends by CLI or UI
 * must never count as sealed by the API.
 */
export const answers: Readonly<Record<string, (keys: PayloadKeys, payload: JsonPayload) => JsonPayload>> = {
  '/decode': decrypt,
  '/encode': (_, payload) => payload,
};
