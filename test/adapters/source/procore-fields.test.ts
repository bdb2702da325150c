/** Procore's fields as ours, and every field that does not fit named in Procore's words. */
import type { Labels } from '../../../adapters/source/procore/custom-fields';
import { bookable, toProject } from '../../../adapters/source/procore/fields';
import { ProcoreCostCodes, ProcoreProject } from '../../../adapters/source/procore/shapes';
import { costCode, labor, material, procoreCostCodes, procoreProject } from '../../support/procore/fixtures';

const mapped = (changes: object = {}, costCodes: readonly unknown[] = procoreCostCodes, labels: Labels = new Map()) =>
  toProject({
    project: ProcoreProject.parse({ ...procoreProject, ...changes }),
    costCodes: bookable(ProcoreCostCodes.parse(costCodes)),
    currency: 'USD',
    labels,
  });

const makeDocument = (changes: object = {}, costCodes: readonly unknown[] = procoreCostCodes): object => {
  const result = mapped(changes, costCodes);
  if ('misfits' in result) throw new Error(JSON.stringify(result.misfits));
  return result.project;
};

test('a project with its cost codes becomes a project document', () => {
  expect(makeDocument()).toEqual({
    name: 'Riverside Clinic',
    number: 'P-1042',
    address: { line1: '12 Mill Lane', city: 'Dayton', region: 'OH', postalCode: '45402', country: 'US' },
    startDate: '2026-03-01',
    completionDate: '2027-06-30',
    currency: 'USD',
    totalValue: '4250000.00',
    type: 'Healthcare',
    department: 'Commercial',
    description: 'Outpatient clinic\non two levels.',
    costCodes: [
      { code: '03-100', name: 'Concrete forming', costTypes: ['Labor', 'Material'] },
      { code: '03-300', name: 'Cast-in-place concrete', costTypes: ['Material'] },
    ],
  });
});

const fields: [what: string, changes: object, ours: object][] = [
  [
    'a street of two lines',
    { address: '12 Mill Lane\nSuite 4' },
    { address: { line1: '12 Mill Lane', line2: 'Suite 4' } },
  ],
  ['a street of three lines', { address: 'A\r\nB\r\n C ' }, { address: { line1: 'A', line2: 'B, C' } }],
  ['a country in small letters', { country_code: 'us' }, { address: { country: 'US' } }],
  ['blanks around and within', { name: '  Riverside \t Clinic ' }, { name: 'Riverside Clinic' }],
  [
    'a number where a text is documented',
    { project_number: 1042, zip: 45402 },
    { number: '1042', address: { postalCode: '45402' } },
  ],
  ['money as a number', { total_value: 1500.5 }, { totalValue: '1500.50' }],
  ['money with more places than the currency has', { total_value: '12.345' }, { totalValue: '12.35' }],
  ['money that was calculated', { total_value: 0.30000000000000004 }, { totalValue: '0.30' }],
  ['money that was calculated, as text', { total_value: '4249999.9999999995' }, { totalValue: '4250000.00' }],
  ['money next to nothing', { total_value: 5.551115123125783e-17 }, { totalValue: '0.00' }],
  [
    'a description of rich text',
    { description: '<p>Two&nbsp;floors &amp; roof</p><ul><li>A &lt; B</li><li>Caf&eacute;</li></ul>' },
    { description: 'Two floors & roof\n\n- A < B\n- Caf\u00e9' },
  ],
  ['a description of plain text', { description: 'R&D, a < b > c\r\nnext' }, { description: 'R&D, a < b > c\nnext' }],
  [
    'a custom field of rich text',
    { custom_fields: { custom_field_5: { data_type: 'rich_text', value: '<p>one</p><p>two</p>' } } },
    { customFields: { custom_field_5: 'one two' } },
  ],
  ['money without places', { total_value: '0012' }, { totalValue: '12.00' }],
  [
    'several departments',
    {
      departments: [
        { id: 1, name: 'A' },
        { id: 2, name: 'B' },
      ],
    },
    { department: 'A, B' },
  ],
  [
    'the number of accounting',
    { accounting_project_number: '24-017' },
    { customFields: { accounting_project_number: '24-017' } },
  ],
  [
    'a custom text',
    { custom_fields: { custom_field_5: { data_type: 'string', value: 'north' } } },
    { customFields: { custom_field_5: 'north' } },
  ],
  [
    'a custom number',
    { custom_fields: { custom_field_5: { data_type: 'decimal', value: 2.2 } } },
    { customFields: { custom_field_5: '2.2' } },
  ],
  [
    'a custom yes or no',
    { custom_fields: { custom_field_5: { data_type: 'boolean', value: false } } },
    { customFields: { custom_field_5: 'false' } },
  ],
  [
    'a custom choice',
    { custom_fields: { custom_field_5: { data_type: 'lov_entry', value: { id: 1, label: 'Steel' } } } },
    { customFields: { custom_field_5: 'Steel' } },
  ],
  [
    'custom choices',
    { custom_fields: { custom_field_5: { data_type: 'lov_entries', value: [{ label: 'A' }, { label: 'B' }] } } },
    { customFields: { custom_field_5: 'A, B' } },
  ],
];

test.each(fields)('%s', (_, changes, ours) => {
  expect(makeDocument(changes)).toMatchObject(ours);
});

describe('custom fields', () => {
  const held = (...keys: number[]) => ({
    custom_fields: Object.fromEntries(keys.map((key) => [`custom_field_${key}`, { value: `v${key}` }])),
  });
  const named = (changes: object, labels: Labels): unknown => {
    const result = mapped(changes, procoreCostCodes, labels);
    return 'project' in result ? result.project.customFields : result.misfits;
  };

  test('are called by their labels', () => {
    const labels = new Map([
      [5, ' Sales  region '],
      [6, 'B\u00fcro'],
    ]);
    expect(named(held(5, 6, 7), labels)).toEqual({ 'Sales region': 'v5', 'B\u00fcro': 'v6', custom_field_7: 'v7' });
  });

  test('of which two have the same label have their keys beside it: none is lost', () => {
    const labels = new Map([
      [5, 'Phase'],
      [6, 'PHASE'],
      [7, 'accounting_project_number'],
    ]);
    expect(named({ ...held(5, 6, 7), accounting_project_number: '24' }, labels)).toEqual({
      accounting_project_number: '24',
      'Phase (custom_field_5)': 'v5',
      'PHASE (custom_field_6)': 'v6',
      'accounting_project_number (custom_field_7)': 'v7',
    });
  });

  test('whose label no key can be keep the key of Procore', () => {
    const labels = new Map([
      [5, '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
      [6, 'x'.repeat(201)],
      [7, '\u200b'],
    ]);
    expect(named(held(5, 6, 7), labels)).toEqual({ custom_field_5: 'v5', custom_field_6: 'v6', custom_field_7: 'v7' });
  });
});

const leftOut: [what: string, changes: object, member: string][] = [
  ['an empty description', { description: '' }, 'description'],
  ['no value', { total_value: null }, 'totalValue'],
  ['no type', { project_type: null }, 'type'],
  ['no department', { departments: [] }, 'department'],
  ['a custom field that holds nothing', { custom_fields: { custom_field_5: { value: null } } }, 'customFields'],
];

test.each(leftOut)('%s is left out', (_, changes, member) => {
  expect(makeDocument(changes)).not.toHaveProperty(member);
});

describe('of the cost codes', () => {
  const listCodes = (costCodes: readonly unknown[]): unknown =>
    'costCodes' in makeDocument({}, costCodes) && Reflect.get(makeDocument({}, costCodes), 'costCodes');
  const one = costCode(11, '03-100', 'Forming');
  const only = [{ code: '03-100', name: 'Forming', costTypes: ['Labor'] }];

  test('a heading without cost types is left out', () => {
    const heading = costCode(10, '03', 'Concrete', { line_item_types: [] });
    expect(listCodes([heading, { ...one, parent: { id: 10 } }])).toEqual(only);
  });

  test('a heading that can be booked on is taken', () => {
    expect(listCodes([costCode(10, '03', 'Concrete'), { ...one, parent: { id: 10 } }])).toHaveLength(2);
  });

  test('what is deleted, or belongs to a sub job, is left out', () => {
    const gone = costCode(12, '03-200', 'Gone', { deleted_at: '2026-02-02T00:00:00Z' });
    const ofSubJob = costCode(13, '03-100', 'Forming', { biller_type: 'SubJob' });
    expect(listCodes([one, gone, ofSubJob])).toEqual(only);
  });

  test('a cost type without a name goes by its code, and none comes twice', () => {
    const types = [{ id: 9, name: null, code: 'X' }, labor, labor, material];
    expect(listCodes([{ ...one, line_item_types: types }])).toMatchObject([{ costTypes: ['X', 'Labor', 'Material'] }]);
  });
});

const codes = (changes: object) => [costCode(12, '03-300', 'Cast in place', changes)];
const misfits: [
  what: string,
  changes: object,
  costCodes: readonly unknown[] | undefined,
  pointer: string,
  code: string,
  message: string,
][] = [
  [
    'no number',
    { project_number: null },
    undefined,
    '/number',
    'required',
    'project_number in Procore is empty and must be filled in.',
  ],
  [
    'a number of blanks',
    { project_number: ' ' },
    undefined,
    '/number',
    'required',
    'project_number in Procore is empty and must be filled in.',
  ],
  [
    'no street',
    { address: '' },
    undefined,
    '/address/line1',
    'required',
    'address in Procore is empty and must be filled in.',
  ],
  [
    'no city',
    { city: null },
    undefined,
    '/address/city',
    'required',
    'city in Procore is empty and must be filled in.',
  ],
  [
    'no country',
    { country_code: null },
    undefined,
    '/address/country',
    'required',
    'country_code in Procore is empty and must be filled in.',
  ],
  [
    'a country that is none',
    { country_code: 'UK' },
    undefined,
    '/address/country',
    'invalid',
    'country_code in Procore is not valid: must be an ISO 3166-1 alpha-2 country code such as "US".',
  ],
  [
    'an end before the start',
    { completion_date: '2025-01-01' },
    undefined,
    '/completionDate',
    'invalid',
    'completion_date in Procore is not valid: must not be before startDate.',
  ],
  [
    'a date that is none',
    { start_date: '2026-02-30' },
    undefined,
    '/startDate',
    'invalid',
    'start_date in Procore is not valid: must be a date such as "2026-03-01".',
  ],
  [
    'a value below nothing',
    { total_value: '-5.0' },
    undefined,
    '/totalValue',
    'invalid',
    'total_value in Procore is not valid: must be a decimal string such as "125000.00".',
  ],
  ['no cost code', {}, [], '/costCodes', 'required', 'cost_codes in Procore is empty and must be filled in.'],
  [
    'a cost code without cost types',
    {},
    codes({ line_item_types: [] }),
    '/costCodes/03-300/costTypes',
    'required',
    'line_item_types of cost code 03-300 (id 12) in Procore is empty and must be filled in.',
  ],
  [
    'a cost code without a name',
    {},
    codes({ name: null }),
    '/costCodes/03-300/name',
    'required',
    'name of cost code 03-300 (id 12) in Procore is empty and must be filled in.',
  ],
  [
    'a code twice',
    {},
    [...codes({}), costCode(13, '03-300', 'Again')],
    '/costCodes/03-300/code',
    'invalid',
    'full_code of cost code 03-300 (id 13) in Procore is not valid: is the same code as cost code 1 of the list.',
  ],
  [
    'a project that is not active',
    { active: false },
    undefined,
    '',
    'not_exportable',
    'active is false: only an active project is exported.',
  ],
  [
    'a template',
    { template: true },
    undefined,
    '',
    'not_exportable',
    'template is true: it is a template, not a project.',
  ],
];

test.each(misfits)('%s is named', (_, changes, costCodes, pointer, code, message) => {
  expect(mapped(changes, costCodes)).toEqual({ misfits: [{ pointer, code, message }] });
});

test('everything that does not fit is named at once', () => {
  expect(mapped({ project_number: null, city: null, active: false }, codes({ line_item_types: [] }))).toMatchObject({
    misfits: { length: 4 },
  });
});
