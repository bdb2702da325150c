/** The desk on a phone: in the order in which it is read, with nothing that is hidden without a hint. */
import type { Locator } from 'playwright-core';
import { useStack } from '../support/processes/stack';
import { shows, useDesk } from './browser';

const stack = useStack();
const desk = useDesk(stack);
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

beforeAll(() => stack.submitted('Harbour Street Garage', 'garage'));

const top = async (element: Locator): Promise<number> => (await element.boundingBox())?.y ?? Number.NaN;

test('the project is read before it is decided, and a link leads to the decision', async () => {
  const page = await desk.visit('/desk/acme/garage', 'approver', phone);
  const decision = page.getByRole('complementary', { name: 'Decision' });
  const parts = [
    page.getByRole('heading', { name: 'Checks' }),
    page.getByRole('heading', { name: 'Project', exact: true }),
    page.getByRole('heading', { name: /cost codes/ }),
    decision,
    page.getByRole('heading', { name: 'Timeline' }),
  ];
  const tops: number[] = [];
  for (const part of parts) tops.push(await top(part));
  expect(tops).toEqual(tops.toSorted((one, other) => one - other));
  // A screen reader meets them in the same order.
  const text = (await page.locator('.review').textContent()) ?? '';
  expect(text.indexOf('Cost types')).toBeLessThan(text.indexOf('Accept and export'));

  expect(await top(decision)).toBeGreaterThan(phone.viewport.height);
  await page.getByRole('link', { name: 'Go to the decision' }).tap();
  await page.waitForFunction(`document.activeElement.id === 'decision'`);
  expect(await top(decision)).toBeLessThan(phone.viewport.height / 2);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.closest("#decision") !== null')).toBe(true);
});

test('statuses that do not fit fade out at their edge, on both sides, and the chosen one is in view', async () => {
  const page = await desk.visit('/desk/acme', 'approver', phone);
  await shows(page, 'Harbour Street Garage');
  const nav = page.getByRole('navigation', { name: 'Status' });
  const edges = (): Promise<string | null> => nav.getAttribute('class');
  expect(await edges()).toBe('filters more-behind');
  const scrollTo = (left: number): Promise<unknown> =>
    page.evaluate(`document.querySelector('.filters ul').scrollLeft = ${left}`);
  await scrollTo(100);
  await page.locator('.filters.more-before.more-behind').waitFor();
  await scrollTo(10_000);
  await page.locator('.filters.more-before:not(.more-behind)').waitFor();

  await desk.go(page, '/desk/acme?status=withdrawn');
  await shows(page, 'No submission is withdrawn');
  const box = await nav.getByRole('link', { name: 'Withdrawn' }).boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(phone.viewport.width);
});

test('nothing fades where all statuses fit', async () => {
  const page = await desk.visit('/desk/acme', 'approver');
  await shows(page, 'Harbour Street Garage');
  expect(await page.getByRole('navigation', { name: 'Status' }).getAttribute('class')).toBe('filters');
});
