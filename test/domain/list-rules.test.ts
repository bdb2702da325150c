/** Rules that no single field can be judged by. */
import { checkProject } from '../../workflows/domain/rules';
import type { Rules } from '../../workflows/contract/rules';
import { catalogue, type ErpId } from '../../adapters/companies/catalogue';
import { toRules } from '../../adapters/companies/figures';
import { costCodeList } from '../support/domain/cost-code-lists';
import { integration, project } from '../support/domain/fixtures';
import { defined } from '../../workflows/contract/defined';

const none: Rules = { fields: {}, jobNumber: { required: true }, costCodes: {} };
const listCodes = (codes: readonly string[]) =>
  codes.map((code) => ({ code, name: `Work ${code}`, costTypes: ['Labor'] }));
const check = (changes: Partial<typeof project>, rules: Partial<Rules>) =>
  checkProject({ ...project, ...changes }, { ...integration, rules: { ...none, ...rules } });
const found = (codes: readonly string[], costCodes: Rules['costCodes']) =>
  check({ costCodes: listCodes(codes) }, { costCodes }).map(({ code, pointer }) => `${code} ${pointer ?? ''}`);

const forms = [
  ['03 30 00', costCodeList(' ')],
  ['03-30-00', costCodeList('-')],
  ['03.30.00', costCodeList('.')],
] as const;

test('the lists are of several hundred codes, each of them once', () => {
  for (const [example, list] of forms) {
    expect(list.length).toBeGreaterThan(400);
    expect(new Set(list).size).toBe(list.length);
    expect(list).toContain(example);
  }
  expect(costCodeList(' ')).toContain('00 24 13.13');
});

describe.each(['netsuite', 'workday', 'sage-intacct'] as const satisfies readonly ErpId[])('%s', (id) => {
  const { rules, erpName } = catalogue[id];
  const check = (codes: readonly string[]) =>
    checkProject({ ...project, costCodes: listCodes(codes) }, { ...integration, erpName, rules: toRules(rules) });

  test.each(forms)('takes a whole list in the form %s', (_form, list) => {
    expect(check(list)).toEqual([]);
  });

  test('names each code that has no tiers', () => {
    const list = costCodeList('');
    expect(check(list).filter(({ code }) => code === 'too_few_tiers').length).toBeGreaterThan(400);
    expect(check(['033000'])[0]?.message).toMatch(/at least 2 tiers in each cost code, such as 03-100.*a blank/);
  });
});

test('Sage 300 CRE takes slashes, dashes and periods, one of them throughout, and no blanks', () => {
  const costCodes = toRules(catalogue['sage-300-cre'].rules).costCodes;
  for (const between of ['/', '-', '.']) expect(found(costCodeList(between), costCodes)).toEqual([]);
  expect(found(['03 30 00'], costCodes)).toEqual(['too_few_tiers /costCodes/03 30 00/code']);
  expect(found(['03-100', '03-200', '03/300'], costCodes)).toEqual(['mixed_delimiters /costCodes/03~1300/code']);
});

describe('delimiters', () => {
  test.each([
    ['a dash and a full stop unless said', ['03-100', '03.100'], { minTiers: 2 }, []],
    ['none that is not said', ['03 100'], { minTiers: 2 }, ['too_few_tiers /costCodes/03 100/code']],
    ['a blank where it is said', ['03 100'], { minTiers: 2, delimiters: ' ' }, []],
    ['of all kinds alike', ['03 10-5'], { minTiers: 3, delimiters: '- ' }, []],
    ['none that stands at an end', ['-03-'], { minTiers: 2 }, ['too_few_tiers /costCodes/-03-/code']],
  ] as const)('count: %s', (_what, codes, rules, expected) => {
    expect(found(codes, rules)).toEqual(expected);
  });

  test.each([
    ['all have the same', ['03-100', '03-200'], []],
    ['one has another', ['03-100', '03.200', '03-300'], ['mixed_delimiters /costCodes/03.200/code']],
    ['one has both, and all have one of them', ['01-100.01', '01-200'], []],
    ['one has none', ['03-100', '03'], []],
    ['none has one', ['03', '04'], []],
  ] as const)('are one throughout where the ERP wants that: %s', (_what, codes, expected) => {
    expect(found(codes, { oneDelimiter: true })).toEqual(expected);
  });
});

test('names of cost codes are unique where the ERP wants that, and capitals do not make them so', () => {
  const costCodes = [
    { code: '03-100', name: 'Labor', costTypes: ['Labor'] },
    { code: '03-200', name: 'Labour', costTypes: ['Labor'] },
    { code: '03-300', name: 'LABOR', costTypes: ['Labor'] },
  ];
  expect(check({ costCodes }, {})).toEqual([]);
  expect(check({ costCodes }, { costCodes: { uniqueNames: true } })).toMatchObject(
    [{ code: 'name_not_unique', severity: 'error', pointer: '/costCodes/03-300/name', message: /03-100/ }].map(
      ({ message, ...rest }) => ({ ...rest, message: expect.stringMatching(message) }),
    ),
  );
});

test.each([
  ['Smith Residence', []],
  ['Smith Residence:Phase 2', []],
  ['Smith Residence:', ['empty_level']],
  [':Phase 2', ['empty_level']],
  ['Smith Residence: :Phase 2', ['empty_level']],
])('levels of a name are not empty: %s', (name, codes) => {
  const rules: Partial<Rules> = { uniqueBy: 'name', levelSeparators: ':' };
  expect(check({ name }, rules).map(({ code }) => code)).toEqual(codes);
  expect(check({ name }, { uniqueBy: 'name' })).toEqual([]);
});

describe('budgets', () => {
  const budgets = (...amounts: (string | undefined)[]) =>
    amounts.map((budget, n) => ({
      code: String(n),
      name: 'x',
      costTypes: ['Labor'],
      ...defined({ budget }),
    }));
  const differences = (totalValue: string, ...amounts: (string | undefined)[]) =>
    check({ totalValue, costCodes: budgets(...amounts) }, { budgetsEqualTotal: true });

  test.each([
    ['0.3', ['0.1', '0.2']],
    ['0.3000', ['0.1', '0.20']],
    ['5', ['10', '-5.00', undefined]],
    ['999999999999999.9999', ['999999999999999.9998', '0.0001']],
  ])('add up exactly to %s', (total, amounts) => {
    expect(differences(total, ...amounts)).toEqual([]);
  });

  test('that differ from the total value are a warning with sum and difference, where the company wants it', () => {
    expect(differences('100.00', '60.5', '40.0001')).toMatchObject([
      {
        code: 'budgets_differ_from_total',
        severity: 'warning',
        pointer: '/totalValue',
        message: expect.stringMatching(/add up to 100\.5001 USD.*by 0\.5001/),
      },
    ]);
    expect(check({ totalValue: '1', costCodes: budgets('2') }, {})).toEqual([]);
  });

  test('are not compared with a total value that is not given', () => {
    const { totalValue: _, ...without } = { ...project, costCodes: budgets('2') };
    expect(checkProject(without, { ...integration, rules: { ...none, budgetsEqualTotal: true } })).toEqual([]);
  });
});
