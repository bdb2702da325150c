/** Identifiers and prose: what they may hold, and which of them are the same. */
import { fc } from '../support/fast-check';
import {
  findIdentifierFault,
  findProseFault,
  hasMixedScripts,
  identifierKey,
  nameKey,
  splitWords,
  normalizeText,
} from '../../workflows/contract/text';

/** Words that need what is not seen, or more than one code point for what is seen. */
const words: readonly (readonly [string, string])[] = [
  ['Hebrew with points', '\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd \u05e2\u05d5\u05dc\u05dd'],
  ['Hebrew with a mark of direction', '\u05d1\u05e0\u05d9\u05d9\u05df 12\u200e-A'],
  ['Arabic with vowel signs', '\u0645\u064e\u0634\u0652\u0631\u064f\u0648\u0639'],
  ['Persian with ZWNJ', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
  ['Thai', '\u0e17\u0e35\u0e48\u0e17\u0e33\u0e01\u0e32\u0e23'],
  ['Devanagari with ZWJ', '\u0930\u094d\u200d\u092f\u093e'],
  ['Tamil', '\u0b95\u0bcd\u0bb7\u0bc7\u0ba4\u0bcd\u0ba4\u0bbf\u0bb0\u0bae\u0bcd'],
  ['Malayalam with ZWJ (chillu)', '\u0d05\u0d35\u0d28\u0d4d\u200d'],
  ['Sinhala with ZWJ', '\u0dc1\u0dca\u200d\u0dbb\u0dd3 \u0dbd\u0d82\u0d9a\u0dcf'],
  ['Khmer', '\u1797\u17b6\u179f\u17b6\u1781\u17d2\u1798\u17c2\u179a'],
  ['Mongolian with a variation selector', '\u1821\u180b\u1834\u1822\u1828'],
  ['Vietnamese, decomposed', 'Tru\u031bo\u031b\u0300ng ho\u0323c'],
  ['Korean', '\ud604\uc7a5 \uacf5\uc0ac'],
  ['Japanese', '\u682a\u5f0f\u4f1a\u793e\u30d3\u30eb'],
  ['a family by ZWJ', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
  ['a heart with VS16', '\u2764\ufe0f'],
  ['a keycap', '1\ufe0f\u20e3'],
  ['the flag of Scotland by tags', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
  ['a builder with a colour of skin', '\u{1f477}\u{1f3fd}\u200d\u2640\ufe0f'],
  ['a soft hyphen', 'Bau\u00adstelle'],
];

describe('prose', () => {
  it.each(words)('may be %s', (_what, text) => {
    expect(findProseFault(text)).toBeUndefined();
    expect(findProseFault(normalizeText(text))).toBeUndefined();
  });

  it.each([
    ['nothing', '', 'visible'],
    ['a zero width space', '\u200b', 'visible'],
    ['a Hangul filler', '\u3164', 'visible'],
    ['halfwidth and initial fillers', '\uffa0\u115f\u1160', 'visible'],
    ['a Braille pattern without dots', '\u2800', 'visible'],
    ['joiners and selectors', '\u200d\ufe0f\u{e0020}', 'visible'],
    ['an override', 'a\u202eb', 'U+202E'],
    ['an embedding', 'a\u202a', 'U+202A'],
    ['an isolate', '\u2066a\u2069', 'U+2066'],
    ['a replacement character', 'Caf\ufffd', 'U+FFFD'],
    ['a noncharacter', 'a\ufdd0', 'U+FDD0'],
    ['a noncharacter of another plane', 'a\u{1ffff}', 'U+1FFFF'],
    ['a lone high surrogate', 'a\ud83d', 'U+D83D'],
    ['a lone low surrogate', '\udc00a', 'U+DC00'],
    ['a code point without character', 'a\u0378', 'U+0378'],
    ['a character of a later Unicode', '\u{1fae9}', 'U+1FAE9'],
    ['NUL', 'a\u0000b', 'U+0000'],
    ['escape', 'a\u001b[31m', 'U+001B'],
    ['a C1 control', 'a\u0085b', 'U+0085'],
  ])('cannot be %s, whether it has lines or not', (_what, text, named) => {
    expect(findProseFault(text)).toContain(named);
    expect(findProseFault(text, { hasLines: true })).toContain(named);
  });

  it.each(['one\ntwo', 'one\ttwo', 'one\r\ntwo', 'one\u2028two', 'one\u2029two'])(
    'has lines only where it may: %j',
    (text) => {
      expect(findProseFault(text)).toMatch(/^must not contain U\+/);
      expect(findProseFault(text, { hasLines: true })).toBeUndefined();
    },
  );
});

describe('an identifier', () => {
  it.each([
    '26-700',
    '03 30 00',
    '00 24 13.13',
    '\u041a\u0421-2 / \u2116 5',
    '\u5de5\u4e8b-\u7532',
    '\u05d0-12',
    '\u0645\u0634\u0631\u0648\u0639-7',
    '\uff12\uff16\u2010\uff17\uff10\uff10',
    'caf\u00e9',
    '\u{1f3d7}',
  ])('is kept as it is typed: %s', (text) => {
    expect(findIdentifierFault(text)).toBeUndefined();
  });

  it.each([
    ['a zero width space', '26-700\u200b'],
    ['a soft hyphen', '26\u00ad-700'],
    ['the end of an embedding', '26-700\u202c'],
    ['a word joiner', '26\u2060-700'],
    ['a variation selector', '26-700\ufe0f'],
    ['ZWNJ', 'a\u200cb'],
    ['a byte order mark', 'a\ufeffb'],
    ['a Hangul filler', 'a\u3164b'],
    ['a Braille pattern without dots', 'a\u2800b'],
    ['a line separator', 'a\u2028b'],
    ['a tab', 'a\tb'],
    ['a tag', 'a\u{e0041}'],
    ['private use', 'a\ue000'],
    ['a replacement character', 'a\ufffd'],
    ['a lone surrogate', 'a\ud83d'],
    ['a code point without character', 'a\u0378'],
    ['a character of a later Unicode', 'a\u{1fae9}'],
  ])('holds only what is seen, not %s', (_what, text) => {
    expect(findIdentifierFault(text)).toMatch(/^must not contain U\+[0-9A-F]{4,5} \(.+\)$/);
  });

  it.each([
    ['26-700', '\uff12\uff16-\uff17\uff10\uff10'],
    ['26-700', '26\u2010700'],
    ['26-700', '26\u2013700'],
    ['26-700', '26\u2212700'],
    ['26-700', '26\ufe63700'],
    ['03 30 00', '03  30\u00a000'],
    ['03 30 00', '03\u300030\u200900'],
    ['JOB-A', 'job-a'],
    ['STRASSE', 'stra\u00dfe'],
    ['STRA\u1e9eE', 'strasse'],
    ['\u039f\u0394\u039f\u03a3', '\u03bf\u03b4\u03bf\u03c2'],
    ['\u212b', '\u00e5'],
    ['\ufb01-1', 'FI-1'],
    ['e\u0301-1', '\u00c9-1'],
    ['\u2460', '1'],
  ])('%s is the same as %s', (one, other) => {
    expect(identifierKey(one)).toBe(identifierKey(other));
  });

  it.each([
    ['26-700', '26-7000'],
    ['26-700', '26700'],
    ['26-700', '26.700'],
    ['26-700', '26 700'],
    ['a', '\u00e4'],
    ['a', '\u0430'],
    ['O', '0'],
  ])('%s is another than %s', (one, other) => {
    expect(identifierKey(one)).not.toBe(identifierKey(other));
  });

  it('has a key that is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const key = identifierKey(text);
        expect(identifierKey(key)).toBe(key);
        expect(identifierKey(normalizeText(text))).toBe(key);
      }),
    );
  });

  it('is mixed only where its letters look like those of the other script', () => {
    expect(['\u0410B-1', 'A\u03bf', '\u0531A'].map(hasMixedScripts)).toEqual([true, true, true]);
    expect(['AB-1', '\u0410\u0411', 'A\u68df', '\u05d0A', '10 \u00b5m', 'caf\u00e9'].some(hasMixedScripts)).toBe(false);
  });
});

describe('a name', () => {
  it('is the same as one that differs only in what is not seen', () => {
    for (const [, text] of words) {
      expect(nameKey(text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ''))).toBe(nameKey(text));
    }
    expect(nameKey('Al\u200bice  Doe')).toBe(nameKey('ALICE Doe'));
    expect(nameKey('Alice')).not.toBe(nameKey('Alicia'));
  });

  it.each([
    ['Riverside Clinic, Phase 2', ['riverside', 'clinic', 'phase', '2']],
    ["O'Brien & Söhne – Größe (B/2)", ['o', 'brien', 'söhne', 'grösse', 'b', '2']],
    ['\uff32\uff29\uff36\uff25\uff32 \u2167', ['river', 'viii']],
    [
      '\u0928\u0926\u0940 \u0915\u093f\u0928\u093e\u0930\u093e',
      ['\u0928\u0926\u0940', '\u0915\u093f\u0928\u093e\u0930\u093e'],
    ],
    ['Al\u200bice \u{1f3d7}\ufe0f \u68df', ['alice', '\u68df']],
    ['\u{1f3d7} \u2014 !', []],
  ])('%s has the words that people would search', (name, words) => {
    expect(splitWords(name)).toEqual(words);
  });
});
