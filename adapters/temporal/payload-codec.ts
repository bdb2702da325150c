/**
 * Encrypts the payloads that leave this process, and decrypts those that come in: AES-256-GCM with a fresh nonce, the
 * key's id beside the ciphertext and authenticated with it. It runs outside the sandbox, which never sees a key.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { sealing } from '../../workflows/contract/sealed';
import type { PayloadKeys } from './payload-keys';

const Proto = temporal.api.common.v1.Payload;
const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

const toText = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();

/** The id may be anything, because it comes from outside. */
const readKeyId = ({ metadata }: Payload): string => toText(metadata?.[sealing.keyId]);

const isEncrypted = ({ metadata }: Payload): boolean => toText(metadata?.['encoding']) === sealing.encoding;

function encrypt({ current, all }: PayloadKeys, payload: Payload): Payload {
  const key = all.get(current);
  if (!key) throw new Error(`There is no payload key ${current}.`);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(current));
  const text = [cipher.update(Proto.encode(payload).finish()), cipher.final()];
  return {
    metadata: { encoding: Buffer.from(sealing.encoding), [sealing.keyId]: Buffer.from(current) },
    data: Buffer.concat([nonce, ...text, cipher.getAuthTag()]),
  };
}

/** Returns `undefined` if no key of ours opens the payload. */
function decrypt({ all }: PayloadKeys, payload: Payload): Payload | undefined {
  const keyId = readKeyId(payload);
  const key = all.get(keyId);
  const data = Buffer.from(payload.data ?? []);
  if (!key || data.length < nonceBytes + tagBytes) return undefined;
  try {
    const decipher = createDecipheriv(algorithm, key, data.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(keyId));
    decipher.setAuthTag(data.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(data.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return Proto.decode(text);
  } catch {
    return undefined;
  }
}

/** Takes the mark off a payload: one that comes from outside counts for nothing. */
function withoutMark({ metadata, data }: Payload): Payload {
  const { [sealing.mark]: _mark, ...rest } = metadata ?? {};
  return { metadata: rest, data: data ?? new Uint8Array() };
}

/** Returns the payload that was encrypted; `undefined` if this one is not encrypted, or not with a key of ours. */
export function openPayload(keys: PayloadKeys, payload: Payload): Payload | undefined {
  const opened = isEncrypted(payload) ? decrypt(keys, payload) : undefined;
  return opened && withoutMark(opened);
}

function decode(keys: PayloadKeys, payload: Payload): Payload {
  const opened = openPayload(keys, payload);
  if (!opened) return withoutMark(payload);
  return { ...opened, metadata: { ...opened.metadata, [sealing.mark]: Buffer.from(readKeyId(payload)) } };
}

/**
 * Creates the codec. Decoding never throws, because an error here would stop the workflow: what no key opens stays
 * encrypted, and the payload converter makes a mark of it.
 */
export const createPayloadCodec = (keys: PayloadKeys): PayloadCodec => ({
  encode: (payloads) => Promise.resolve(payloads.map((payload) => encrypt(keys, payload))),
  decode: (payloads) => Promise.resolve(payloads.map((payload) => decode(keys, payload))),
});
