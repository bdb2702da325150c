import { defined } from '../../workflows/contract/defined';
import { pinned } from '../../web/model/differences';
import { compareWithTotal, describeSum, sumBudgets, sumChange } from '../../web/model/sums';

const row = (code: string, budget?: string) => ({
  code,
  name: `Code ${code}`,
  costTypes: ['labor'],
  ...defined({ budget }),
});
const project = (costCodes: ReturnType<typeof row>[], totalValue?: string) => ({
  costCodes,
  currency: 'USD',
  ...defined({ totalValue }),
});
const compared = (budgets: readonly string[], totalValue?: string) => {
  const given = project(
    budgets.map((budget, index) => row(String(index), budget)),
    totalValue,
  );
  const sum = sumBudgets(given);
  return sum && compareWithTotal(sum, given);
};

describe('the sum of the budgets', () => {
  test('is exact where numbers would not be', () => {
    expect(sumBudgets(project([row('1', '0.10'), row('2', '0.20')]))?.total).toBe('0.30');
    const big = '999999999999999.9999';
    expect(sumBudgets(project([row('1', big), row('2', big)]))?.total).toBe('1999999999999999.9998');
  });

  test('says how many have none, and how many are negative', () => {
    const sum = sumBudgets(project([row('1', '10'), row('2'), row('3', '-2.5'), row('4', '-0')]));
    expect(sum).toEqual({ total: '7.50', count: 4, missing: 1, negative: 1 });
    expect(sum && describeSum(sum)).toEqual(['1 of 4 without a budget', '1 negative budget']);
  });

  test('is none where no cost code has a budget', () => {
    expect(sumBudgets(project([row('1')]))).toBeUndefined();
  });

  test.each([
    [['100.00'], '100', true, 'Equals the total value'],
    [['100.00', '-12000'], '100', false, '12,000.00 USD less than the total value'],
    [['100.01'], '100', false, '0.01 USD more than the total value'],
    [['5'], '-5', false, '10.00 USD more than the total value'],
  ])('%j beside a total value of %s', (budgets, totalValue, isEqual, text) => {
    expect(compared(budgets, totalValue)).toEqual({ isEqual, text });
  });

  test('is compared with nothing where the project has no total value', () => {
    expect(compared(['1'])).toBeUndefined();
  });
});

describe('the sum before and after', () => {
  const after = project([row('1', '30.00'), row('2', '5.00'), row('3')]);

  test('follows from what changed: other budgets, budgets that came and went, and cost codes that did', () => {
    const changes = [
      { pointer: '/costCodes/1/budget', before: '10.10', after: '30.00' },
      { pointer: '/costCodes/2', after: 'Code 2 · labor · 5.00' },
      { pointer: '/costCodes/3/budget', before: '7' },
      { pointer: '/costCodes/9', before: 'Code 9 · labor, material · -2.00' },
      { pointer: '/costCodes/8', before: 'Code 8 · labor' },
      { pointer: '/totalValue', before: '1', after: '2' },
    ];
    expect(sumChange(pinned(changes), after)).toEqual({ before: '15.10', after: '35.00' });
  });

  test('is not shown where nothing of it changed', () => {
    expect(sumChange(pinned([{ pointer: '/name', before: 'A', after: 'B' }]), after)).toBeUndefined();
    expect(sumChange(pinned([], [{ pointer: '/costCodes/1/budget', message: 'too low' }]), after)).toBeUndefined();
    expect(sumChange(pinned([{ pointer: '/costCodes/9', before: 'Code 9 · labor' }]), after)).toBeUndefined();
  });

  test('is not guessed where the changes do not say it', () => {
    const change = { pointer: '/costCodes/1/budget', before: '10', after: '30.00' };
    expect(sumChange(pinned([change, { omitted: 1 }]), after)).toBeUndefined();
    const unclear = { pointer: '/costCodes/9', before: 'Pipes · 2 inch · labor · 10' };
    expect(sumChange(pinned([change, unclear]), after)).toBeUndefined();
  });
});
