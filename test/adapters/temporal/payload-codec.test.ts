/** The codec: what it encrypts it alone opens, and nothing that comes from outside stops it. */
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { createPayloadCodec } from '../../../adapters/temporal/payload-codec';
import type { PayloadKeys } from '../../../adapters/temporal/payload-keys';
import { findMissingKey, isSealed, isUndecodable, markSealed, sealing } from '../../../workflows/contract/sealed';
import { payloadConverter } from '../../../workflows/payload-converter';
import { fc } from '../../support/fast-check';
import { keysOf } from '../../support/payload-keys';

const value = { reason: 'Nordwind GmbH is no customer of ours.', revision: 3 };
const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('latin1');

async function encrypt(keys: PayloadKeys, plain: Payload = payloadConverter.toPayload(value)): Promise<Payload> {
  const [payload] = await createPayloadCodec(keys).encode([plain]);
  if (!payload) throw new Error('nothing was encoded');
  return payload;
}

async function read(keys: PayloadKeys, payload: Payload): Promise<unknown> {
  const [decoded] = await createPayloadCodec(keys).decode([payload]);
  return decoded && payloadConverter.fromPayload(decoded);
}

test('what was encrypted is read again, is marked as sealed, and shows nothing but the id of its key', async () => {
  const payload = await encrypt(keysOf('k1'));
  expect(Object.keys(payload.metadata ?? {}).sort()).toEqual(['encoding', 'key-id']);
  expect(text(payload.metadata?.[sealing.keyId])).toBe('k1');
  expect(text(payload.data)).not.toContain('Nordwind');
  const opened = await read(keysOf('k1'), payload);
  expect(opened).toEqual(value);
  expect(isSealed(opened)).toBe(true);
});

test('the same payload is never encrypted to the same bytes twice', async () => {
  const [one, other] = [await encrypt(keysOf('k1')), await encrypt(keysOf('k1'))];
  expect(text(one.data)).not.toBe(text(other.data));
  expect(text(one.data).slice(0, 12)).not.toBe(text(other.data).slice(0, 12));
});

test('the first key encrypts, and every key still reads what it encrypted before', async () => {
  const before = await encrypt(keysOf('k1'));
  const after = await encrypt(keysOf('k2', 'k1'));
  expect(text(after.metadata?.[sealing.keyId])).toBe('k2');
  expect(await read(keysOf('k2', 'k1'), before)).toEqual(value);
  expect(await read(keysOf('k2', 'k1'), after)).toEqual(value);
  expect(await read(keysOf('k1', 'k2'), after)).toEqual(value);
});

const impostor: PayloadKeys = { current: 'k1', all: new Map([['k1', Buffer.alloc(32, 7)]]) };

test.each([
  ['with a key that this process does not have', (payload: Payload) => payload, keysOf('k2')],
  ['with another key of the same id', (payload: Payload) => payload, impostor],
  [
    'under the id of another key',
    ({ data, metadata }: Payload) => ({ data, metadata: { ...metadata, 'key-id': Buffer.from('k2') } }),
    keysOf('k1', 'k2'),
  ],
  [
    'and changed by one bit',
    ({ data, metadata }: Payload) => {
      const changed = Buffer.from(data ?? []);
      changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
      return { metadata, data: changed };
    },
    keysOf('k1'),
  ],
  ['and cut off', ({ data, metadata }: Payload) => ({ metadata, data: data?.subarray(0, 20) }), keysOf('k1')],
  ['and without content', ({ metadata }: Payload) => ({ metadata }), keysOf('k1')],
] as const)('a payload that was encrypted %s is read as undecodable', async (_, change, keys) => {
  const payload = change(await encrypt(keysOf('k1'))) as Payload;
  const opened = await read(keys, payload);
  expect(isUndecodable(opened)).toBe(true);
  expect(isSealed(opened)).toBe(false);
  expect(findMissingKey(opened)).toBe(text(payload.metadata?.[sealing.keyId]));
});

const forged = (payload: Payload): Payload => ({
  ...payload,
  metadata: { ...payload.metadata, [sealing.mark]: Buffer.from('k1') },
});

test('a mark that a plain payload brings along counts for nothing', async () => {
  const opened = await read(keysOf('k1'), forged(payloadConverter.toPayload(value)));
  expect(opened).toEqual(value);
  expect(isSealed(opened)).toBe(false);
});

test('nor does one on what no key opens, or what JSON says of itself', async () => {
  expect(isSealed(await read(keysOf('k2'), forged(await encrypt(keysOf('k1')))))).toBe(false);
  const claimed = { undecodable: true, [sealing.mark]: 'k1', 'Symbol(ledgergate.sealed)': true };
  const opened = await read(keysOf('k1'), payloadConverter.toPayload(claimed));
  expect([isSealed(opened), findMissingKey(opened)]).toEqual([false, undefined]);
});

test('the mark of what is sealed has no name that JSON could give', () => {
  expect(isSealed(markSealed({}))).toBe(true);
  expect(Object.getOwnPropertyNames(markSealed({}))).toEqual([]);
});

test('plain payloads are read as before', async () => {
  expect(await read(keysOf('k1'), defaultPayloadConverter.toPayload('by hand'))).toBe('by hand');
});

test('decoding takes anything', async () => {
  const bytes = fc.uint8Array({ maxLength: 80 });
  const metadata = fc.dictionary(
    fc.constantFrom('encoding', 'key-id', sealing.mark, 'messageType'),
    fc.oneof(
      bytes,
      fc.constantFrom('binary/encrypted', 'k1', 'json/plain', 'binary/protobuf').map((word) => Buffer.from(word)),
    ),
  );
  const payload = fc.record({ metadata, data: bytes }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(payload, async (given) => {
      expect(isSealed(await read(keysOf('k1'), given))).toBe(false);
    }),
  );
});
