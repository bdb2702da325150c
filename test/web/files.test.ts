import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { answer, type FileAnswer } from '../../web/files/read';
import { fileLimits } from '../../web/model/cells';
import type { FileContent } from '../../web/model/file-content';
import { costCodeFields, projectFields } from '../../workflows/contract/pointers';
import { texts } from '../../web/texts';
import { xlsx, xlsxParts } from '../support/xlsx';

const read = (bytes: Uint8Array): FileAnswer => answer({ bytes: Uint8Array.from(bytes).buffer });
const readText = (text: string, encoding: BufferEncoding = 'utf8'): FileAnswer => read(Buffer.from(text, encoding));

function content(found: FileAnswer): FileContent {
  if (!('content' in found)) throw new Error(JSON.stringify(found));
  return found.content;
}
const rows = (found: FileAnswer) => content(found).costCodes;

const header = ['Code', 'Name', 'Cost types', 'Budget'];

describe('a CSV file', () => {
  test.each([',', ';', '\t'])('with %p as separator', (separator) => {
    const text = [header, ['01', 'Steel', 'labor', '"1234.50"']].map((cells) => cells.join(separator)).join('\r\n');
    expect(rows(readText(text))).toEqual([{ code: '01', name: 'Steel', costTypes: 'labor', budget: '1234.50' }]);
  });

  test('with quotes, separators and line breaks in its cells, and a title above the header', () => {
    const text = 'Budget of Q3,,\n,,\nCode,Description,Amount\n1,"Two ""inch"", long\npipe",5\n';
    expect(rows(readText(text))).toEqual([{ code: '1', name: 'Two "inch", long pipe', budget: '5' }]);
  });

  test('that says its separator, where amounts have commas', () => {
    expect(rows(readText('sep=;\r\nCode;Amount\r\n1;62.500,00\r\n2;1.234\r\n'))).toEqual([
      { code: '1', budget: '62500.00' },
      { code: '2', budget: '1234' },
    ]);
  });

  test.each([
    ['UTF-8 with a mark', Buffer.from('\uFEFFCode,Name\n1,Größe', 'utf8'), false],
    ['UTF-8', Buffer.from('Code,Name\n1,Größe', 'utf8'), false],
    ['UTF-16', Buffer.from('\uFEFFCode,Name\n1,Größe', 'utf16le'), false],
    ['UTF-16, big end first', Buffer.from('\uFEFFCode,Name\n1,Größe', 'utf16le').swap16(), false],
    ['Windows-1252', Buffer.from('Code,Name\n1,Größe', 'latin1'), true],
  ])('in %s', (_encoding, bytes, isWindows1252) => {
    expect(content(read(bytes))).toMatchObject({ costCodes: [{ name: 'Größe' }], notes: { isWindows1252 } });
  });

  test.each([
    ['nothing in it', '', 'empty'],
    ['blank lines only', ' \n', 'empty'],
    ['no column names', 'a,b\n1,2', 'no_table'],
    ['a quote that is never closed', 'Code,Name\n1,"open', 'open_quote'],
    ['bytes of something else', 'Code,Name\n1,\0', 'not_readable'],
    ['too many rows', `Code,Name\n${'1,2\n'.repeat(fileLimits.rows)}`, 'too_many_rows'],
  ])('with %s is refused', (_what, text, fault) => {
    expect(readText(text)).toEqual({ fault });
  });
});

describe('the columns of cost codes', () => {
  test('are found by their names, in any order', () => {
    const text = 'Amount (USD);Notes;Cost_Code;Cost type;Description\n5;x;01;labor;Steel\n';
    expect(content(readText(text))).toMatchObject({
      costCodes: [{ code: '01', name: 'Steel', costTypes: 'labor', budget: '5' }],
      headers: 1,
      notes: { unusedColumns: ['Notes'] },
    });
  });

  test('are those of the better name where two would do', () => {
    const text = 'Code,Revised budget,Original budget,Budget\n1,7,6,5\n';
    const { costCodes, notes } = content(readText(text));
    expect(costCodes).toEqual([{ code: '1', budget: '5' }]);
    expect(notes.unusedColumns).toEqual(['Revised budget', 'Original budget']);
  });

  test('may have their sum below them, which is compared', () => {
    const total = (sum: string) => content(readText(`Code,Name,Amount\n1,a,"1,000.00"\n2,b,2\n,Total,"${sum}"\n`));
    expect(total('1,002.00')).toMatchObject({ totals: 1, costCodes: [{ code: '1' }, { code: '2' }] });
    expect(total('1,002.00').notes.wrongTotal).toBeUndefined();
    expect(total('1,003.00').notes.wrongTotal).toEqual({ stated: '1003.00', sum: '1002.00' });
  });
});

describe('an XLSX file', () => {
  test('keeps leading zeros, rounds what binary fractions add, and knows dates', () => {
    const file = xlsx(
      {
        name: 'Project',
        rows: [
          ['Field', 'Value'],
          ['Start', { day: 46_082 }],
          ['Total value', 125000.1],
          ['zip', '02110'],
        ],
      },
      {
        name: 'Codes',
        rows: [
          header,
          ['007', 'Steel & "more"', 'labor', 125000.10000000001],
          ['08', '', '', 1.234],
          ['09', '', '', 0.1 + 0.2],
        ],
      },
    );
    expect(content(read(file))).toMatchObject({
      fields: { '/startDate': '2026-03-01', '/totalValue': '125000.1', '/address/postalCode': '02110' },
      costCodes: [
        { code: '007', name: 'Steel & "more"', costTypes: 'labor', budget: '125000.1' },
        { code: '08', budget: '1.2340' },
        { code: '09', budget: '0.3' },
      ],
      notes: { convertedCodes: [], rounded: 0 },
    });
  });

  test('says which codes a spreadsheet has changed, and how amounts were rounded', () => {
    const file = xlsx({ name: 'Codes', rows: [header, [3100, 'a', '', -10 / 3], [{ day: 46_082 }, 'b', '', 5]] });
    const { costCodes, notes } = content(read(file));
    expect(costCodes.map(({ code, budget }) => [code, budget])).toEqual([
      ['3100', '-3.33'],
      ['2026-03-01', '5'],
    ]);
    expect(notes).toMatchObject({ convertedCodes: ['3100', '2026-03-01'], rounded: 1 });
  });

  test('has the results of its formulas read, and those that have none counted', () => {
    const result = { raw: '<c><f>SUM(A1:A9)</f><v>12.5</v></c>' };
    const text = { raw: '<c t="str"><f>A1&amp;"x"</f><v>0x</v></c>' };
    const nothing = { raw: '<c><f>SUM(A1:A9)</f></c>' };
    const failed = { raw: '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>' };
    const file = xlsx({
      name: 'x',
      rows: [header, [text, 'a', '', result], ['2', 'b', '', nothing], ['3', '', '', failed]],
    });
    const { costCodes, notes } = content(read(file));
    expect(costCodes.map(({ code, budget }) => [code, budget])).toEqual([
      ['0x', '12.5'],
      ['2', ''],
      ['3', '#DIV/0!'],
    ]);
    expect(notes.formulas).toBe(1);
  });

  test('has the sheets that are hidden passed over, and those without a table named', () => {
    const file = xlsx(
      { name: 'Old', state: 'hidden', rows: [header, ['1', 'old', '', 1]] },
      { name: 'Cover', rows: [['Harbour Tower']] },
      { name: 'Codes', rows: [header, ['1', 'new', '', 2]] },
      { name: 'More', rows: [header, ['2', 'more', '', 3]] },
    );
    expect(content(read(file))).toMatchObject({
      costCodes: [{ name: 'new' }],
      notes: { unusedSheets: ['Cover', 'More'] },
    });
  });

  test('of more than can be a project is refused before it is unpacked, and while it is', () => {
    const bomb = xlsxParts([{ name: 'x', rows: [header] }]);
    bomb['xl/worksheets/sheet1.xml'] = new Uint8Array(fileLimits.unpackedBytes + 1);
    const packed = zipSync(bomb);
    expect(packed.length).toBeLessThan(100_000);
    expect(read(packed)).toEqual({ fault: 'unpacks_too_big' });
    // The directory and the head of the part say that it is small.
    const size = Buffer.alloc(4);
    size.writeUInt32LE(fileLimits.unpackedBytes + 1);
    const lying = Buffer.from(packed);
    for (let at = lying.indexOf(size); at >= 0; at = lying.indexOf(size)) lying.writeUInt32LE(10, at);
    expect(read(lying)).toEqual({ fault: 'unpacks_too_big' });
  });

  test.each([
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old_format'],
    ['an archive of something else', zipSync({ 'word/document.xml': new Uint8Array(9) }), 'not_readable'],
    ['half an archive', xlsx({ name: 'x', rows: [header] }).slice(0, 300), 'not_readable'],
    [
      'a broken sheet',
      zipSync({ ...xlsxParts([{ name: 'x', rows: [header] }]), 'xl/worksheets/sheet1.xml': Buffer.from('<a><b') }),
      'not_readable',
    ],
    ['a sheet without a table', xlsx({ name: 'x', rows: [['a', 'b']] }), 'no_table'],
    [
      'a sheet that never ends',
      xlsx({ name: 'x', rows: [header, ...Array.from({ length: fileLimits.rows }, () => ['1'])] }),
      'too_many_rows',
    ],
  ])('%s is refused', (_what, bytes, fault) => {
    expect(read(bytes)).toEqual({ fault });
  });

  test('of 2,000 cost codes is read', () => {
    const codes = Array.from({ length: 2_000 }, (_, n) => [`c-${n}`, `Code ${n}`, 'labor', n + 0.5]);
    expect(rows(read(xlsx({ name: 'x', rows: [header, ...codes] })))).toHaveLength(2_000);
  });
});

describe('the templates', () => {
  const template = (kind: string) =>
    read(readFileSync(join(__dirname, '..', '..', 'web', 'templates', `project-template.${kind}`)));
  const empty = {
    fields: {},
    costCodes: [],
    headers: 1,
    notes: { unusedColumns: [], unknownFields: [], unusedSheets: [] },
  };

  test.each(['xlsx', 'csv'])('are empty as %s', (kind) => {
    expect(content(template(kind))).toMatchObject(empty);
  });

  test('ask for each field of a project by the name that it has on the desk', () => {
    const csv = readFileSync(join(__dirname, '..', '..', 'web', 'templates', 'project-template.csv'), 'utf8');
    const [, ...labels] = (csv.split('\n\n')[0] ?? '').split('\n').map((line) => line.replace(/,$|"/g, ''));
    expect(new Set(labels)).toEqual(new Set([texts.sender.projectId, ...Object.values(texts.fields.project)]));
    const filled = csv.replace(
      /^(?!.*Value)(.+),$/gm,
      (_line, label: string) => `${label},"${label.replaceAll('"', '')}"`,
    );
    const { fields, projectId, notes } = content(readText(filled));
    expect(notes.unknownFields).toEqual([]);
    expect(projectId).toBe(texts.sender.projectId);
    expect(fields).toEqual({ ...texts.fields.project, '/totalValue': expect.any(String) });
    expect(Object.keys(fields).sort()).toEqual([...projectFields].sort());
    expect(csv.trimEnd().split('\n').at(-1)).toBe(costCodeFields.map((column) => texts.fields[column]).join(','));
  });

  test('take custom fields, and name what no field is', () => {
    expect(content(readText('Field,Value\nCustom: permit,B-1\nColour,red\nName,Tower\n'))).toMatchObject({
      fields: { '/name': 'Tower' },
      customFields: [{ key: 'permit', value: 'B-1' }],
      notes: { unknownFields: ['Colour'] },
    });
  });
});

describe('cells that are pasted', () => {
  test('are rows as they are quoted by a spreadsheet', () => {
    expect(answer({ text: '1\t"Two ""inch""\tpipe\nlong"\t3\r\n\t\t\r\n4\t\t6\r\n' })).toEqual({
      rows: [
        ['1', 'Two "inch"\tpipe long', '3'],
        ['4', '', '6'],
      ],
    });
  });

  test('with a quote that somebody typed are not swallowed', () => {
    expect(answer({ text: '1\t"6 pipe\n2\tSteel' })).toEqual({
      rows: [
        ['1', '"6 pipe'],
        ['2', 'Steel'],
      ],
    });
  });

  test('that begin with column names are read like a file', () => {
    expect(rows(answer({ text: 'Amount\tCode\n1 234,50\t01\n' }))).toEqual([{ code: '01', budget: '1234.50' }]);
  });
});
