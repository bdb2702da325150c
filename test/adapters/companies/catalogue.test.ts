import { catalogue, erpIds, type ErpId } from '../../../adapters/companies/catalogue';
import { certainties } from '../../../workflows/contract/codes';
import type { Direction } from '../../../workflows/contract/codes';
import { Integration } from '../../../workflows/contract/rules';
import { companyWith, removeCompaniesFolders } from '../../support/companies-folder';

afterAll(removeCompaniesFolders);

const address = (line: number, city: number, region: number, postalCode: number, extra = {}) => ({
  'address.line1': { maxLength: line, ...extra },
  'address.line2': { maxLength: line, ...extra },
  'address.city': { maxLength: city, ...extra },
  'address.region': { maxLength: region, ...extra },
  'address.postalCode': { maxLength: postalCode, ...extra },
});
const noComma = { forbidden: ',' };
const addressWithoutComma = {
  'address.line1': noComma,
  'address.line2': noComma,
  'address.city': noComma,
  'address.region': noComma,
  'address.postalCode': noComma,
};

interface Row {
  readonly direction: Direction;
  readonly fields?: object;
  readonly jobNumber?: object;
  readonly costCodes?: object;
  /** Rules that stand beside those of fields. */
  readonly beside?: object;
  /** Accept fields in order; `!` marks a required one. */
  readonly accept?: string;
}

/** What each ERP takes. A job number is required and free of other rules unless said. */
const table: Record<ErpId, Row> = {
  'sage-300-cre': {
    direction: 'both',
    fields: { name: { maxLength: 30 } },
    costCodes: { delimiters: '/-.', minTiers: 2, oneDelimiter: true },
  },
  'sage-100-contractor': {
    direction: 'both',
    fields: { name: { maxLength: 75 }, ...address(50, 50, 2, 10) },
    jobNumber: { required: true, numeric: true },
  },
  'sage-intacct': {
    direction: 'both',
    fields: { name: { maxLength: 200 } },
    jobNumber: { required: true, maxLength: 20 },
    costCodes: { delimiters: '-./ ', minTiers: 2, oneDelimiter: true, uniqueNames: true },
  },
  'sage-50': {
    direction: 'export_only',
    fields: { name: { maxLength: 30 }, ...address(30, 20, 2, 12) },
    jobNumber: { required: true, maxLength: 20 },
  },
  vista: {
    direction: 'both',
    fields: { name: { maxLength: 60 }, ...address(60, 30, 2, 12, noComma) },
    jobNumber: { required: true, maxLength: 10 },
    accept: 'contract department',
  },
  spectrum: {
    direction: 'both',
    fields: { name: { maxLength: 25 }, ...address(30, 25, 2, 10) },
    jobNumber: { required: true, maxLength: 10 },
    accept: 'template! customer division',
  },
  'quickbooks-desktop': {
    direction: 'both',
    fields: { name: { maxLength: 41 }, ...addressWithoutComma },
    jobNumber: { required: false },
    beside: { uniqueBy: 'name', levelSeparators: ':' },
    accept: 'customer',
  },
  'quickbooks-online': { direction: 'import_only', jobNumber: { required: false } },
  acumatica: { direction: 'both', fields: { name: { maxLength: 30 } }, accept: 'template' },
  netsuite: { direction: 'both', costCodes: { delimiters: '-./ ', minTiers: 2 }, accept: 'subsidiary' },
  xero: {
    direction: 'both',
    fields: { name: { maxLength: 100 }, 'costCodes.code': { maxLength: 30 } },
    costCodes: { max: 4_000 },
  },
  yardi: { direction: 'link_only', jobNumber: { required: true, maxLength: 16, equalsProjectNumber: true } },
  mri: { direction: 'both' },
  cmic: { direction: 'both', accept: 'company' },
  workday: { direction: 'both', costCodes: { delimiters: '-./ ', minTiers: 2 } },
  'business-central': {
    direction: 'export_only',
    fields: { name: { maxLength: 100 } },
    jobNumber: { required: true, maxLength: 20 },
    accept: 'billToCustomer',
  },
  tryton: {
    direction: 'both',
    fields: { name: { forbidden: '\\' }, 'customer.name': { required: true } },
    accept: 'customer',
  },
};
const rows = Object.entries(table);

const written = {
  'file-drop': 'adapter: file-drop, directory: erp',
  tryton: 'adapter: tryton, url: "https://erp.example.com", database: erp, keyVariable: TRYTON_KEY',
  none: 'adapter: none',
} as const;
const isErpId = (id: string): id is ErpId => Object.hasOwn(table, id);
const catalogueEntry = (id: string) => {
  if (!isErpId(id)) throw new Error(`${id} is not in the table`);
  return catalogue[id];
};
const companyFor = (id: string) => {
  const [adapter] = catalogueEntry(id).adapters;
  return companyWith(`{ erp: ${id}, ${written[adapter ?? 'none']} }`);
};

test('the catalogue holds seventeen ERPs', () => {
  expect(erpIds).toEqual(Object.keys(table).sort());
  expect(erpIds).toHaveLength(17);
});

describe.each(rows)(
  '%s',
  (id, { direction, fields = {}, jobNumber = { required: true }, costCodes = {}, beside = {}, accept = '' }) => {
    const company = companyFor(id);
    const { integration } = company;

    test('makes a company whose integration fits the contract', () => {
      expect(Integration.parse(integration)).toEqual(integration);
      expect(integration.erp).toBe(id);
    });

    test('takes what the table says', () => {
      expect(integration.direction).toBe(direction);
      expect(integration.rules).toStrictEqual({ fields, jobNumber, costCodes, ...beside });
      const asked = integration.acceptFields.map(({ key, required }) => `${key}${required ? '!' : ''}`);
      expect(asked.join(' ')).toBe(accept);
    });

    test('has source and certainty for every rule, and no figure without a rule', () => {
      const rules = new Map<string, unknown>([['direction', integration.direction]]);
      for (const [rule, value] of Object.entries(beside)) rules.set(rule, value);
      const members = (path: string, rule: object) => {
        for (const [member, value] of Object.entries(rule)) rules.set(`${path}.${member}`, value);
      };
      for (const [field, rule] of Object.entries(integration.rules.fields)) members(field, rule);
      members('jobNumber', integration.rules.jobNumber);
      members('costCodes', integration.rules.costCodes);
      for (const { key, required, maxLength } of integration.acceptFields) {
        members(`acceptFields.${key}`, maxLength === undefined ? { required } : { required, maxLength });
      }
      expect(new Map(company.figures.map(({ rule, value }) => [rule, value]))).toEqual(rules);
      expect(company.figures).toHaveLength(rules.size);
      for (const { source, certainty } of company.figures) {
        expect(source).toMatch(/\w{3}/);
        expect(certainties).toContain(certainty);
        expect(certainty).not.toBe('company');
      }
    });

    test('says what must stand ready before the first export', () => {
      expect(company.prerequisites.length).toBeGreaterThan(0);
      for (const sentence of company.prerequisites) expect(sentence).toMatch(/^[A-Z].*\.$/);
    });

    test('takes projects, or says in two sentences why not and what to do', () => {
      const takes = direction === 'both' || direction === 'export_only';
      expect(company.takesProjects).toBe(takes);
      expect(company.connection.adapter).toBe(takes ? catalogueEntry(id).adapters[0] : 'none');
      expect(integration.supportsPreflight ?? false).toBe(id === 'tryton' || id === 'quickbooks-desktop');
      if (takes) expect(company).not.toHaveProperty('notSupported');
      else {
        expect(company.notSupported?.message).toMatch(new RegExp(`^${integration.erpName} takes no .*\\.$`));
        expect(company.notSupported?.remedy).toMatch(/^[A-Z].*\.$/);
      }
    });
  },
);

describe('the certainty of a figure is told as it is', () => {
  const readCertainty = (id: string, rule: string) =>
    companyFor(id).figures.find((figure) => figure.rule === rule)?.certainty;

  test.each([
    ['vista', 'jobNumber.maxLength', 'read'],
    ['vista', 'address.line1.forbidden', 'read'],
    ['vista', 'name.maxLength', 'second_hand'],
    ['spectrum', 'name.maxLength', 'read'],
    ['sage-intacct', 'name.maxLength', 'second_hand'],
    ['sage-intacct', 'jobNumber.maxLength', 'known'],
    ['sage-300-cre', 'name.maxLength', 'known'],
    ['sage-100-contractor', 'jobNumber.numeric', 'second_hand'],
    ['sage-intacct', 'costCodes.uniqueNames', 'second_hand'],
    ['sage-300-cre', 'costCodes.oneDelimiter', 'known'],
    ['netsuite', 'costCodes.delimiters', 'known'],
    ['quickbooks-desktop', 'uniqueBy', 'read'],
    ['quickbooks-desktop', 'levelSeparators', 'second_hand'],
    ['xero', 'name.maxLength', 'known'],
    ['business-central', 'direction', 'known'],
    ['quickbooks-online', 'direction', 'read'],
    ['yardi', 'direction', 'read'],
  ])('%s %s is %s', (id, rule, certainty) => {
    expect(readCertainty(id, rule)).toBe(certainty);
  });
});

test('QuickBooks Online and Yardi tell their users where to begin instead', () => {
  expect(companyFor('quickbooks-online').notSupported?.remedy).toBe('Add the job in QuickBooks Online and import it.');
  expect(companyFor('yardi').notSupported?.remedy).toMatch(/^Create the job in Yardi first/);
});
