import { Integration, Policy } from '../../workflows/contract/rules';
import { integration, policy } from '../support/domain/fixtures';
import { listIssues } from '../support/domain/issues';

const field = { key: 'division', label: 'Division', type: 'choice', required: true, choices: ['03', '05'] } as const;
const withFields = (acceptFields: unknown): unknown => ({ ...integration, acceptFields });
const withRules = (rules: object): unknown => ({ ...integration, rules: { ...integration.rules, ...rules } });

describe('an integration', () => {
  it('with rules and accept fields is taken', () => {
    const rules = { fields: { name: { required: true, maxLength: 60, forbidden: '&"', mask: 'A##', numeric: false } } };
    const whole = { ...(withRules(rules) as object), acceptFields: [field] };
    expect(Integration.parse(whole)).toEqual(whole);
  });

  it.each([
    ['a field that no project has', withRules({ fields: { colour: { required: true } } }), '/rules/fields'],
    ['a rule nobody knows', withRules({ fields: { name: { minLength: 1 } } }), '/rules/fields/name: '],
    ['a length of nothing', withRules({ fields: { name: { maxLength: 0 } } }), '/rules/fields/name/maxLength: '],
    ['a mask without a sign', withRules({ jobNumber: { required: true, mask: '' } }), '/rules/jobNumber/mask: '],
    ['a job number of which nothing is said', withRules({ jobNumber: {} }), '/rules/jobNumber/required: '],
    ['half a tier', withRules({ costCodes: { minTiers: 0.5 } }), '/rules/costCodes/minTiers: '],
    ['a direction nobody goes', { ...integration, direction: 'sideways' }, '/direction: '],
    ['an accept field of no type', withFields([{ ...field, type: 'colour' }]), '/acceptFields/0/type: '],
    ['a choice among none', withFields([{ ...field, choices: [] }]), '/acceptFields/0/choices: '],
    ['more accept fields than a job can carry', withFields(Array.from({ length: 51 }, () => field)), '/acceptFields: '],
    [
      'accept fields too big to carry',
      withFields([{ ...field, choices: Array.from({ length: 500 }, () => 'c'.repeat(99)) }]),
      '/acceptFields: ',
    ],
    ['an unknown member', { ...integration, password: 'x' }, '/: '],
  ])('with %s is refused and the place is named', (_what, value, pointer) => {
    expect(listIssues(Integration, value)[0]).toContain(pointer);
  });
});

describe('a policy', () => {
  it('is taken whole', () => {
    expect(Policy.parse(policy)).toEqual(policy);
  });

  it.each([
    ['fourEyes', { ...policy, fourEyes: 'yes' }],
    ['fourEyes', { ...policy, fourEyes: undefined }],
    ['exportForMs', { ...policy, exportForMs: 0 }],
    ['exportForMs', { ...policy, exportForMs: '24h' }],
    ['rawSignals', { ...policy, rawSignals: undefined }],
    ['rawSignals', { ...policy, rawSignals: 'some' }],
  ])('must say %s', (name, value) => {
    expect(listIssues(Policy, value)[0]).toContain(`/${name}: `);
  });
});
