/** What a project admin has in a spreadsheet comes into the desk: as a file, as a paste, or from an earlier project. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { zipSync } from 'fflate';
import { fileLimits } from '../../web/model/cells';
import { newId, useStack } from '../support/processes/stack';
import { fillXlsx, xlsx, xlsxParts } from '../support/xlsx';
import { listFindings, useDesk } from './browser';

const stack = useStack();
const desk = useDesk(stack);

const header = ['Cost code', 'Description', 'Cost types', 'Amount'];
const types = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const choose = (page: Page, name: string, content: Uint8Array | string): Promise<void> =>
  page.locator('input[type=file]').setInputFiles({
    name,
    mimeType: name.endsWith('.csv') ? types.csv : types.xlsx,
    buffer: Buffer.from(content),
  });

const notice = (page: Page, text: string | RegExp) => page.locator('.notice', { hasText: text });
const rowCount = (page: Page): Promise<number> => page.locator('.grid tbody tr').count();

/** As the browser does it when somebody pastes. */
async function pasteInto(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus();
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
  }`);
}

async function download(page: Page, link: string): Promise<Buffer> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: `${link} template`, exact: true }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe(`project-template.${link.toLowerCase()}`);
  return readFileSync(await file.path());
}

test('the template is downloaded, filled, imported, taken back, imported again and sent', async () => {
  const projectId = newId();
  const page = await desk.visit('/desk/acme?new', 'admin');
  const filled = fillXlsx(await download(page, 'XLSX'), {
    'sheet1!B2': projectId,
    'sheet1!B3': 'Spreadsheet Tower',
    'sheet1!B4': '24-117',
    'sheet1!B10': '1 Quay Street',
    'sheet1!B12': 'Hamburg',
    'sheet1!B14': '02110',
    'sheet1!B15': 'Germany',
    'sheet1!B16': 46_082,
    'sheet1!B18': 'eur',
    'sheet1!B19': 187_500.1,
    ...Object.fromEntries(
      [
        ['003-10', 'Concrete', 'labor, material', 125_000.10000000001],
        ['004-20', 'Steel', 'material', 62_500],
      ].flatMap((cells, row) => cells.map((cell, at) => [`sheet2!${'ABCD'.charAt(at)}${row + 2}`, cell])),
    ),
  });
  await choose(page, 'tower.xlsx', filled);
  const done = notice(page, 'tower.xlsx: 3 rows: 2 new, 1 header, 9 fields.');
  await done.getByText('Sum of budgets: 187,500.10 EUR · Equals the total value').waitFor();
  expect(await page.getByLabel('Code, row 1').inputValue()).toBe('003-10');
  expect(await page.getByLabel('Project id required').inputValue()).toBe(projectId);
  expect(await listFindings(page)).toEqual([]);

  await done.getByRole('button', { name: 'Undo' }).click();
  const undone = notice(page, 'The form is as it was before.');
  await undone.waitFor();
  expect(await page.getByLabel('Code, row 1').inputValue()).toBe('');
  expect(await page.getByLabel('Project id required').inputValue()).toBe('');
  await undone.getByRole('button', { name: 'Redo' }).click();
  await done.waitFor();
  await done.getByRole('button', { name: 'Undo' }).click();
  await choose(page, 'tower.xlsx', filled);
  await done.waitFor();
  await page.getByRole('button', { name: 'Submit for acceptance' }).click();
  await page.getByRole('heading', { level: 1, name: 'Spreadsheet Tower' }).waitFor();
  const { body } = await stack.acme('GET', `/submissions/${projectId}`, { as: 'viewer' });
  expect(body['project']).toMatchObject({
    startDate: '2026-03-01',
    currency: 'EUR',
    address: { country: 'DE', postalCode: '02110' },
    costCodes: [
      { code: '003-10', costTypes: ['labor', 'material'], budget: '125000.1' },
      { code: '004-20', budget: '62500' },
    ],
  });
});

test('a CSV file changes the cost codes by their code, and what it leaves out is said', async () => {
  const page = await desk.visit('/desk/acme?new', 'admin');
  const template = (await download(page, 'CSV')).toString('utf8');
  const lines = ['1,Concrete,labor,"1.000,50"', '2,Steel,labor,"2.000"'];
  await choose(page, 'whole.csv', `${template.replace('Currency,', 'Currency,usd')}${lines.join('\n')}\n`);
  await notice(page, 'whole.csv: 3 rows: 2 new, 1 header, 1 field.').getByText('3,000.50 USD').waitFor();
  const codes = 'Betrag;Notes;Code;Description\n2.500,00;x;2;Größe\n7;y;3;Wood\n';
  await choose(page, 'codes.csv', Buffer.from(codes, 'latin1'));
  const done = notice(page, 'codes.csv: 3 rows: 1 new, 1 changed, 1 header.');
  await done.getByText('Columns left out: Notes.').waitFor();
  await done.getByText('was read as Windows-1252').waitFor();
  expect(await page.getByLabel('Name, row 2').inputValue()).toBe('Größe');
  expect(await page.getByLabel('Budget, row 2').inputValue()).toBe('2500.00');
  expect(await page.getByLabel('Cost types, row 2').inputValue()).toBe('labor');
  await done.getByText('1 cost code in the form, not in the file.').waitFor();
  await done.getByRole('button', { name: 'Remove them' }).click();
  expect(await page.getByLabel('Code, row 1').inputValue()).toBe('2');
  expect(await page.getByLabel('Currency required').inputValue()).toBe('usd');
});

test('2,000 rows with 40 mistakes land as a whole, with each mistake at its row, and go as a whole', async () => {
  const rows = Array.from({ length: 2_000 }, (_, n) => [
    `c-${String(n).padStart(4, '0')}`,
    n % 100 === 7 ? '' : `Code ${n}`,
    'labor',
    n % 100 === 9 ? 'tbd' : `${(1_000 * n).toLocaleString('en-US')}.50`,
  ]);
  const page = await desk.visit('/desk/acme?new', 'admin');
  await page.getByLabel('Currency required').fill('USD');
  await choose(page, 'all.xlsx', xlsx({ name: 'Codes', rows: [header, ...rows] }));
  const done = notice(page, 'all.xlsx: 2001 rows: 2000 new, 1 header.');
  await done.waitFor();
  const wrong = page.locator('.said-row .wrong-list');
  await wrong.nth(1).waitFor();
  expect(await page.getByLabel('Name, row 8', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Budget, row 10', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  expect(await rowCount(page)).toBe(102);
  await page.getByRole('button', { name: 'Next mistake (1 of 40)' }).waitFor();
  await done.getByRole('button', { name: 'Undo' }).click();
  await notice(page, 'The form is as it was before.').waitFor();
  expect(await rowCount(page)).toBe(1);
  expect(await page.getByLabel('Currency required').inputValue()).toBe('USD');

  await choose(page, 'more.xlsx', xlsx({ name: 'Codes', rows: [header, ...rows, ['x', 'x', 'labor', '1']] }));
  await notice(page, 'There would be 2001 cost codes, and a project has at most 2000.').waitFor();
  expect(await rowCount(page)).toBe(1);
});

test('amounts that can be read in two ways are not guessed, and are settled at once', async () => {
  const page = await desk.visit('/desk/acme?new', 'admin');
  await choose(page, 'two.csv', 'Code;Description;Type;Amount\n1;a;labor;1,234\n2;b;labor;2,500\n');
  const done = notice(page, '2 amounts can be read in two ways, such as 1,234.');
  await done.waitFor();
  await page.getByText('1,234 can be read in two ways. Enter 1234.00 or 1.2340.').first().waitFor();
  await done.getByRole('button', { name: 'Read as 1234.00' }).click();
  await notice(page, 'Sum of budgets: 3,734.00').waitFor();
  expect(await page.getByLabel('Budget, row 2').inputValue()).toBe('2500');
  await page.getByLabel('Total value').fill('3.734,00');
  await page.getByLabel('Country required').fill('Germany');
  await page.getByLabel('Currency required').fill('$');
  await page.getByLabel('Budget, row 1').fill('$1,234.00');
  await page.getByLabel('Budget, row 1').press('Tab');
  expect(await page.getByLabel('Budget, row 1').inputValue()).toBe('1234.00');
  expect(await page.getByLabel('Total value').inputValue()).toBe('3734.00');
  expect(await page.getByLabel('Country required').inputValue()).toBe('DE');
  await page.locator('.field .wrong-list').getByText('$ does not name one currency.').waitFor();
});

test.each([
  ['an archive that unpacks to more than it may', 'bomb.xlsx', 'The file unpacks to more than 32 MB.'],
  ['a picture', 'picture.xlsx', 'The file is damaged, or no CSV, XLSX or JSON file.'],
  ['an old workbook', 'old.xls', 'The file is an old .xls file or has a password.'],
  ['a list without column names', 'plain.csv', 'No column names such as Code and Budget were found.'],
])('%s is refused with a sentence, and nothing is lost', async (_what, name, sentence) => {
  const bomb = { ...xlsxParts([{ name: 'x', rows: [header] }]) };
  bomb['xl/worksheets/sheet1.xml'] = new Uint8Array(fileLimits.unpackedBytes + 1);
  const files: Record<string, () => Uint8Array> = {
    'bomb.xlsx': () => zipSync(bomb),
    'picture.xlsx': () => Buffer.from('89504e470d0a1a0a0000', 'hex'),
    'old.xls': () => Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    'plain.csv': () => Buffer.from('1,2\n3,4\n'),
  };
  const page = await desk.revisit('/desk/acme?new', 'admin');
  await page.getByLabel('Name required').fill('Kept Tower');
  await choose(page, name, files[name]?.() ?? new Uint8Array());
  await page
    .getByRole('alert')
    .filter({ hasText: `${name}: ${sentence}` })
    .waitFor();
  expect(await page.getByLabel('Name required').inputValue()).toBe('Kept Tower');
});

test('cells are pasted out of a spreadsheet, with and without column names, and taken back', async () => {
  const page = await desk.visit('/desk/acme?new', 'admin');
  const cells =
    '03-100\t"Concrete ""C30""\nin place"\tlabor, material\t1 062 500,00\r\n05-120\tSteel\tmaterial\t1.250\r\n';
  await pasteInto(page, 'Code, row 1', cells);
  await notice(page, 'Pasted cells: 2 rows: 2 new.').getByText('Sum of budgets: 1,063,750.00').waitFor();
  expect(await page.getByLabel('Name, row 1').inputValue()).toBe('Concrete "C30" in place');
  expect(await page.getByLabel('Budget, row 2').inputValue()).toBe('1250');
  await pasteInto(page, 'Name, row 2', 'Amount\tCost code\n9,500.00\t05-120\n7.00\t06\n');
  const done = notice(page, 'Pasted cells: 3 rows: 1 new, 1 changed, 1 header.');
  await done.waitFor();
  expect(await page.getByLabel('Name, row 2').inputValue()).toBe('Steel');
  expect(await page.getByLabel('Budget, row 2').inputValue()).toBe('9500.00');
  await done.getByRole('button', { name: 'Undo' }).click();
  expect(await page.getByLabel('Budget, row 2').inputValue()).toBe('1250');
});

test('an earlier project is found and copied, with its id, number and dates to be filled in anew', async () => {
  const projectId = await stack.submitted('Earlier Wharf');
  const page = await desk.visit('/desk/acme?new', 'admin');
  await page.getByRole('button', { name: 'Copy from an earlier project…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Copy from an earlier project' });
  await dialog.getByLabel('Search').fill(projectId);
  await dialog.getByRole('button', { name: 'Earlier Wharf' }).waitFor();
  expect(await listFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Earlier Wharf' }).click();
  await notice(page, 'Copied from Earlier Wharf.').waitFor();
  expect(await dialog.count()).toBe(0);
  expect(await page.getByLabel('Name required', { exact: true }).inputValue()).toBe('Earlier Wharf');
  for (const field of ['Project id required', 'Project number required', 'Start', 'Completion']) {
    expect(await page.getByLabel(field, { exact: true }).inputValue()).toBe('');
  }
  expect(await rowCount(page)).toBeGreaterThan(5);
});

test('what is loaded only when it is used may not be there, and then is said', async () => {
  const page = await desk.enter('admin');
  await page.route('**/assets/files.js', (route) => route.abort());
  await desk.go(page, '/desk/acme?new');
  await choose(page, 'codes.csv', 'Code,Name\n1,Steel\n');
  await page.getByRole('alert').filter({ hasText: 'codes.csv: The file could not be read, because' }).waitFor();
  await page.unroute('**/assets/files.js');
  await choose(page, 'codes.csv', 'Code,Name\n1,Steel\n');
  await notice(page, 'codes.csv: 2 rows: 1 new, 1 header.').waitFor();

  await page.route('**/assets/writing.js', (route) => route.abort());
  await desk.go(page, '/desk/acme?new');
  await page.getByText('This page cannot be loaded.').waitFor();
  await page.unroute('**/assets/writing.js');
  await page.getByRole('button', { name: 'Load it again' }).click();
  // What was imported is a draft like all that is typed.
  await page.getByLabel('Name, row 1').waitFor();
  expect(await page.getByLabel('Name, row 1').inputValue()).toBe('Steel');
});

test('the one script that a policy names is the worker that reads files', async () => {
  const page = await desk.visit('/desk/acme?new', 'admin');
  await page.getByRole('heading', { level: 1, name: 'New submission' }).waitFor();
  const attempts = `(() => {
    const tell = (attempt) => { try { attempt(); return 'done'; } catch (error) { return error.name; } };
    return [
      tell(() => trustedTypes.createPolicy('file-reader', { createScriptURL: (url) => url })),
      tell(() => new Worker('/assets/files.js')),
    ];
  })()`;
  expect(await page.evaluate(attempts)).toEqual(['TypeError', 'TypeError']);
  desk.wrong.splice(0);
});
