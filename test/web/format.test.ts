import { age, fieldText, moment, money, until, utc } from '../../web/model/format';

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

test('a day is written out, the same in every zone, and what is no day stays as it was typed', () => {
  const shown = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
  expect(fieldText('/startDate', '2027-03-01', 'USD')).toBe(shown.format(Date.UTC(2027, 2, 1)));
  expect(['2027-02-99', 'soon', ''].map((text) => fieldText('/startDate', text, 'USD'))).toEqual([
    '2027-02-99',
    'soon',
    '',
  ]);
});

test('of a field the money is grouped and has its currency, and all else stays', () => {
  expect(fieldText('/costCodes/05-120/budget', '62500.00', 'EUR')).toBe('62,500.00 EUR');
  expect(fieldText('/number', '62500.00', 'EUR')).toBe('62500.00');
});

test('an instant is told with its year only if that is another', () => {
  const [thisYear, lastYear] = [moment(at, after(40 * 86_400_000)), moment(at, after(400 * 86_400_000))];
  expect([thisYear.includes('2026'), lastYear.includes('2026')]).toEqual([false, true]);
});
