import type { Page } from 'playwright-core';
import { example, newId, useStack } from '../support/processes/stack';
import { listFindings, useDesk } from './browser';

const stack = useStack();
const desk = useDesk(stack);

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    code: `${10 + Math.floor(n / 100)}-${100 + (n % 100)}`,
    name: `Cost code ${n + 1}`,
    costTypes: ['labor'],
    budget: '1000.00',
  }));

async function rejected(costCodes: readonly object[], pointers: readonly string[]): Promise<string> {
  const projectId = newId();
  const project = { ...example('harbour-street-garage'), name: 'Wall Works', costCodes };
  const sent = await stack.acme('POST', '/submissions', { as: 'admin', body: { projectId, project } });
  expect(sent.status).toBe(201);
  const fields = pointers.map((pointer) => ({ pointer, message: `Check ${pointer}.` }));
  const body = { revision: 1, reason: 'Figures.', fields };
  expect(await stack.acme('POST', `/submissions/${projectId}/reject`, { as: 'approver', body })).toMatchObject({
    status: 200,
  });
  return projectId;
}

/** Waits until what has this label has the focus. */
const untilFocused = (page: Page, label: string): Promise<void> =>
  page
    .locator(':focus')
    .and(page.getByLabel(label, { exact: true }))
    .waitFor();

const complained = ['/totalValue', '/costCodes/10-101/budget', '/costCodes/11-150', '/costCodes/12-199/name'];

test('each complaint stands at its field and row, the keyboard jumps from one to the next, and what is untouched is said', async () => {
  const projectId = await rejected(many(300), complained);
  const page = await desk.visit(`/desk/acme/${projectId}?edit`, 'admin');
  await page.getByRole('button', { name: 'Next complaint (1 of 4)' }).click();
  await untilFocused(page, 'Total value');
  await page.keyboard.press('F8');
  await untilFocused(page, 'Budget, row 2');
  const described = 'document.getElementById(document.activeElement.getAttribute("aria-describedby")).textContent';
  expect(await page.evaluate(described)).toContain('Check /costCodes/10-101/budget.');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('1200.00');
  await page.getByRole('button', { name: 'Next complaint (3 of 4)' }).waitFor();
  // This row is on the second page, and the next one on the third.
  await page.keyboard.press('F8');
  await untilFocused(page, 'Code, row 151');
  await page.keyboard.press('F8');
  await untilFocused(page, 'Name, row 300');
  await page.getByText('Rows 201 to 300 of 300').waitFor();
  await page.keyboard.press('Shift+F8');
  await untilFocused(page, 'Code, row 151');

  const untouched = page.locator('.untouched');
  expect((await untouched.textContent())?.replace(/[⁦-⁩]/g, '')).toBe(
    '3 complaints are untouched: Total value, row 11-150, row 12-199 name. Send anyway?',
  );
  await untouched.getByRole('button', { name: 'Go to Total value' }).click();
  await untilFocused(page, 'Total value');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('300200.00');
  await page.getByText('2 complaints are untouched').waitFor();
  expect(await listFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Resend as revision 2' }).click();
  await page.getByText('Revision 2').first().waitFor();
});

test('a complaint goes with its row when rows above it are removed and its code is corrected', async () => {
  const projectId = await rejected(many(3), ['/costCodes/10-102']);
  const page = await desk.visit(`/desk/acme/${projectId}?edit`, 'admin');
  const rowText = (row: number) => page.locator('.said-row').filter({ has: page.locator(`#cost-code-${row - 1}`) });
  await rowText(3).getByText('Check /costCodes/10-102.').waitFor();
  await page.getByRole('button', { name: 'Remove row 1' }).click();
  await rowText(2).getByText('Check /costCodes/10-102.').waitFor();
  await page.getByLabel('Code, row 2').fill('10-999');
  await rowText(2).getByText('Check /costCodes/10-102.').waitFor();
  await page.locator('.untouched').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Remove row 2' }).click();
  await page.getByText('Cost code 10-102, rejected because: Check /costCodes/10-102.').first().waitFor();
});

test('the mistakes of 2,000 rows are jumped to one after the other', async () => {
  const page = await desk.visit('/desk/acme?new', 'admin');
  const costCodes = many(2_000).map((each, n) => (n % 50 === 49 ? { ...each, budget: 'about 1000' } : each));
  const project = { ...example('harbour-street-garage'), costCodes };
  const buffer = Buffer.from(JSON.stringify(project));
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'p.json', mimeType: 'application/json', buffer });
  await page.getByRole('button', { name: 'Next mistake (1 of 40)' }).click();
  await untilFocused(page, 'Budget, row 50');
  await page.keyboard.press('F8');
  await untilFocused(page, 'Budget, row 100');
  await page.keyboard.press('F8');
  await untilFocused(page, 'Budget, row 150');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('900');
  await page.getByRole('button', { name: 'Next mistake (3 of 39)' }).waitFor();
  await page.keyboard.press('Shift+F8');
  await page.keyboard.press('Shift+F8');
  await page.keyboard.press('Shift+F8');
  await untilFocused(page, 'Budget, row 2000');
  await page.getByText('39 mistakes to correct before it can be sent').click();
  await page.getByRole('button', { name: 'Go to Cost code 10-149, budget' }).waitFor();
  expect(await page.locator('.grid tbody input').count()).toBe(400);
});

test('on a phone a cost code is one line, and those that are complained about are open', async () => {
  const projectId = await rejected(many(12), ['/costCodes/10-101/budget', '/totalValue']);
  const options = { viewport: { width: 390, height: 844 } };
  const page = await desk.visit(`/desk/acme/${projectId}?edit`, 'admin', options);
  await page.getByLabel('Budget, row 2').waitFor();
  const isVisible = (row: number) => page.getByLabel(`Budget, row ${row}`, { exact: true }).isVisible();
  expect([await isVisible(1), await isVisible(2), await isVisible(3)]).toEqual([false, true, false]);
  const line = page.getByRole('button', { name: /^10-102 Cost code 3 1,000\.00$/ });
  expect(await line.getAttribute('aria-expanded')).toBe('false');
  await line.click();
  await page.getByLabel('Budget, row 3').fill('5');
  expect(await page.getByLabel('Budget, row 3').isVisible()).toBe(true);
  expect(await listFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /^10-102 Cost code 3 5$/ }).click();
  await page.getByLabel('Budget, row 3').waitFor({ state: 'hidden' });
  const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
  expect(await page.evaluate(isTooWide)).toBe(false);
});
