import { age, money, until, utc } from '../../web/plain/format';

const at = '2026-03-01T09:30:00.000Z';
const after = (ms: number): number => Date.parse(at) + ms;

test('an age is told in the biggest unit that is full', () => {
  const ages = [0, 59_999, 60_000, 3_599_999, 3 * 3_600_000, 50 * 3_600_000].map((ms) => age(at, after(ms)));
  expect(ages).toEqual([undefined, undefined, '1 min', '59 min', '3 hr', '2 days']);
});

test('a clock that is slow makes no negative age', () => {
  expect(age(at, after(-5_000))).toBeUndefined();
});

test('the time that is left is never told too short', () => {
  expect([until(at, after(1)), until(at, after(-1_500)), until(at, after(-61_000))]).toEqual([
    undefined,
    '2 sec',
    '2 min',
  ]);
});

test('an instant in UTC is written out', () => {
  expect(utc(at)).toBe('2026-03-01 09:30:00 UTC');
});

test.each([
  ['4250000.00', '4,250,000.00'],
  ['-1000', '-1,000'],
  ['999.1234', '999.1234'],
  ['999999999999999.99', '999,999,999,999,999.99'],
])('%s is read as %s, every digit kept', (amount, shown) => {
  expect(money(amount)).toBe(shown);
});
