import { fc } from '../support/fast-check';
import { cutText, normalizeText, showText, utf8Bytes } from '../../workflows/contract/text';

const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });

it('is trimmed and composed, and doing so twice changes nothing', () => {
  expect(normalizeText('\u00a0 Rene\u0301\n')).toBe('Ren\u00e9');
  fc.assert(
    fc.property(anyText, (text) => {
      expect(normalizeText(normalizeText(text))).toBe(normalizeText(text));
    }),
  );
});

describe('a cut text', () => {
  it('is left alone when it fits and marked when it does not', () => {
    expect(cutText('12345', 5)).toBe('12345');
    expect(cutText('123456', 5)).toBe('1234…');
  });

  it('never ends in half an emoji', () => {
    expect(cutText('123\ud83d\ude00456', 5)).toBe('123…');
    expect(cutText('12\ud83d\ude003456', 5)).toBe('12\ud83d\ude00…');
  });

  it('is never too long and never unclean because of the cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.integer({ min: 1, max: 30 }), (text, max) => {
        const cut = cutText(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut).not.toMatch(/\p{Cs}/u);
        expect(text.startsWith(cut.replace(/…$/, ''))).toBe(true);
      }),
    );
  });
});

it('any text can be shown: what is not clean is replaced', () => {
  expect(showText('a\u0000b\nc\ud83d\u202e', 10)).toBe('a\ufffdb\ufffdc\ufffd\ufffd');
  fc.assert(
    fc.property(anyText, (text) => {
      expect(showText(text, 20)).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
    }),
  );
});

it('bytes are those of UTF-8', () => {
  expect(utf8Bytes('aé€😀')).toBe(1 + 2 + 3 + 4);
  fc.assert(
    fc.property(anyText, (text) => {
      expect(utf8Bytes(text)).toBe(Buffer.byteLength(text, 'utf8'));
    }),
  );
});
