import {
  addAmounts,
  compareAmounts,
  isSameAmount,
  readDecimal,
  roundDecimal,
  subtractAmounts,
  toPlainDecimal,
} from '../../workflows/contract/amounts';

test.each([
  ['0012.50', { isNegative: false, whole: '12', places: '5' }],
  ['-0.00', { isNegative: true, whole: '0', places: '' }],
  ['7.', { isNegative: false, whole: '7', places: '' }],
  ['9'.repeat(100), { isNegative: false, whole: '9'.repeat(100), places: '' }],
  ['9'.repeat(101), undefined],
  ['', undefined],
  ['-', undefined],
  ['.5', undefined],
  ['1e5', undefined],
  [' 1', undefined],
  ['1\n', undefined],
])('%s is read as %j', (text, decimal) => {
  expect(readDecimal(text)).toEqual(decimal);
});

test('what is no amount stays as it is, however long', () => {
  const text = `${'0'.repeat(1_000_000)}x`;
  expect(toPlainDecimal(text)).toBe(text);
  expect(toPlainDecimal('-0012.50')).toBe('-12.5');
});

test.each([
  ['0.30000000000000004', 2, '0.30'],
  ['10000', 2, '10000.00'],
  ['0.005', 2, '0.01'],
  ['0.0049', 2, '0.00'],
  ['9.995', 2, '10.00'],
  ['1.5', 0, '2'],
  ['7', 0, '7'],
])('%s is rounded to %i places: %s', (text, places, rounded) => {
  const decimal = readDecimal(text);
  expect(decimal && roundDecimal(decimal, places)).toBe(rounded);
});

test('sums have two decimals or more, and what is no amount does not count', () => {
  expect(addAmounts(['60.5', '40.0001', '-1', '1e5', '1.00001', ''])).toBe('99.5001');
  expect(addAmounts([])).toBe('0.00');
  expect(subtractAmounts('1', '3.10')).toBe('-2.10');
  expect(subtractAmounts('-1', '-0.5')).toBe('-0.50');
  expect(addAmounts(['9'.repeat(40), '1'])).toBe(`1${'0'.repeat(40)}.00`);
});

test('amounts are compared by what they are worth', () => {
  expect(isSameAmount('0012.5000', '12.50')).toBe(true);
  expect(isSameAmount('-0', '0.00')).toBe(true);
  expect(isSameAmount('12.5', '-12.5')).toBe(false);
  expect([compareAmounts('9.99', '10'), compareAmounts('-2', '-10'), compareAmounts('1.0', '1')]).toEqual([-1, 1, 0]);
});
