import { parseJson } from '../../../adapters/http/json';
import { readRetryAfter } from '../../../adapters/http/retry-after';
import { defined } from '../../../workflows/contract/defined';

const now = Date.parse('2026-03-01T12:00:00Z');
const inAMinute = 'Sun, 01 Mar 2026 12:01:00 GMT';

describe('Retry-After', () => {
  test.each([
    ['30', 30_000],
    [' 30 ', 30_000],
    [inAMinute, 60_000],
    ['0', 0],
    ['00', 0],
    ['Sun, 01 Mar 2026 11:59:00 GMT', 0],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['9'.repeat(9), 86_400_000],
    ['9'.repeat(40), 86_400_000],
    ['9'.repeat(41), undefined],
    [`${inAMinute}${' x'.repeat(5_000)}`, undefined],
    [undefined, undefined],
  ])('%s is a wait of %s ms', (text, ms) => {
    expect(readRetryAfter(defined({ 'retry-after': text }), now)).toBe(ms);
  });

  test("a date is read by the server's clock", () => {
    const date = 'Sun, 01 Mar 2026 12:00:50 GMT';
    expect(readRetryAfter({ 'retry-after': inAMinute, date }, now)).toBe(10_000);
    expect(readRetryAfter({ 'retry-after': inAMinute, date: 'never' }, now)).toBe(60_000);
  });
});

describe('JSON from outside', () => {
  const nested = (times: number): string => `${'[{"a":'.repeat(times)}1${'}]'.repeat(times)}`;

  test('is read up to 32 levels', () => {
    expect(parseJson(nested(16))).toBeDefined();
    expect(parseJson(`[${nested(16)}]`)).toBeUndefined();
    expect(parseJson(nested(500_000))).toBeUndefined();
    expect(parseJson('['.repeat(1_000_000))).toBeUndefined();
  });

  test('is read up to so many values', () => {
    const list = (values: number): string => JSON.stringify(Array.from({ length: values }, () => ({})));
    const most = { values: 20, holders: 11 };
    expect(parseJson(list(10), most)).toHaveLength(10);
    expect(parseJson(list(11), most)).toBeUndefined();
    expect(parseJson(JSON.stringify(Array.from({ length: 21 }, () => 0)), most)).toBeUndefined();
    expect(parseJson(JSON.stringify(['a,b[c', ',,,']), { values: 2, holders: 1 })).toEqual(['a,b[c', ',,,']);
    expect(parseJson(`[${'0,'.repeat(1_000_000)}0]`)).toBeUndefined();
  });

  test('counts no brackets inside of texts', () => {
    const text = `${'['.repeat(50)}\\" \\\\`;
    expect(parseJson(JSON.stringify({ text }))).toEqual({ text });
    expect(parseJson(JSON.stringify(Array.from({ length: 100 }, () => [])))).toHaveLength(100);
  });

  test.each(['', '{', 'null x', '{"a":1,}'])('that is none is nothing: %s', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });
});
