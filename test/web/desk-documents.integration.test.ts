import { readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { example, until, useStack, newId } from '../support/processes/stack';
import { accept, useDesk } from './browser';

const stack = useStack();
const desk = useDesk(stack);

/** What the API says the company's ERP takes, once it has read the file anew. */
async function changeCompany(change: (text: string) => string, isThere: (text: string) => boolean): Promise<void> {
  writeFileSync(stack.companiesFile, change(readFileSync(stack.companiesFile, 'utf8')));
  await until('the change of the company', async () => {
    const { body } = await stack.acme('GET', '/integration', { as: 'viewer' });
    return isThere(JSON.stringify(body)) || undefined;
  });
}

test('custom fields are typed, checked and sent, and the approver reads them', async () => {
  const projectId = newId();
  const sender = await desk.visit('/desk/acme?new', 'admin');
  const project = { ...example('harbour-street-garage'), name: 'Custom House', customFields: { permit: 'B-1' } };
  const buffer = Buffer.from(JSON.stringify(project));
  await sender
    .locator('input[type=file]')
    .setInputFiles({ name: 'project.json', mimeType: 'application/json', buffer });
  await sender.getByLabel('Project id required').fill(projectId);
  const fields = sender.getByRole('group', { name: 'Custom fields' });
  expect(await fields.getByLabel('Name, row 1').inputValue()).toBe('permit');
  await fields.getByRole('button', { name: 'Add a field' }).click();
  await fields.getByLabel('Name, row 2').fill('permit');
  await fields.getByText('Two fields have this name.').first().waitFor();
  await sender.getByRole('button', { name: 'Submit for acceptance' }).click();
  await fields.getByLabel('Name, row 2').fill('floors');
  await fields.getByText('Fill in this field.').waitFor();
  await fields.getByLabel('Value, row 2').fill('4');
  await fields.getByText('Fill in this field.').waitFor({ state: 'detached' });
  await sender.getByRole('button', { name: 'Submit for acceptance' }).click();
  await sender.getByRole('heading', { level: 1, name: 'Custom House' }).waitFor();

  const { body } = await stack.acme('GET', `/submissions/${projectId}`, { as: 'viewer' });
  expect(body['project']).toMatchObject({ customFields: { permit: 'B-1', floors: '4' } });
  const approver = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  expect(await approver.locator('.fields div', { hasText: 'floors' }).locator('dd .said').textContent()).toBe('4');
});

test('operators and viewers download the record of a submission, others are not offered it', async () => {
  const projectId = await stack.submitted('Record Office');
  const viewer = await desk.visit(`/desk/acme/${projectId}`, 'viewer');
  const downloading = viewer.waitForEvent('download');
  await viewer.getByRole('link', { name: 'Download record' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(`${projectId}.record.json`);
  expect(readFileSync(await download.path(), 'utf8')).toContain('Record Office');
  await desk
    .visit(`/desk/acme/${projectId}`, 'operator')
    .then((page) => page.getByRole('link', { name: 'Download record' }).waitFor());
  const approver = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  await approver.getByRole('heading', { name: 'Decision' }).waitFor();
  expect(await approver.getByRole('link', { name: 'Download record' }).count()).toBe(0);
});

test('a submission is printed with all its cost codes, the decisions, and the hash of its record', async () => {
  const projectId = newId();
  const costCodes = Array.from({ length: 30 }, (_, n) => ({
    code: `03-${10 + n}-00`,
    name: `Slab ${n}`,
    costTypes: ['labor'],
  }));
  const project = { ...example('harbour-street-garage'), name: 'Paper Mill', costCodes };
  const sent = await stack.acme('POST', '/submissions', { as: 'admin', body: { projectId, project } });
  expect(sent).toMatchObject({ status: 201 });
  const reject = { revision: 1, reason: 'Not this year.' };
  await stack.acme('POST', `/submissions/${projectId}/reject`, { as: 'approver', body: reject });
  const viewer = await desk.enter('viewer', { colorScheme: 'dark' });
  await viewer.addInitScript('window.print = () => { document.documentElement.dataset.printed = "yes"; }');
  await desk.go(viewer, `/desk/acme/${projectId}`);
  const rows = viewer.locator('.cost-codes tbody tr');
  await rows.nth(24).waitFor();
  expect(await rows.count()).toBe(25);
  await viewer.getByRole('button', { name: 'Print' }).click();
  await viewer.locator('html[data-printed]').waitFor();
  await viewer.emulateMedia({ media: 'print' });
  await rows.nth(29).waitFor();
  const decisions = viewer.locator('section', { has: viewer.getByRole('heading', { name: 'Decisions' }) });
  expect(await decisions.textContent()).toContain('Rejected by Abe Approver');
  const { body } = await stack.acme('GET', `/submissions/${projectId}/record`, { as: 'viewer' });
  await viewer.getByText(`Record (SHA-256): ${String(body['sha256'])}`).waitFor();
  expect(await viewer.getByRole('button').count()).toBe(0);
  const colour = 'getComputedStyle(document.body).backgroundColor';
  expect(await viewer.evaluate(colour)).toBe('rgb(255, 255, 255)');
});

test('the keys that print bring the hash of the record as well, and a paper without it says so', async () => {
  const projectId = await stack.submitted('Ink Mill');
  const viewer = await desk.enter('viewer');
  await viewer.addInitScript('window.print = () => { document.documentElement.dataset.printed = "yes"; }');
  await desk.go(viewer, `/desk/acme/${projectId}`);
  await viewer.getByRole('heading', { name: 'Timeline' }).waitFor();
  // As from the menu of the browser, of which a page learns too late.
  await viewer.emulateMedia({ media: 'print' });
  await viewer.getByText('Printed without the hash of the record').waitFor();
  await viewer.emulateMedia({ media: 'screen' });
  await viewer.keyboard.press('Control+p');
  await viewer.locator('html[data-printed]').waitFor();
  await viewer.emulateMedia({ media: 'print' });
  await viewer.getByText(/Record \(SHA-256\): [0-9a-f]{64}/).waitFor();
  expect(await viewer.getByText('Printed without the hash').count()).toBe(0);
});

test('the list is downloaded as it is filtered, and no cell of it is a formula', async () => {
  const projectId = await stack.submitted('=1+1');
  const page = await desk.visit(`/desk/acme?q=${projectId}`, 'approver');
  await page.locator('.row', { hasText: projectId }).waitFor();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download list' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^acme-awaiting_decision-\d{4}-\d{2}-\d{2}\.csv$/);
  const [, row, ...others] = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(row).toMatch(new RegExp(`^${projectId},'=1\\+1,`));
  expect(others).toEqual([]);
});

test('whoever decides sees that another submission has the number, and opens that one', async () => {
  const number = `N-${randomUUID().slice(0, 6)}`;
  const [first, second] = [newId(), newId()];
  for (const projectId of [first, second]) {
    const project = { ...example('harbour-street-garage'), number, name: `Twin ${projectId}` };
    await stack.acme('POST', '/submissions', { as: 'admin', body: { projectId, project } });
  }
  await until('the first is found', async () => {
    const { body } = await stack.acme('GET', `/submissions/${first}`, { as: 'viewer' });
    return JSON.stringify(body).includes('same_number') || undefined;
  });
  const approver = await desk.visit(`/desk/acme/${first}`, 'approver');
  const finding = approver.locator('.finding', { hasText: 'Number used twice' });
  expect(await finding.textContent()).toContain(`Project ${second} is open with this number`);
  await finding.getByRole('link', { name: `Open ${second}` }).click();
  await approver.getByRole('heading', { level: 1, name: `Twin ${second}` }).waitFor();
});

test('rows past the first page are kept up to date and stay in their places', async () => {
  const prefix = `many-${randomUUID().slice(0, 6)}`;
  const all = Array.from({ length: 103 }, (_, index) => `${prefix}-${index}`);
  const lane = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) await stack.submitted(`Row ${id}`, id);
  };
  await Promise.all([0, 1, 2].map((n) => lane(all.filter((_id, index) => index % 3 === n))));
  const page = await desk.visit(`/desk/acme?q=${prefix}`, 'approver');
  const rows = page.locator('.row-link');
  await page.getByRole('button', { name: 'Load more' }).click();
  await rows.nth(102).waitFor();
  const oldest = page.locator('.row').last();
  const before = await page.locator('.row-name').allTextContents();
  const [, id = ''] = /Row (\S+)/.exec((await oldest.locator('.row-name').textContent()) ?? '') ?? [];
  const reason = { revision: 1, reason: 'Not this year.' };
  await stack.acme('POST', `/submissions/${id}/reject`, { as: 'approver', body: reason });
  await oldest.getByText('Rejected by Abe Approver').waitFor();
  expect(await page.locator('.row-name').allTextContents()).toEqual(before);
  expect(await page.getByRole('button', { name: /^Show \d+ new/ }).count()).toBe(0);
});

test('a decision keeps to the rules its revision was sent under, and a receipt opens the record in the ERP', async () => {
  const before = await stack.submitted('Old Rules');
  const url = 'https://erp.example/jobs/{jobNumber}?by={reference}';
  const mask = '{ jobNumber: { mask: "##-###" } }';
  await changeCompany(
    (text) => text.replace(/^ +directory: erp\/acme.*$/m, `$&\n      recordUrl: "${url}"\n    rules: ${mask}`),
    (text) => text.includes('##-###'),
  );
  const after = await stack.submitted('New Rules');
  const page = await desk.visit(`/desk/acme/${before}`, 'approver');
  await page.getByLabel('Job number required').fill('24777');
  await accept(page, 'Accept and export job 24777');
  await stack.untilStatus(before, 'exported');
  await desk.go(page, `/desk/acme/${before}`);
  const link = page.getByRole('link', { name: 'Open the record in the ERP' });
  expect(await link.getAttribute('href')).toBe(`https://erp.example/jobs/24777?by=acme~${before}`);
  expect(await link.getAttribute('rel')).toBe('noreferrer');

  await desk.go(page, `/desk/acme/${after}`);
  const number = page.getByLabel('Job number required');
  await page.getByText('Such as 24-017').waitFor();
  await number.fill('24-7');
  const fault = page.getByText('Enter a number such as 24-017.');
  expect(await fault.count()).toBe(0);
  await number.press('Tab');
  await fault.waitFor();
  await page.getByRole('button', { name: 'Accept and export job 24-7' }).click();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await fault.count()).toBe(1);
  await page.getByRole('button', { name: 'Use the project number 24-017' }).click();
  await page.getByRole('button', { name: 'Accept and export job 24-017' }).waitFor();
  await number.fill('24778');
  await page.getByRole('button', { name: 'Accept and export job 24-778' }).waitFor();
});

test('a project that was rejected, withdrawn and submitted again shows the approver why, and what is different now', async () => {
  const projectId = await stack.submitted('Lost Quay');
  const decide = (name: string, as: 'admin' | 'approver', body: object) =>
    stack.acme('POST', `/submissions/${projectId}/${name}`, { as, body: { revision: 1, ...body } });
  const fields = [
    { pointer: '/name', message: 'not as in the contract' },
    { pointer: '/number', message: 'not ours' },
  ];
  await decide('reject', 'approver', { reason: 'The names differ.', category: 'Names', fields });
  await decide('withdraw', 'admin', { reason: 'Later.' });
  await stack.submitted('Found Quay', projectId);

  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  const before = page.locator('section', { has: page.getByRole('heading', { name: /^Rejected before/ }) });
  await before.getByText('The names differ.').waitFor();
  expect(await before.textContent()).toContain('Rejected by Abe Approver');
  expect(await before.textContent()).toContain('Names');
  const since = page.locator('section', { has: page.getByRole('heading', { name: 'What changed since revision 1' }) });
  expect(await since.locator('del').allTextContents()).toEqual(['Lost Quay']);
  expect(await since.locator('ins').allTextContents()).toEqual(['Found Quay']);
  expect(await since.locator('.complaint').allTextContents()).toEqual([
    'Rejected because: not ours',
    'Rejected because: not as in the contract',
  ]);
  await page.getByRole('heading', { name: 'Decision' }).waitFor();

  await stack.acme('POST', `/submissions/${projectId}/reject`, {
    as: 'approver',
    body: { revision: 2, reason: 'No.' },
  });
  await page.getByText('No.', { exact: true }).first().waitFor();
  await before.waitFor({ state: 'detached' });
});

test('whoever types goes on typing when something changes elsewhere, also on a phone', async () => {
  const projectId = await stack.submitted('Steady Pier');
  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver', { viewport: { width: 320, height: 640 } });
  await page.getByLabel('Note').focus();
  await page.keyboard.type('One');
  const title = await page.title();
  await stack.submitted('Somewhere Else');
  await until('the change on the page', async () => (await page.title()) !== title || undefined);
  await page.keyboard.type(' word');
  expect(await page.getByLabel('Note').inputValue()).toBe('One word');
});
