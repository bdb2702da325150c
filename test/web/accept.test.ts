import { describeAccept, findNumberFault, offeredNumber } from '../../web/model/accept';
import type { SubmissionView } from '../../web/api/answers';
import { fitsMask, toMaskExample } from '../../workflows/contract/mask';

const view = (jobNumber: object, change: object = {}): SubmissionView =>
  ({
    mode: 'create',
    project: { number: '24-017', totalValue: '4250000.00', currency: 'USD' },
    terms: { jobNumber: { required: true, ...jobNumber }, erpName: 'Trimble Vista' },
    ...change,
  }) as unknown as SubmissionView;

test.each([
  ['##-###', '24-017'],
  ['A##-AAA-####', 'A24-BCA-0172'],
  ['JOB ######', 'JOB 240172'],
])('a number that fits %s is %s', (mask, example) => {
  expect(toMaskExample(mask)).toBe(example);
  expect(fitsMask(example, mask)).toBe(true);
});

test('a number that does not fit is told by an example, and an empty one is only missing', () => {
  const rule = { required: true, mask: '##-###' };
  expect(['24-01', ' 24-017 ', ''].map((number) => findNumberFault(number, rule))).toEqual([
    'Enter a number such as 24-017.',
    undefined,
    undefined,
  ]);
  expect(findNumberFault('anything', { required: true })).toBeUndefined();
});

test.each([
  [{}, '24-017'],
  [{ mask: '##-###' }, '24-017'],
  [{ mask: '#####' }, undefined],
  [{ maxLength: 5 }, undefined],
  [{ numeric: true }, undefined],
  [{ forbidden: '-' }, undefined],
])('under the rule %j the number of the project is offered as %s', (rule, offered) => {
  expect(offeredNumber(view(rule))).toBe(offered);
});

test('an update keeps the number of its record', () => {
  expect(offeredNumber(view({}, { mode: 'update' }))).toBeUndefined();
});

test('a number that is taken is not offered again, another one is', () => {
  const parked = { export: { attempts: 1, parked: { code: 'erp_number_taken' } } };
  expect(offeredNumber(view({}, { ...parked, job: { number: '24-017' } }))).toBeUndefined();
  expect(offeredNumber(view({}, { ...parked, job: { number: '24-018' } }))).toBe('24-017');
});

test('an acceptance is described by number, value and ERP', () => {
  expect(describeAccept(view({}), ' 24-017 ')).toBe('Job 24-017 · 4,250,000.00 USD · Trimble Vista');
  const bare = view({}, { project: { number: '1', currency: 'USD' } });
  expect(describeAccept(bare, '')).toBe('no total value · Trimble Vista');
});
