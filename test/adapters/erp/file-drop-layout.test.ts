import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '../../support/fast-check';
import { contentHash, fileStem, toCsv, toJson } from '../../../adapters/erp/file-drop/layout';
import type { ImportFile } from '../../../adapters/erp/file-drop/layout';
import { clinic, job } from '../../support/erp/fixtures';

const file: ImportFile = {
  action: 'create',
  reference: 'acme~1042',
  sequence: 1,
  contentHash: contentHash(clinic, job),
  project: clinic,
  job,
};

/** RFC 4180, read by the book. */
function parseCsv(text: string): string[][] {
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  const rows: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new Error('this is no CSV');
    const [, raw = '', end] = match;
    rows.at(-1)?.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

const readRows = (of: ImportFile): Record<string, string>[] => {
  const [header = [], ...rows] = parseCsv(toCsv(of));
  return rows.map((row) => {
    expect(row).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']));
  });
};

describe('the CSV', () => {
  test('has a header and one row for each cost code, each line ended by CR LF', () => {
    const text = toCsv(file);
    expect(text.split('\r\n')).toHaveLength(clinic.costCodes.length + 2);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(readRows(file)[1]).toEqual({
      reference: 'acme~1042',
      action: 'create',
      job_number: '24-017',
      project_number: 'P-1042',
      project_name: 'Riverside Clinic, Phase 2',
      address_line1: '12 Mill Lane',
      address_line2: '',
      city: 'Dayton',
      region: 'OH',
      postal_code: '45402',
      country: 'US',
      start_date: '2026-03-01',
      completion_date: '2027-06-30',
      currency: 'USD',
      total_value: '4250000.00',
      customer_code: 'C-77',
      customer_name: 'Riverside Health',
      project_type: '',
      department: '',
      cost_code: '05-120',
      cost_code_name: 'Structural steel',
      cost_types: 'Material',
      budget: '-5000.00',
    });
  });

  test('keeps a negative budget a number', () => {
    expect(readRows(file).map(({ budget }) => budget)).toEqual(['310000.00', '-5000.00', '']);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', ' =1', '-5000.00'])(
    'makes a text that a spreadsheet would run harmless: %j',
    (text) => {
      const [first] = readRows({ ...file, project: { ...clinic, name: text }, job: { number: text } });
      expect(first).toMatchObject({ project_name: `'${text}`, job_number: `'${text}` });
    },
  );

  test('lets an amount that is no plain decimal not pass as a number', () => {
    const [budgeted] = clinic.costCodes;
    const costCodes = budgeted ? [{ ...budgeted, budget: '-1+cmd|x' }] : [];
    expect(readRows({ ...file, project: { ...clinic, costCodes } })[0]).toMatchObject({ budget: "'-1+cmd|x" });
  });

  test('tells cost types apart that hold the separator', () => {
    const costCodes = [{ code: '1', name: 'n', costTypes: ['Labor; own', 'a\\b'] }];
    expect(readRows({ ...file, project: { ...clinic, costCodes } })[0]).toMatchObject({
      cost_types: 'Labor\\; own;a\\\\b',
    });
  });

  test('gives each extra field of the job a column of its own, in the order of their names', () => {
    const fields = { taxCode: '=A', division: '7' };
    const [first = {}] = readRows({ ...file, job: { ...job, fields } });
    expect(Object.keys(first).slice(Object.keys(readRows(file)[0] ?? {}).length)).toEqual([
      'job_field:division',
      'job_field:taxCode',
    ]);
    expect(first).toMatchObject({ 'job_field:division': '7', 'job_field:taxCode': "'=A" });
  });

  test('gives back every text that was put in, and never a cell that begins like a formula', () => {
    const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const nasty = fc.stringMatching(/^[=+\-@"',;\r\n\t a1]{1,12}$/);
    const texts = fc.oneof(anyText, nasty);
    fc.assert(
      fc.property(texts, texts, texts, (name, code, line1) => {
        const address = { ...clinic.address, line1 };
        const costCodes = [{ code, name, costTypes: ['Labor'] }];
        const [row = {}] = readRows({ ...file, project: { ...clinic, name, address, costCodes } });
        const back = (cell = '') => (cell.startsWith("'") ? cell.slice(1) : cell);
        const unguarded = (cell = '', text: string) => (cell === text ? cell : back(cell));
        expect(unguarded(row['project_name'], name)).toBe(name);
        expect(unguarded(row['cost_code'], code)).toBe(code);
        expect(unguarded(row['address_line1'], line1)).toBe(line1);
        for (const cell of [row['project_name'], row['cost_code'], row['address_line1']]) {
          expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the JSON', () => {
  test('holds the whole project and the job as they are, under a version of the format', () => {
    const fields = { taxCode: '=A' };
    const whole = { ...file, job: { ...job, fields } };
    expect(JSON.parse(toJson(whole))).toEqual({
      format: 'ledgergate.project/1',
      action: 'create',
      reference: 'acme~1042',
      sequence: 1,
      contentHash: file.contentHash,
      job: { number: '24-017', fields },
      project: clinic,
    });
  });

  test('is the same bytes whatever the order in which fields were given', () => {
    const reversed = Object.fromEntries(Object.entries(clinic).reverse()) as typeof clinic;
    expect(toJson({ ...file, project: reversed })).toBe(toJson(file));
  });
});

describe('the content hash', () => {
  test('stays what it was when it was first released', () => {
    expect(contentHash(clinic, job)).toBe('aab0e98af8a90e21b6fd7f4a8dcc5413537eaf9939ad4a257a7b64c77514887a');
  });
});

describe('the names of files', () => {
  test('are the reference for the create and numbered from 2 for updates', () => {
    expect([1, 2, 3, 12].map((sequence) => fileStem('acme~1042', sequence))).toEqual([
      'acme~1042',
      'acme~1042.r2',
      'acme~1042.r3',
      'acme~1042.r12',
    ]);
  });
});

describe('docs/file-drop.md', () => {
  const page = readFileSync(join(__dirname, '../../../docs/file-drop.md'), 'utf8');
  const readTable = (heading: string): string[] => {
    const section = page.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
    return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name ?? '');
  };

  test('names every CSV column, in order', () => {
    expect(readTable('The CSV')).toEqual([...Object.keys(readRows(file)[0] ?? {}), 'job_field:…']);
  });

  test('names every member of the JSON, in order', () => {
    expect(readTable('The JSON')).toEqual(Object.keys(JSON.parse(toJson(file)) as object));
  });

  test('shows the JSON of this very format', () => {
    expect(page).toContain('"format": "ledgergate.project/1"');
  });
});
