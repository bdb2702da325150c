import type { Page } from 'playwright-core';
import { example, useStack, newId } from '../support/processes/stack';
import { accept, goOffline, listFindings, useDesk, shows } from './browser';

const stack = useStack();
const desk = useDesk(stack);

const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();
const findRow = (page: Page, projectId: string) => page.locator('.row', { hasText: projectId });

test('on a development server each role signs in by one click, and out again', async () => {
  const page = await desk.visit('/desk/acme');
  await page.getByRole('button', { name: 'approver' }).click();
  await shows(page, 'Choose a submission');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, 'Ledgergate');
});

test('a project is submitted, rejected, corrected and accepted by two people who see each other’s acts live', async () => {
  const projectId = newId();
  const [sender, approver] = [await desk.visit('/desk/acme?new', 'admin'), await desk.visit('/desk/acme', 'approver')];
  const project = { ...example('harbour-street-garage'), name: 'Quay House', customer: undefined };
  const file = { name: 'project.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(project)) };
  await sender.locator('input[type=file]').setInputFiles(file);
  await sender.getByLabel('Project id required').fill(projectId);
  await sender.getByRole('button', { name: 'Submit for acceptance' }).click();
  await heading(sender, 'Quay House');

  await findRow(approver, projectId)
    .or(approver.getByRole('button', { name: /^Show \d+ new/ }))
    .first()
    .waitFor();
  await approver.goto(approver.url().replace(/\/acme.*/, `/acme/${projectId}`));
  await approver.getByRole('button', { name: 'Reject…' }).click();
  await approver.getByLabel('Reason required').fill('Who pays for it?');
  await approver.getByLabel('Category').selectOption('Incomplete');
  await approver.getByLabel('Missing fields').selectOption('/customer/name');
  await approver.getByLabel('What is wrong with customer').fill('Name the customer.');
  await shows(approver, 'The sender will read');
  await approver.getByRole('button', { name: 'Reject revision 1' }).click();

  await shows(sender, 'Who pays for it?');
  await sender.getByRole('link', { name: 'Correct and resend' }).click();
  await shows(sender, 'Rejected because: Name the customer.');
  await sender.getByLabel('Customer', { exact: true }).fill('City of Portland');
  await sender.getByRole('button', { name: 'Resend as revision 2' }).click();
  await shows(sender, 'Revision 2');

  await approver.goto(approver.url().replace(/\/acme.*/, `/acme/${projectId}`));
  const pinned = approver.locator('tr.named', { hasText: 'City of Portland' });
  await pinned.waitFor();
  expect(await approver.locator('tr.named + tr.complaint').textContent()).toContain('Name the customer.');
  await approver.getByLabel('Job number required').fill(projectId);
  await accept(approver, `Accept and export job ${projectId}`);
  await shows(sender, 'Recorded in the ERP');
  expect((await stack.untilStatus(projectId, 'exported'))['job']).toEqual({ number: projectId });
});

test('an approver asks the sender without rejecting, and the answer stands above what is decided on', async () => {
  const projectId = await stack.submitted('Question Quay');
  const approver = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  await approver.getByRole('button', { name: 'Ask the sender…' }).click();
  await approver.getByLabel('Question to the sender required').fill('Is the retainage agreed?');
  await approver.getByRole('button', { name: 'Send question' }).click();
  await findRow(approver, projectId).getByText('Awaits the sender').waitFor();

  const sender = await desk.visit(`/desk/acme/${projectId}`, 'admin');
  const conversation = sender.getByRole('region', { name: 'Conversation' });
  await conversation.getByText('Is the retainage agreed?').waitFor();
  expect(await sender.getByRole('button', { name: 'Ask the sender…' }).count()).toBe(0);
  await sender.getByRole('button', { name: 'Answer…' }).click();
  await sender.getByLabel('Answer required').fill('Yes, by the contract of May 4.');
  await sender.getByRole('button', { name: 'Send answer' }).click();

  await approver.getByRole('region', { name: 'Conversation' }).getByText('Yes, by the contract of May 4.').waitFor();
  await findRow(approver, projectId).getByText('Question answered').waitFor();
  const { body } = await stack.acme('GET', `/submissions/${projectId}`, { as: 'viewer' });
  expect(body).toMatchObject({ status: 'awaiting_decision', revision: 1, awaiting: 'approver', question: 'answered' });
  expect(await listFindings(approver)).toEqual([]);
});

test('a row opens its submission, also from the page on the ERP', async () => {
  const projectId = await stack.submitted('About Arch');
  const page = await desk.visit('/desk/acme?about', 'approver');
  await heading(page, 'Things to know about Sage Intacct');
  await findRow(page, projectId).getByRole('link').click();
  await heading(page, 'About Arch');
});

test('a decision is made by keyboard alone, and is asked for once', async () => {
  const projectId = await stack.submitted('Keyboard Hall');
  const page = await desk.visit(`/desk/acme?q=${projectId}`, 'approver');
  await findRow(page, projectId).waitFor();
  for (const key of ['j', 'Enter']) await page.keyboard.press(key);
  await heading(page, 'Keyboard Hall');
  await page.keyboard.press('a');
  await page.keyboard.type(projectId);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Accept and export job ${projectId}` });
  await dialog.getByText(new RegExp(`^Job ${projectId} · [0-9,.]+ USD · `)).waitFor();
  expect(await stack.acme('GET', `/submissions/${projectId}`, { as: 'viewer' })).toMatchObject({
    body: { status: 'awaiting_decision' },
  });
  await page.keyboard.press('Enter');
  await stack.untilStatus(projectId, 'exported');
});

test('after an acceptance by mouse the next submission is open, and the line above it leads back', async () => {
  const prefix = newId();
  const [first, second] = [await stack.submitted('First Ferry', `${prefix}-1`), `${prefix}-2`];
  await stack.submitted('Second Ferry', second);
  const page = await desk.visit(`/desk/acme/${first}?q=${prefix}`, 'approver');
  await findRow(page, second).waitFor();
  await page.getByLabel('Job number required').fill(prefix);
  await page.getByRole('button', { name: `Accept and export job ${prefix}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  const { body } = await stack.acme('GET', `/submissions/${first}`, { as: 'viewer' });
  expect(body['status']).toBe('awaiting_decision');
  await accept(page, `Accept and export job ${prefix}`);
  await heading(page, 'Second Ferry');
  const line = page.locator('.done');
  expect(await line.textContent()).toBe(`Accepted as job ${prefix}: First Ferry`);
  await line.getByRole('link', { name: 'First Ferry' }).click();
  await heading(page, 'First Ferry');
});

test('what is wrong with a field or a cost code is said beside it, by keyboard and by mouse', async () => {
  const projectId = await stack.submitted('Commented Court');
  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  await heading(page, 'Commented Court');
  await page.keyboard.press('r');
  await page.keyboard.type('Two figures differ.');
  expect(await page.getByLabel('Reason required').inputValue()).toBe('Two figures differ.');
  const onValue = page.getByRole('button', { name: 'Comment on Total value' });
  await onValue.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Signed for less.');
  // It belongs to the field, and sends nothing.
  await page.keyboard.press('Enter');
  expect(await onValue.count()).toBe(0);
  const row = page.locator('.cost-codes tbody tr').nth(1);
  const code = String(await row.locator('th').textContent());
  await row.hover();
  await row.getByRole('button', { name: `Comment on Cost code ${code}` }).click();
  await page.getByRole('button', { name: 'Reject revision 1' }).click();
  // Nothing is said of the cost code yet.
  await row.locator('input:invalid').waitFor();
  await row.getByLabel(`What is wrong with cost code ${code}`).fill('Too high.');
  await page.reload();
  await row.getByText('What is wrong with').waitFor();
  expect(await page.locator('.preview li').allTextContents()).toEqual([
    'Total value Signed for less.',
    `Cost code ${code} Too high.`,
  ]);
  expect(await listFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Reject revision 1' }).click();
  const { rejection } = await stack.untilStatus(projectId, 'rejected');
  expect(rejection).toMatchObject({
    reason: 'Two figures differ.',
    fields: [
      { pointer: '/totalValue', message: 'Signed for less.' },
      { pointer: `/costCodes/${code}`, message: 'Too high.' },
    ],
  });
});

test('keys do nothing while somebody types, and can be switched off', async () => {
  const projectId = await stack.submitted('Typed Hall');
  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  await page.getByLabel('Note').fill('r');
  await page.getByLabel('Note').press('r');
  expect(await page.getByLabel('Note').inputValue()).toBe('rr');
  await page.getByRole('button', { name: 'Keys' }).click();
  await page.getByLabel('Single-key shortcuts are on').uncheck();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Reject…' }).focus();
  await page.keyboard.press('r');
  expect(await page.getByLabel('Reason required').count()).toBe(0);
});

test('who comes second is told who was first, and the row stays where it was', async () => {
  const projectId = await stack.submitted('Contested Court');
  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  await findRow(page, projectId).waitFor();
  await page.getByLabel('Job number required').fill('24-900');
  await stack.acme('POST', `/submissions/${projectId}/retrieve`, { as: 'admin', body: { revision: 1 } });
  await shows(page, 'Retrieved by Ada Admin while this was open');
  await findRow(page, projectId).getByText('Retrieved by Ada Admin').waitFor();
});

test('the longest waiting is first unless another order was chosen, and filters stand in the address', async () => {
  const prefix = newId();
  const [old, resent, young] = ['1', '2', '3'].map((n) => `${prefix}-${n}`) as [string, string, string];
  for (const id of [old, resent, young]) await stack.submitted(`Waiting ${id}`, id);
  const decide = (name: string, as: 'admin' | 'approver', body: object) =>
    stack.acme('POST', `/submissions/${resent}/${name}`, { as, body: { revision: 1, ...body } });
  await decide('reject', 'approver', { reason: 'Incomplete.' });
  await decide('resend', 'admin', {});
  const page = await desk.visit(`/desk/acme?q=${prefix}`, 'approver');
  const listed = async (): Promise<string[]> => page.locator('.row-name').allTextContents();
  const until3 = page.locator('.row-link').nth(2);
  await until3.waitFor();
  expect(await listed()).toEqual([old, young, resent].map((id) => `Waiting ${id}`));
  const row = findRow(page, resent);
  expect(await row.textContent()).toContain('Resent r2');
  expect(await row.textContent()).toMatch(/[0-9,]+\.00 USD/);
  expect(await row.textContent()).toContain('Ada Admin');

  await page.getByLabel('Order').selectOption('Newest first');
  await page.reload();
  await until3.waitFor();
  expect(await listed()).toEqual([young, resent, old].map((id) => `Waiting ${id}`));

  await page.getByLabel('Kind').selectOption('Resent');
  await findRow(page, old).waitFor({ state: 'detached' });
  await row.waitFor();
  expect(page.url()).toContain('why=resent');
  await page.getByLabel('Waiting time').selectOption('Over 1 day');
  await shows(page, 'No submission matches');
  await page.getByRole('group', { name: 'Narrow' }).getByRole('button', { name: 'Clear filters' }).click();
  await until3.waitFor();
  expect(page.url()).toContain(`/desk/acme?q=${prefix}`);
});

test('a list that is not ready yet is said calmly, and read again when the API says so', async () => {
  const projectId = await stack.submitted('Patient Pier');
  const page = await desk.enter('approver');
  let isBusy = true;
  // Nothing else makes it read again.
  await page.route('**/events', (route) => route.abort());
  await page.route('**/submissions?*sort=waiting*', async (route) => {
    if (!isBusy) return route.continue();
    const problem = { type: 'x', title: 'Busy', status: 503, code: 'busy', detail: 'Still being read.', instance: 'x' };
    const headers = { 'Retry-After': '1', 'content-type': 'application/problem+json' };
    return route.fulfill({ status: 503, headers, body: JSON.stringify(problem) });
  });
  await desk.go(page, `/desk/acme?q=${projectId}`);
  await shows(page, 'The list is being sorted.');
  isBusy = false;
  await findRow(page, projectId).waitFor();
});

test('new submissions are announced and move no row', async () => {
  await stack.submitted('First Row');
  const page = await desk.visit('/desk/acme', 'approver');
  const rows = page.locator('.row-link');
  await rows.first().waitFor();
  const before = await rows.allTextContents();
  const projectId = await stack.submitted('Second Row');
  const news = page.getByRole('button', { name: 'Show 1 new' });
  await news.waitFor();
  expect((await rows.allTextContents()).length).toBe(before.length);
  await news.click();
  await findRow(page, projectId).waitFor();
});

test('without the server what was typed is kept and nothing can be sent; when it answers the page goes on', async () => {
  const projectId = await stack.submitted('Lost Bridge');
  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  await page.getByLabel('Job number required').fill('24-901');
  await goOffline(page);
  expect(await page.getByRole('button', { name: 'Accept and export job 24-901' }).isDisabled()).toBe(true);
  await page.context().setOffline(false);
  await page.getByText('Ledgergate cannot be reached').waitFor({ state: 'detached' });
  await page.reload();
  await heading(page, 'Lost Bridge');
  expect(await page.getByLabel('Job number required').inputValue()).toBe('24-901');
});

test('many are rejected at once, each with a result of its own', async () => {
  const [one, two] = [await stack.submitted('Bulk One'), await stack.submitted('Bulk Two')];
  const page = await desk.visit('/desk/acme', 'approver');
  for (const name of ['Bulk One', 'Bulk Two']) await page.getByLabel(`Select ${name}`).check();
  await page.getByRole('button', { name: 'Reject selected…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reject 2 submissions' });
  await dialog.getByLabel('Reason required').fill('The budget year is closed.');
  await stack.acme('POST', `/submissions/${two}/retrieve`, { as: 'admin', body: { revision: 1 } });
  await dialog.getByRole('button', { name: 'Reject 2 submissions' }).click();
  await dialog.getByText('1 of 2 done.').waitFor();
  await dialog.getByText('This submission does not await a decision.').waitFor();
  await stack.untilStatus(one, 'rejected');
});

test('a taken job number is parked, and exported as another', async () => {
  const [first, second] = [await stack.submitted('Number One'), await stack.submitted('Number Two')];
  const accept = { as: 'approver', body: { revision: 1, job: { number: first } } } as const;
  await stack.acme('POST', `/submissions/${first}/accept`, accept);
  await stack.untilStatus(first, 'exported');
  await stack.acme('POST', `/submissions/${second}/accept`, accept);
  await stack.untilStatus(second, 'parked');
  const page = await desk.visit(`/desk/acme/${second}?status=parked`, 'approver');
  await shows(page, 'Number taken');
  // What can succeed stands first in the panel, and is the only primary button.
  const panel = page.getByRole('complementary', { name: 'Decision' });
  expect(await panel.getByRole('heading').first().textContent()).toBe('Export again');
  expect(await panel.locator('button.primary').allTextContents()).toEqual(['Export as another job']);
  const held = page.getByRole('link', { name: `Project ${first}` });
  await held.click();
  await heading(page, 'Number One');
  await page.goBack();
  await page.getByLabel('Job number required').fill(second);
  await page.getByRole('button', { name: `Export as job ${second}` }).click();
  await stack.untilStatus(second, 'exported');
});

test('the live connection is closed while the tab is hidden, and opened again with what is new', async () => {
  const page = await desk.visit('/desk', 'approver');
  const isStream = (request: { url: () => string }): boolean => request.url().endsWith('/events');
  let streams = 0;
  page.on('request', (request) => (streams += isStream(request) ? 1 : 0));
  await page.getByRole('link', { name: 'Acme Builders' }).click();
  await heading(page, 'Choose a submission');
  const turn = (isHidden: boolean): Promise<unknown> =>
    page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${String(isHidden)}, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'))`);
  const closed = page.waitForEvent('requestfailed', isStream);
  await turn(true);
  await closed;
  const projectId = await stack.submitted('Seen Later');
  const opened = page.waitForEvent('request', isStream);
  await turn(false);
  await opened;
  await findRow(page, projectId)
    .or(page.getByRole('button', { name: /^Show \d+ new/ }))
    .first()
    .waitFor();
  // The first, and the one that was opened again: none while it was hidden.
  expect(streams).toBe(2);
});

test('cells of a spreadsheet are pasted into the cost codes', async () => {
  const page = await desk.visit('/desk/acme?new', 'admin');
  await page.getByLabel('Code, row 1').focus();
  const cells = '03-100\tConcrete\tlabor, material\t$62,500.00\n05-120\tSteel\tmaterial\t\n';
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(cells)});
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
  }`);
  await shows(page, 'Pasted cells: 2 rows: 2 new.');
  expect(await page.getByLabel('Name, row 2').inputValue()).toBe('Steel');
  expect(await page.getByLabel('Budget, row 1').inputValue()).toBe('62500.00');
});

test('markup in every text that people type stays text', async () => {
  const markup = '<img src=x onerror="document.title=1">';
  const projectId = await stack.submitted(markup);
  const body = { revision: 1, reason: markup, category: markup, fields: [{ pointer: '/name', message: markup }] };
  await stack.acme('POST', `/submissions/${projectId}/reject`, { as: 'approver', body });
  const page = await desk.visit(`/desk/acme/${projectId}`, 'admin');
  await heading(page, markup);
  expect(await page.locator('#desk img').count()).toBe(0);
});

test('a viewer is told who can decide', async () => {
  const projectId = await stack.submitted('Seen Only');
  const page = await desk.visit(`/desk/acme/${projectId}`, 'viewer');
  await shows(page, 'An approver of the company');
  expect(await page.getByRole('button', { name: /Accept|Reject/ }).count()).toBe(0);
});
