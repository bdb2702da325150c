import { checkJob, checkProject } from '../../../workflows/domain/rules';
import { Integration } from '../../../workflows/contract/rules';
import garage from '../../../examples/harbour-street-garage.json';
import { companyWith, CompaniesFolder, removeCompaniesFolders } from '../../support/companies-folder';

afterAll(removeCompaniesFolders);

const vista = (rules: string) => companyWith('{ erp: vista, adapter: file-drop, directory: erp }', rules);
const codes = (checks: readonly { code: string; pointer?: string | undefined }[]) =>
  checks.map(({ code, pointer }) => `${code} ${pointer ?? ''}`);

describe("a company's own rules stand over the catalogue's", () => {
  test('one rule of a field replaces one figure and leaves the others', () => {
    const { rules } = vista('{ fields: { name: { maxLength: 30 }, address.city: { required: true } } }').integration;
    expect(rules.fields.name).toEqual({ maxLength: 30 });
    expect(rules.fields['address.city']).toEqual({ required: true, maxLength: 30, forbidden: ',' });
    expect(rules.fields['address.line1']).toEqual({ maxLength: 60, forbidden: ',' });
  });

  test('a field the catalogue is silent about gets its first rule', () => {
    const { rules } = vista('{ fields: { department: { required: true } } }').integration;
    expect(rules.fields.department).toEqual({ required: true });
  });

  test('a mask joins the length of the job number', () => {
    const company = vista('{ jobNumber: { mask: "##-###" } }');
    expect(company.integration.rules.jobNumber).toEqual({ required: true, maxLength: 10, mask: '##-###' });
    expect(Integration.parse(company.integration)).toEqual(company.integration);
  });

  test('cost codes can be limited', () => {
    const { rules } = vista('{ costCodes: { max: 500, minTiers: 2 } }').integration;
    expect(rules.costCodes).toEqual({ max: 500, minTiers: 2 });
  });

  test('cost codes can be held to delimiters and unique names, and the name of a job to be unique', () => {
    const costCodes = '{ delimiters: "-/", minTiers: 2, oneDelimiter: true, uniqueNames: true }';
    const { integration } = vista(
      `{ costCodes: ${costCodes}, uniqueBy: name, levelSeparators: ":", budgetsEqualTotal: true }`,
    );
    expect(integration.rules).toMatchObject({
      costCodes: { delimiters: '-/', minTiers: 2, oneDelimiter: true, uniqueNames: true },
      uniqueBy: 'name',
      levelSeparators: ':',
      budgetsEqualTotal: true,
    });
    expect(integration.supportsPreflight).toBe(true);
    expect(vista('{}').integration.supportsPreflight).toBeUndefined();
  });

  test('a company whose ERP numbers jobs by itself has no rules for the number', () => {
    expect(vista('{ jobNumber: { required: false } }').integration.rules.jobNumber).toEqual({ required: false });
  });

  test('an ERP without job numbers can be given one', () => {
    const integration = '{ erp: quickbooks-desktop, adapter: file-drop, directory: erp }';
    const { rules } = companyWith(
      integration,
      '{ jobNumber: { required: true, equalsProjectNumber: true } }',
    ).integration;
    expect(rules.jobNumber).toEqual({ required: true, equalsProjectNumber: true });
  });

  test('a figure of its own says so, and the figure it replaces is gone', () => {
    const { figures } = vista('{ fields: { name: { maxLength: 30 } }, jobNumber: { mask: "##-###" } }');
    const shown = figures.filter(({ rule }) => rule === 'name.maxLength' || rule === 'jobNumber.mask');
    expect(shown).toEqual([
      { rule: 'name.maxLength', value: 30, source: 'companies.yaml', certainty: 'company' },
      { rule: 'jobNumber.mask', value: '##-###', source: 'companies.yaml', certainty: 'company' },
    ]);
  });

  test('another company with the same ERP keeps the catalogue', () => {
    vista('{ fields: { name: { maxLength: 30 } } }');
    expect(vista('{}').integration.rules.fields.name).toEqual({ maxLength: 60 });
  });
});

describe('a rule that cannot be meant so is said with its place and what to write', () => {
  const readComplaint = (rules: string): string => {
    const company = `{ name: Acme, integration: { erp: vista, adapter: file-drop, directory: erp }, rules: ${rules}, policy: { rawSignals: all } }`;
    return new CompaniesFolder(`companies:\n  acme: ${company}\n`).complaint();
  };

  test.each([
    [
      '{ costCodes: { delimiters: "-x" } }',
      'costCodes.delimiters (line 2) contains "x", which cannot be a separator. Write characters such as "-", "." or "/".',
    ],
    [
      '{ costCodes: { delimiters: 1 } }',
      'costCodes.delimiters (line 2) is not valid (1). Write the characters in quotes, such as "-./ " (a space is allowed too).',
    ],
    ['{ uniqueBy: number }', 'uniqueBy (line 2) is not valid ("number"). Write "name", or remove it.'],
    [
      '{ levelSeparators: ":" }',
      'levelSeparators (line 2) has no effect without uniqueBy. Write "uniqueBy: name" beside it, or remove it.',
    ],
  ])('%s', (rules, complaint) => {
    expect(readComplaint(rules)).toContain(`  companies.acme.rules.${complaint}`);
  });
});

describe('a mask decides which job numbers are taken', () => {
  const { integration } = companyWith(
    '{ erp: sage-300-cre, adapter: file-drop, directory: erp }',
    '{ jobNumber: { mask: "##-###.AA" } }',
  );

  test.each(['24-017.NE', '00-000.az'])('%s fits ##-###.AA', (number) => {
    expect(checkJob({ number }, garage, integration)).toEqual([]);
  });

  test.each(['24-017', '24-017.N1', '2A-017.NE', '24_017.NE', '24-017.NEX', ' 24-017.NE'])(
    '%s is not valid ##-###.AA',
    (number) => {
      expect(codes(checkJob({ number }, garage, integration))).toEqual(['mask_mismatch /job/number']);
    },
  );
});

test('the rules of an ERP find what it would refuse', () => {
  const { integration } = vista('{ fields: { name: { maxLength: 20 } } }');
  const project = { ...garage, address: { ...garage.address, line2: 'Lot 3, rear', region: 'Maine' } };
  expect(codes(checkProject(project, integration))).toEqual([
    'too_long /name',
    'not_allowed_characters /address/line2',
    'too_long /address/region',
  ]);
});
