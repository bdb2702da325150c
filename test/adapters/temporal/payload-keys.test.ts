/** PAYLOAD_KEYS is read strictly, and no complaint shows a key. */
import { z } from 'zod';
import { payloadSettings } from '../../../adapters/temporal/payload-keys';
import { keysOf, keysText } from '../../support/payload-keys';

const parse = (text: string) => z.object(payloadSettings).safeParse({ PAYLOAD_KEYS: text });

test('the first key encrypts, all decrypt, and spaces around them do not count', () => {
  expect(parse(keysText('k2', 'k1').replace(',', ' , ')).data?.PAYLOAD_KEYS).toEqual(keysOf('k2', 'k1'));
});

const key = keysText('k1').slice(3);

test.each([
  ['nothing but a key', key, 'must be <id>:<32 random bytes in base64url>'],
  ['a short key', `k1:${key.slice(4)}`, 'must be <id>:<32 random bytes'],
  ['a long key', `k1:${key}AAAA`, 'must be <id>:<32 random bytes'],
  ['a key in hexadecimal', `k1:${Buffer.from(key, 'base64url').toString('hex')}`, 'must be <id>:<32 random bytes'],
  ['a key in plain base64', `k1:${key.slice(0, 41)}+=`, 'must be <id>:<32 random bytes'],
  ['a key with bits that count for nothing', `k1:${key.slice(0, 42)}B`, 'must be <id>:<32 random bytes'],
  ['no id', `:${key}`, 'must be <id>:<32 random bytes'],
  ['an id with a space', `k 1:${key}`, 'must be <id>:<32 random bytes'],
  ['a broken second key', `k1:${key},k2:${key.slice(1)}`, 'key 2 of 2 is not'],
  ['a comma at the end', `k1:${key},`, 'key 2 of 2 is not'],
  ['one id twice', `k1:${key},k1:${key}`, 'the id k1 stands there twice'],
])('%s is refused in one sentence without the key', (_, text, sentence) => {
  const { error } = parse(text);
  const [issue] = error?.issues ?? [];
  expect(issue?.message).toContain(sentence);
  expect(JSON.stringify(error)).not.toContain(key.slice(5, 30));
});
