import { limits } from '../../workflows/contract/limits';
import { toPointer } from '../../workflows/contract/pointers';
import type { Project } from '../../workflows/contract/project';
import { ruledFields } from '../../workflows/contract/project-table';
import type { AcceptField, FieldRule, Integration } from '../../workflows/contract/rules';
import { boundChecks, checkJob, checkProject, hasErrors } from '../../workflows/domain/rules';
import { integration, project } from '../support/domain/fixtures';

const withRules = (rules: Partial<Integration['rules']>, acceptFields: AcceptField[] = []): Integration => ({
  ...integration,
  rules: { fields: {}, jobNumber: { required: true }, costCodes: {}, ...rules },
  acceptFields,
});

const listCodes = (rule: FieldRule, name: string): string[] =>
  checkProject({ ...project, name }, withRules({ fields: { name: rule } })).map(({ code }) => code);

describe('a mask', () => {
  it.each([
    ['24-017', '##-###', true],
    ['24-01', '##-###', false],
    ['24-0177', '##-###', false],
    ['24.017', '##-###', false],
    ['2a-017', '##-###', false],
    ['AB-12', 'AA-##', true],
    ['Ab-12', 'AA-##', true],
    ['1B-12', 'AA-##', false],
    ['\u00c4B-12', 'AA-##', false],
    ['\u0661\u0662', '##', false],
    ['J-7', 'J-#', true],
    ['j-7', 'J-#', false],
    ['', '', true],
    ['\ud83c\udfd77', '\ud83c\udfd7#', true],
    ['\ud83c\udfd8', '##', false],
    ['AA', 'A#', false],
    ['##', '##', false],
  ])('%s as %s: %s', (text, mask, fits) => {
    expect(listCodes({ mask }, text)).toEqual(fits ? [] : ['mask_mismatch']);
  });
});

describe('the rule of a field', () => {
  it.each([
    ['no rule', {}, 'anything', []],
    ['exactly the longest', { maxLength: 5 }, '12345', []],
    ['one too long', { maxLength: 5 }, '123456', ['too_long']],
    ['an emoji is two characters', { maxLength: 1 }, '\ud83c\udfd7', ['too_long']],
    ['digits', { numeric: true }, '0012', []],
    ['a minus', { numeric: true }, '-12', ['not_numeric']],
    ['a decimal point', { numeric: true }, '1.5', ['not_numeric']],
    ['digits of another script', { numeric: true }, '\u0661', ['not_numeric']],
    ['a forbidden character', { forbidden: '&"' }, 'a & b', ['not_allowed_characters']],
    ['none that is forbidden', { forbidden: '&"' }, 'a + b', []],
    ['a forbidden emoji, not its half', { forbidden: '\ud83c\udfd7' }, '\ud83c\udfd8', []],
    ['a mask', { mask: 'A##' }, 'B12', []],
    ['not the mask', { mask: 'A##' }, '12B', ['mask_mismatch']],
    [
      'all at once',
      { maxLength: 2, numeric: true, forbidden: 'x', mask: '#' },
      'xyz',
      [...['too_long', 'not_numeric', 'not_allowed_characters', 'mask_mismatch']],
    ],
  ] satisfies [string, FieldRule, string, string[]][])('%s', (_what, rule, value, codes) => {
    expect(listCodes(rule, value)).toEqual(codes);
  });

  it('says field, limit and actual length', () => {
    expect(checkProject(project, withRules({ fields: { name: { maxLength: 5 } } }))).toEqual([
      {
        code: 'too_long',
        severity: 'error',
        pointer: '/name',
        message: 'Ledger ERP allows at most 5 characters here, but this text has 16.',
      },
    ]);
  });

  it('names the characters that are not taken', () => {
    const [check] = checkProject(
      { ...project, name: 'a "b" & c' },
      withRules({ fields: { name: { forbidden: '&"\'' } } }),
    );
    expect(check?.message).toBe('Ledger ERP does not allow & " here.');
  });

  it.each(ruledFields)('%s can be required and is found by its pointer', (field) => {
    const bare: Project = {
      name: '',
      number: '',
      address: { line1: '', city: '', country: 'US' },
      currency: 'USD',
      costCodes: [{ code: '', name: '', costTypes: ['Labor'] }],
    };
    const pointer = `/${field.replace('costCodes.', 'costCodes//').replace('.', '/')}`;
    const rules = withRules({ fields: { [field]: { required: true } } });
    expect(checkProject(bare, rules)).toMatchObject([{ code: 'required', pointer }]);
    expect(checkProject(bare, withRules({ fields: { [field]: { maxLength: 1, numeric: true } } }))).toEqual([]);
  });

  it.each([
    ['address.line2', { address: { ...project.address, line2: 'long' } }],
    ['address.region', { address: { ...project.address, region: 'long' } }],
    ['address.postalCode', { address: { ...project.address, postalCode: 'long' } }],
    ['customer.code', { customer: { name: 'x', code: 'long' } }],
    ['type', { type: 'long' }],
    ['department', { department: 'long' }],
    ['description', { description: 'long' }],
    ['totalValue', { totalValue: '1000' }],
    ['startDate', { startDate: '2026-01-01' }],
    ['completionDate', { completionDate: '2028-01-01' }],
  ] as const)('%s is read from its place in the document', (field, changes) => {
    const rules = withRules({ fields: { [field]: { maxLength: 3 } } });
    const pointer = `/${field.replace('.', '/')}`;
    expect(checkProject({ ...project, ...changes }, rules)).toMatchObject([{ code: 'too_long', pointer }]);
  });
});

it('an identifier with letters of scripts that look alike is a warning, after all errors', () => {
  const [costCode] = project.costCodes;
  const mixed = {
    ...project,
    number: '\u0410-1042B',
    customer: { name: 'x', code: 'C-77' },
    costCodes: [{ ...costCode, code: '\u0421-A' }] as typeof project.costCodes,
    customFields: { '\u0391b': 'x' },
  };
  const found = checkProject(mixed, withRules({ fields: { name: { maxLength: 3 } } }));
  expect(found.map(({ code, severity, pointer }) => [code, severity, pointer])).toEqual([
    ['too_long', 'error', '/name'],
    ['mixed_scripts', 'warning', '/number'],
    ['mixed_scripts', 'warning', '/costCodes/\u0421-A/code'],
    ['mixed_scripts', 'warning', '/customFields/\u0391b'],
  ]);
  expect(hasErrors(found.slice(1))).toBe(false);
});

it.each([
  ['p-1042', []],
  ['\uff30\u20101042', []],
  ['P-1043', ['must_equal_project_number']],
])('job number %s beside project number P-1042 is compared as an identifier', (number, codes) => {
  const rules = withRules({ jobNumber: { required: true, equalsProjectNumber: true } });
  expect(checkJob({ number }, project, rules).map(({ code }) => code)).toEqual(codes);
});

describe('cost codes', () => {
  it('may be too many for the ERP', () => {
    expect(checkProject(project, withRules({ costCodes: { max: 2 } }))).toEqual([]);
    expect(checkProject(project, withRules({ costCodes: { max: 1 } }))).toMatchObject([
      {
        code: 'too_many',
        pointer: '/costCodes',
        message: 'Ledger ERP allows at most 1 cost codes, but this project has 2.',
      },
    ]);
  });

  it.each([
    ['03-100', []],
    ['03.100', []],
    ['03-100-1', []],
    ['03', ['too_few_tiers']],
    ['03-', ['too_few_tiers']],
    ['-100', ['too_few_tiers']],
    ['03/100', ['too_few_tiers']],
  ])('of two tiers: %s', (code, codes) => {
    const costCodes = [{ code, name: 'x', costTypes: ['Labor'] }];
    const found = checkProject({ ...project, costCodes }, withRules({ costCodes: { minTiers: 2 } }));
    expect(found.map((check) => check.code)).toEqual(codes);
    if (found[0]) expect(found[0].pointer).toBe(toPointer('costCodes', code, 'code'));
  });

  it('each is found by its code, which stays when its place changes', () => {
    const rules = withRules({ fields: { 'costCodes.code': { maxLength: 3 }, 'costCodes.name': { maxLength: 8 } } });
    expect(checkProject(project, rules).map(({ pointer }) => pointer)).toEqual([
      ...['/costCodes/03-100/code', '/costCodes/05-120/code', '/costCodes/05-120/name'],
    ]);
  });
});

describe('the job', () => {
  it.each([
    ['required and given', { required: true }, { number: '7' }, []],
    ['required and missing', { required: true }, {}, ['required /job/number']],
    ['not known to this ERP and left out', { required: false }, {}, []],
    ['not known to this ERP, but given', { required: false }, { number: '7' }, ['no_job_number /job/number']],
    ['too long', { required: true, maxLength: 2 }, { number: '123' }, ['too_long /job/number']],
    ['not as the mask', { required: true, mask: '##' }, { number: '7' }, ['mask_mismatch /job/number']],
    ['equal to the project number', { required: true, equalsProjectNumber: true }, { number: 'P-1042' }, []],
    [
      'another than the project number',
      { required: true, equalsProjectNumber: true },
      { number: '7' },
      ['must_equal_project_number /job/number'],
    ],
  ])('number %s', (_what, jobNumber, job, expected) => {
    const found = checkJob(job, project, withRules({ jobNumber }));
    expect(found.map(({ code, pointer }) => `${code} ${pointer ?? ''}`)).toEqual(expected);
  });

  const field = (changes: Partial<AcceptField>): AcceptField => ({
    key: 'a/b~c',
    label: 'Field',
    type: 'text',
    required: true,
    ...changes,
  });

  it.each([
    ['required and missing', field({}), {}, ['required']],
    ['optional and missing', field({ required: false }), {}, []],
    ['a text too long', field({ maxLength: 2 }), { 'a/b~c': 'abc' }, ['too_long']],
    ['a choice', field({ type: 'choice', choices: ['03', '05'] }), { 'a/b~c': '05' }, []],
    ['not one of the choices', field({ type: 'choice', choices: ['03', '05'] }), { 'a/b~c': '5' }, ['not_a_choice']],
    ['a choice without choices', field({ type: 'choice' }), { 'a/b~c': '5' }, ['not_a_choice']],
    ['a number', field({ type: 'number' }), { 'a/b~c': '-1.50' }, []],
    ['no number', field({ type: 'number' }), { 'a/b~c': '1e5' }, ['not_numeric']],
    ['a date', field({ type: 'date' }), { 'a/b~c': '2028-02-29' }, []],
    ['a date as people write it', field({ type: 'date' }), { 'a/b~c': '1.3.2026' }, ['mask_mismatch']],
    ['a day that does not exist', field({ type: 'date' }), { 'a/b~c': '2026-02-30' }, ['mask_mismatch']],
    ['a month that does not exist', field({ type: 'date' }), { 'a/b~c': '2026-13-01' }, ['mask_mismatch']],
  ] satisfies [string, AcceptField, Record<string, string>, string[]][])(
    'field %s',
    (_what, acceptField, fields, codes) => {
      const found = checkJob({ number: '7', fields }, project, withRules({}, [acceptField]));
      expect(found.map(({ code }) => code)).toEqual(codes);
      for (const { pointer } of found) expect(pointer).toBe('/job/fields/a~1b~0c');
    },
  );

  it('field that the ERP does not know is named, also where the language knows it', () => {
    const fields = { 'x/y': '1', constructor: '2', toString: '3' };
    const found = checkJob({ number: '7', fields }, project, withRules({}, [field({ required: false })]));
    expect(found.map(({ code, pointer }) => `${code} ${pointer ?? ''}`)).toEqual([
      ...[
        'unknown_field /job/fields/x~1y',
        'unknown_field /job/fields/constructor',
        'unknown_field /job/fields/toString',
      ],
    ]);
    expect(found[0]?.message).toBe('Ledger ERP does not have this field. Its fields: a/b~c.');
    const required = checkJob({ number: '7', fields: {} }, project, withRules({}, [field({ key: 'constructor' })]));
    expect(required.map(({ code }) => code)).toEqual(['required']);
  });
});

describe('the findings a submission carries', () => {
  const finding = (message: string) => ({ code: 'too_long', severity: 'error', message }) as const;
  const many = (count: number, message = 'x') => Array.from({ length: count }, () => finding(message));

  it('are 200 and then a count', () => {
    expect(boundChecks(many(200))).toHaveLength(200);
    expect(boundChecks(many(205)).slice(199)).toEqual([finding('x'), { omitted: 5 }]);
  });

  it('have short messages and few bytes', () => {
    expect(boundChecks(many(1, 'm'.repeat(501)))).toEqual([finding(`${'m'.repeat(499)}…`)]);
    const bounded = boundChecks(many(200, '漢'.repeat(500)));
    expect(Buffer.byteLength(JSON.stringify(bounded))).toBeLessThan(limits.checksBytes + 1_000);
    expect(bounded.at(-1)).toHaveProperty('omitted');
  });

  it('stand in the way only as errors', () => {
    expect(hasErrors(many(1))).toBe(true);
    expect(hasErrors([{ code: 'too_long', severity: 'warning', message: 'x' }])).toBe(false);
    expect(hasErrors([])).toBe(false);
  });
});
