import { fc } from '../support/fast-check';
import { limits } from '../../workflows/contract/limits';
import { Project } from '../../workflows/contract/project';
import { project, wholeProject } from '../support/domain/fixtures';
import { listIssues } from '../support/domain/issues';
import { listPaths, withValueAt } from '../support/domain/paths';

const json = (text: string): object => JSON.parse(text) as object;
const costCode = { code: '03-100', name: 'Concrete', costTypes: ['Labor'] };
const codes = (count: number) => Array.from({ length: count }, (_, n) => ({ ...costCode, code: `c${n}` }));

/** The good project with one member set; `undefined` takes it out. */
const withAt = (path: string, value: unknown): unknown =>
  JSON.parse(JSON.stringify(withValueAt(project, path.split('.'), value)));

it('a project with every field is taken', () => {
  expect(Project.parse(wholeProject)).toEqual(wholeProject);
});

it('a project with no more than what is required is taken', () => {
  const bare = {
    name: 'A',
    number: '1',
    currency: 'EUR',
    costCodes: [costCode],
    address: { line1: 'B', city: 'C', country: 'DE' },
  };
  expect(Project.parse(bare)).toEqual(bare);
});

describe('texts', () => {
  it('are trimmed and composed', () => {
    const taken = Project.parse(withAt('name', '  Cafe\u0301 \n'));
    expect(taken.name).toBe('Caf\u00e9');
    expect(Project.parse(withAt('costCodes.0.costTypes', [' Labor '])).costCodes[0]?.costTypes).toEqual(['Labor']);
    expect(Project.parse(withAt('customFields', { ' key ': ' value ' })).customFields).toEqual({ key: 'value' });
  });

  it('of a description may have lines', () => {
    expect(Project.parse(withAt('description', ' one\n\ttwo\r\nthree ')).description).toBe('one\n\ttwo\r\nthree');
    expect(listIssues(Project, withAt('name', 'one\ntwo'))).toEqual(['/name: must not contain U+000A (a line break)']);
  });

  it.each(['number', 'customer.code', 'address.postalCode', 'costCodes.0.code', 'costCodes.0.costTypes.0'])(
    '%s is an identifier: it holds nothing unseen',
    (path) => {
      for (const bad of ['26\u200b-700', '26\u00ad700', '26-700\ufe0f', '\u2060', '\u2800']) {
        expect(listIssues(Project, withAt(path, bad))).toHaveLength(1);
      }
    },
  );

  it.each(['name', 'address.city', 'customer.name', 'costCodes.0.name', 'description'])(
    '%s is prose: scripts and emoji keep what they need',
    (path) => {
      for (const good of [
        '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
        '\u{1f468}\u200d\u{1f469}',
        '\u2764\ufe0f',
      ]) {
        expect(listIssues(Project, withAt(path, good))).toEqual([]);
      }
    },
  );

  const textFields = [
    ...['name', 'number', 'address.line1', 'address.line2', 'address.city', 'address.region', 'address.postalCode'],
    ...['customer.name', 'customer.code', 'type', 'department', 'description'],
    ...['costCodes.0.code', 'costCodes.0.name', 'costCodes.0.costTypes.0'],
  ];

  it.each(textFields)('%s must be a clean text, and is named when it is not', (path) => {
    const pointer = `/${path.replaceAll('.', '/')}: `;
    for (const bad of [
      '',
      ' \t ',
      'a\u0000b',
      'a\u202eb',
      'Caf\ufffd',
      '\u200b',
      '\u3164',
      'a\ud83d',
      5,
      true,
      null,
      [],
      {},
    ]) {
      const issues = listIssues(Project, withAt(path, bad));
      expect(issues.length).toBeGreaterThan(0);
      for (const issue of issues) expect(issue.startsWith(pointer)).toBe(true);
    }
    expect(listIssues(Project, withAt(path, 'Good \u6f22 \ud83c\udfd7'))).toEqual([]);
  });

  it.each([
    ['name', 200],
    ['number', 200],
    ['address.line1', 200],
    ['address.city', 200],
    ['address.postalCode', 40],
    ['customer.code', 200],
    ['description', 2_000],
    ['costCodes.0.code', 60],
    ['costCodes.0.name', 200],
    ['costCodes.0.costTypes.0', 60],
  ])('%s may have %i characters and no more', (path, max) => {
    expect(listIssues(Project, withAt(path, 'x'.repeat(max)))).toEqual([]);
    expect(listIssues(Project, withAt(path, ` ${'x'.repeat(max)} `))).toEqual([]);
    expect(listIssues(Project, withAt(path, 'x'.repeat(max + 1)))).toHaveLength(1);
  });
});

describe('what is missing or unknown', () => {
  it.each(['name', 'number', 'address', 'currency', 'costCodes', 'address.line1', 'address.city', 'address.country'])(
    '%s is required',
    (path) => {
      expect(listIssues(Project, withAt(path, undefined))[0]).toMatch(`/${path.replace('.', '/')}: `);
    },
  );

  it.each([
    ['', 'colour', '/: '],
    ['address.', 'street', '/address: '],
    ['customer.', 'vat', '/customer: '],
    ['costCodes.0.', 'price', '/costCodes/0: '],
  ])('an unknown key of /%s is named and refused', (prefix, key, pointer) => {
    expect(listIssues(Project, withAt(`${prefix}${key}`, 'x'))).toEqual([`${pointer}Unrecognized key: "${key}"`]);
  });

  it.each(['__proto__', 'constructor', 'toString'])('%s is an unknown key like any other', (key) => {
    const text = JSON.stringify(project).replace('{', `{"${key}":{"name":"x"},`);
    expect(listIssues(Project, json(text))).toEqual([`/: Unrecognized key: "${key}"`]);
  });

  it('__proto__ among the custom fields never becomes a field or a prototype', () => {
    const text = JSON.stringify(project).replace('{', '{"customFields":{"__proto__":"x","ok":"y"},');
    const parsed = Project.safeParse(json(text));
    if (parsed.success) expect(Object.entries(parsed.data.customFields ?? {})).toEqual([['ok', 'y']]);
    expect(Object.prototype).not.toHaveProperty('ok');
  });

  it.each([null, [], 'x', 5, true, undefined])('%p is no project', (value) => {
    expect(listIssues(Project, value)).toHaveLength(1);
  });
});

describe('money', () => {
  const bad = [
    ...['', ' ', 'NaN', '1e5', '0x10', 'Infinity', '-Infinity', '+1', '1.', '.5', '1,000.00', '1 000', '1_000', '$1'],
    ...['1.00000', '1234567890123456', '١٢', '--1', '1.2.3', ' 1', '1\n'],
  ];

  it.each(bad)('%p is no amount', (value) => {
    const message = 'must be a decimal string such as "125000.00"';
    expect(listIssues(Project, withAt('totalValue', value))).toEqual([`/totalValue: ${message}`]);
    expect(listIssues(Project, withAt('costCodes.0.budget', value))).toEqual([`/costCodes/0/budget: ${message}`]);
  });

  it.each([5, 1.5, null, true])('%p is no text', (value) => {
    expect(listIssues(Project, withAt('totalValue', value))).toEqual([
      '/totalValue: must be a decimal string such as "125000.00"',
    ]);
  });

  it.each(['0', '0.5', '125000.00', '999999999999999.9999'])('%p is an amount', (value) => {
    expect(listIssues(Project, withAt('totalValue', value))).toEqual([]);
    expect(listIssues(Project, withAt('costCodes.0.budget', value))).toEqual([]);
  });

  it('a budget may be negative, a total value may not', () => {
    expect(listIssues(Project, withAt('costCodes.0.budget', '-5.00'))).toEqual([]);
    expect(listIssues(Project, withAt('totalValue', '-5.00'))).toHaveLength(1);
  });
});

describe('dates', () => {
  it.each([
    '2026-02-30',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-3-1',
    '26-03-01',
    '01.03.2026',
    '2026-03-01T00:00:00Z',
    '',
    20260301,
  ])('%p is no date', (value) => {
    expect(listIssues(Project, withAt('startDate', value))).toContain(
      '/startDate: must be a date such as "2026-03-01"',
    );
  });

  it('the leap day of a leap year is one', () => {
    expect(listIssues(Project, withAt('startDate', '2024-02-29'))).toEqual([]);
  });

  it('are in order: a project may end on the day it starts, not before', () => {
    expect(listIssues(Project, withAt('completionDate', '2026-03-01'))).toEqual([]);
    expect(listIssues(Project, withAt('completionDate', '2026-02-28'))).toEqual([
      '/completionDate: must not be before startDate',
    ]);
    expect(listIssues(Project, withAt('startDate', undefined))).toEqual([]);
  });
});

describe('countries and currencies', () => {
  it.each(['US', 'DE', 'GB', 'TW', 'AX', 'BQ', ' US '])('%p is a country', (value) => {
    expect(listIssues(Project, withAt('address.country', value))).toEqual([]);
  });

  it.each(['XX', 'UK', 'EU', 'SU', 'YU', 'DD', 'AN', 'XK', 'ZZ', 'us', 'USA', 'U', '', '__', '12'])(
    '%p is none',
    (value) => {
      expect(listIssues(Project, withAt('address.country', value))).toEqual([
        '/address/country: must be an ISO 3166-1 alpha-2 country code such as "US"',
      ]);
    },
  );

  it('there are 249 countries', () => {
    const letters = Array.from({ length: 26 }, (_, n) => String.fromCharCode(65 + n));
    const pairs = letters.flatMap((a) => letters.map((b) => `${a}${b}`));
    const { country } = Project.shape.address.shape;
    expect(pairs.filter((pair) => country.safeParse(pair).success)).toHaveLength(249);
  });

  it.each(['USD', 'EUR', 'CHF', 'JPY', 'VED', 'SLE', 'XCG', 'CLF'])('%p is a currency', (value) => {
    expect(listIssues(Project, withAt('currency', value))).toEqual([]);
  });

  it.each(['ABC', 'usd', 'US', '$', '', 'DEM', 'HRK', 'SLL', 'BGN', 'ANG', 'XAU', 'XXX', 'XTS'])(
    '%p is none',
    (value) => {
      expect(listIssues(Project, withAt('currency', value))).toEqual([
        '/currency: must be an ISO 4217 currency code such as "USD"',
      ]);
    },
  );
});

describe('cost codes', () => {
  it('are at least one and at most 2,000', () => {
    expect(listIssues(Project, withAt('costCodes', []))).toEqual(['/costCodes: needs at least one cost code']);
    expect(listIssues(Project, withAt('costCodes', codes(2_000)))).toEqual([]);
    expect(listIssues(Project, withAt('costCodes', codes(2_001)))).toEqual([
      '/costCodes: must have at most 2000 cost codes',
    ]);
  });

  it('each have another code; each repetition is named with the first one', () => {
    const list = [...codes(2), { ...costCode, code: ' c0 ' }, { ...costCode, code: 'c0' }, { ...costCode, code: 'C0' }];
    expect(listIssues(Project, withAt('costCodes', list))).toEqual([
      '/costCodes/2/code: is the same code as cost code 1 of the list',
      '/costCodes/3/code: is the same code as cost code 1 of the list',
      '/costCodes/4/code: is the same code as cost code 1 of the list',
    ]);
  });

  it.each([
    ['caf\u00e9', 'cafe\u0301'],
    ['03-100', '\uff10\uff13\u2010\uff11\uff10\uff10'],
    ['03 30 00', '03\u00a0\u00a030 00'],
  ])('are compared as identifiers: %s', (code, twin) => {
    const list = [
      { ...costCode, code },
      { ...costCode, code: twin },
    ];
    expect(listIssues(Project, withAt('costCodes', list))).toEqual([
      '/costCodes/1/code: is the same code as cost code 1 of the list',
    ]);
    expect(Project.parse(withAt('costCodes', list.slice(1))).costCodes[0]?.code).toBe(twin.normalize('NFC'));
  });

  it.each([
    ['no type', [], 'needs at least one cost type'],
    ['twice the same type', ['Labor', ' labor'], 'cost types must be different'],
  ])('%s', (_what, costTypes, message) => {
    expect(listIssues(Project, withAt('costCodes.0.costTypes', costTypes))).toEqual([
      `/costCodes/0/costTypes: ${message}`,
    ]);
  });

  it('have at most 50 types', () => {
    const types = (count: number) => Array.from({ length: count }, (_, n) => `t${n}`);
    expect(listIssues(Project, withAt('costCodes.0.costTypes', types(50)))).toEqual([]);
    expect(listIssues(Project, withAt('costCodes.0.costTypes', types(51)))).toHaveLength(1);
  });
});

describe('custom fields', () => {
  it('are at most 200, their keys and values short and clean', () => {
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v']));
    expect(listIssues(Project, withAt('customFields', fields(200)))).toEqual([]);
    expect(listIssues(Project, withAt('customFields', fields(201)))).toEqual([
      '/customFields: must have at most 200 custom fields',
    ]);
    for (const bad of [
      { '': 'x' },
      { ['k'.repeat(201)]: 'x' },
      { 'a\u0000': 'x' },
      { k: 5 },
      { k: '' },
      { k: 'v'.repeat(2_001) },
    ]) {
      expect(listIssues(Project, withAt('customFields', bad))[0]).toMatch(/^\/customFields\//);
    }
  });

  it.each([
    ['composed and decomposed', 'Caf\u00e9', 'Cafe\u0301'],
    ['with and without a space', 'x', ' x'],
    ['in small and capital letters', 'Phase', 'PHASE'],
    ['in full width', 'A1', '\uff21\uff11'],
  ])('that are the same, %s, are named: none is lost', (_what, key, twin) => {
    const named = `/customFields/${twin}: is the same key as "${key}"`;
    expect(listIssues(Project, withAt('customFields', { [key]: '1', [twin]: '2', other: '3' }))).toEqual([named]);
  });

  it('are refused as __proto__ with spaces around, which would be lost', () => {
    expect(listIssues(Project, withAt('customFields', { ' __proto__ ': 'x' }))).toHaveLength(1);
  });

  it('have keys of visible characters', () => {
    for (const key of ['a\u200bb', '\u3164', 'a\tb', 'a\ufffd']) {
      expect(listIssues(Project, withAt('customFields', { [key]: 'x' }))).toHaveLength(1);
    }
    expect(Project.parse(withAt('customFields', { ' Bid no. ': ' 7 ' })).customFields).toEqual({ 'Bid no.': '7' });
  });

  it('may be called what the language calls things', () => {
    const customFields = { constructor: 'x', hasOwnProperty: 'y', toString: 'z' };
    expect(Project.parse(withAt('customFields', customFields)).customFields).toEqual(customFields);
  });
});

it('whatever stands in the place of one value is taken or named, never an error of ours', () => {
  const paths = listPaths(project)
    .map((path) => path.join('.'))
    .filter((path) => path !== '');
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
      const issues = listIssues(Project, withAt(path, value));
      expect(issues.every((issue) => issue.startsWith('/'))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

describe('the whole document', () => {
  const filled = (chars: number) =>
    withAt('customFields', Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`k${n}`, '漢'.repeat(chars)])));

  it('is at most 512 KiB of JSON in UTF-8', () => {
    const fits = filled(860);
    expect(Buffer.byteLength(JSON.stringify(fits))).toBeGreaterThan(limits.documentBytes - 6_000);
    expect(listIssues(Project, fits)).toEqual([]);
    expect(listIssues(Project, filled(875))).toEqual(['/: must be at most 512 KiB of JSON']);
  });
});
