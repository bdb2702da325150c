import { fc } from '../support/fast-check';
import { decodeFile, decodeUtf8, findDoubledKey } from '../../adapters/decoding';

const utf16 = (text: string, isBigEndian = false): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
};
const word = 'Caf\u00e9 \u6f22 \u{1f3d7}';

test('UTF-8 is read with its mark and without', () => {
  expect(decodeUtf8(Buffer.from(word))).toBe(word);
  expect(decodeUtf8(Buffer.from(`\ufeff${word}`))).toBe(word);
  expect(decodeFile(Buffer.from(`\ufeff${word}`))).toBe(word);
});

test('UTF-16 is read from a file that has its mark, and by nobody else', () => {
  expect(decodeFile(utf16(word))).toBe(word);
  expect(decodeFile(utf16(word, true))).toBe(word);
  expect(() => decodeUtf8(utf16(word))).toThrow('is not UTF-8 (byte 1, in line 1)');
  expect(() => decodeFile(Buffer.from('{"name":"x"}', 'utf16le'))).toThrow('contains zero bytes');
  expect(() => decodeFile(Buffer.concat([utf16('x'), Buffer.from([0])]))).toThrow('begins like UTF-16 but is not');
  expect(() => decodeFile(Buffer.from([0xff, 0xfe, 0x3d, 0xd8]))).toThrow('begins like UTF-16 but is not');
});

test.each([
  ['Latin-1', Buffer.from('{\n"name":"Caf\u00e9"}', 'latin1'), 'byte 14, in line 2'],
  ['a continuation alone', Buffer.from([0x61, 0x80]), 'byte 2, in line 1'],
  ['half a character at the end', Buffer.from('x\u6f22').subarray(0, 3), 'byte 2, in line 1'],
  ['a surrogate', Buffer.from([0xed, 0xa0, 0x80]), 'byte 1, in line 1'],
  ['an overlong slash', Buffer.from([0x0a, 0x0a, 0xc0, 0xaf]), 'byte 3, in line 3'],
])('%s is named with its place', (_what, bytes, place) => {
  expect(() => decodeUtf8(bytes)).toThrow(place);
});

test('the place is that of the first byte that does not fit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), fc.nat(60), (text, extra) => {
      const good = Buffer.from(text.replaceAll('\0', '').replaceAll(/\p{Cs}/gu, ''));
      const bytes = Buffer.concat([good, Buffer.from([0xff]), Buffer.alloc(extra, 0x61)]);
      expect(() => decodeUtf8(bytes)).toThrow(`byte ${good.length + 1},`);
    }),
  );
});

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1},"c":[{"d":1},{"d":1, "\\u0064" : 2}]}', 'd'],
  ['{"a\\"":1,"a\\"":2}', 'a"'],
  ['{"":1,"":2}', ''],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('%s has a key twice', (json, key) => {
  expect(() => void JSON.parse(json)).not.toThrow();
  expect(findDoubledKey(json)).toBe(key);
});

test('JSON that was written from values has no key twice', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const value: unknown = JSON.parse(json);
      expect([JSON.stringify(value), JSON.stringify(value, null, 2)].map(findDoubledKey)).toEqual([
        undefined,
        undefined,
      ]);
    }),
  );
  expect(findDoubledKey('{"a":"a","b":["a","a"],"c":{"a":":"},"d":"\\\\"}')).toBeUndefined();
});
