import { findAmbiguous, readAs } from '../../web/model/ambiguous';
import { readAmount, readColumn, toPlainAmount } from '../../web/model/amounts';
import { emptyRow } from '../../web/model/project-draft';
import { fc } from '../support/fast-check';

const value = (text: string): unknown => {
  const reading = readAmount(text);
  return reading && 'value' in reading ? reading.value : reading;
};

describe('an amount', () => {
  test.each([
    ['1,234,567.00', '1234567.00'],
    ['1.234.567,00', '1234567.00'],
    ['1 234 567,00', '1234567.00'],
    ['1 234 567,00', '1234567.00'],
    ["1'234’567.00", '1234567.00'],
    ['12,34,567.00', '1234567.00'],
    ['$ 62,500.50', '62500.50'],
    ['US$62,500.50', '62500.50'],
    ['62.500,00 €', '62500.00'],
    ['62 500 kr', '62500'],
    ['(1,234.50)', '-1234.50'],
    ['-$1,250.00', '-1250.00'],
    ['$(1,250.00)', '-1250.00'],
    ['1,250.00-', '-1250.00'],
    ['−5', '-5'],
    ['+5', '5'],
    ['.50', '0.50'],
    ['12,5', '12.5'],
    ['0,125', '0.125'],
    ['1234,567', '1234.567'],
  ])('%s is %s', (text, amount) => {
    expect(value(text)).toBe(amount);
  });

  test.each(['1,234', '1.234', '€1.234', '-12,345'])('%s can be read in two ways', (text) => {
    expect(readAmount(text)).toHaveProperty('either');
  });

  test.each([
    '',
    'x',
    '12 50',
    '1,23,4',
    '1.2.3',
    '1e5',
    '--5',
    '(-5)',
    '()',
    'USD',
    '5 of 6',
    '1,234.',
    '9'.repeat(99),
  ])('%p is none', (text) => {
    expect(readAmount(text)).toBeUndefined();
  });

  test('is read as it was meant, however a country writes it', () => {
    const styles = [
      { group: ',', sign: '.' },
      { group: '.', sign: ',' },
      { group: ' ', sign: ',' },
      { group: ' ', sign: ',' },
      { group: '’', sign: '.' },
    ];
    const cents = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(cents, fc.constantFrom(...styles), (units, { group, sign }) => {
        const digits = String(Math.abs(units)).padStart(3, '0');
        const [whole, fraction] = [digits.slice(0, -2), digits.slice(-2)];
        const minus = units < 0 ? '-' : '';
        const written = `${minus}${whole.replace(/\B(?=(\d{3})+$)/g, group)}${sign}${fraction}`;
        expect(value(written)).toBe(`${minus}${whole}.${fraction}`);
      }),
    );
  });
});

describe('a column of amounts', () => {
  test('is read in the one way in which its clear amounts are written', () => {
    expect(readColumn(['1,234', '5.50', '1.234'])).toEqual(['1234', '5.50', '1.2340']);
    expect(readColumn(['1,234', '5,50', '1.234'])).toEqual(['1.2340', '5.50', '1234']);
  });

  test('leaves what stays unclear, or is none, as it is written', () => {
    expect(readColumn(['1,234', '99', 'tbd', ''])).toEqual(['1,234', '99', 'tbd', '']);
    expect(readColumn(['1,234', '5.5', '5,5'])).toEqual(['1,234', '5.5', '5.5']);
  });

  test('is read as somebody says, and then it is clear', () => {
    const rows = ['1,234', '2,500', '7', 'tbd'].map((budget) => ({ ...emptyRow, budget }));
    expect(findAmbiguous(rows)).toEqual({ count: 2, example: '1,234', as: { '.': '1234', ',': '1.234' } });
    const budgets = (sign: '.' | ',') => readAs(rows, sign).map(({ budget }) => budget);
    expect(budgets('.')).toEqual(['1234', '2500', '7', 'tbd']);
    expect(budgets(',')).toEqual(['1.2340', '2.5000', '7', 'tbd']);
    expect(findAmbiguous(readAs(rows, ','))).toBeUndefined();
  });
});

test('three places are written so that they cannot be a thousand', () => {
  expect(['62.500', '-1.234', '1234.567', '0.125', '1.23'].map(toPlainAmount)).toEqual([
    '62.5000',
    '-1.2340',
    '1234.567',
    '0.125',
    '1.23',
  ]);
});
