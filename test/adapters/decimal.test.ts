import { readDecimal, toPlainDecimal } from '../../adapters/decimal';

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
