/** What is left in a browser: nothing that the next person at this computer could read. */
import type { Page, Response } from 'playwright-core';
import { startOtherSite } from '../support/api/other-site';
import { useStack } from '../support/processes/stack';
import { useDesk, shows } from './browser';
import { useStarted } from '../support/use-started';

const secret = 'Harbour Secret';
const path = '/desk/acme/private';

const stack = useStack();
const other = useStarted(() => startOtherSite());
const desk = useDesk(stack, { mayGoWrong: true });

beforeAll(async () => {
  other.serve('/', '<p>Elsewhere</p>');
  await stack.submitted(secret, 'private');
});

const signOut = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await shows(page, 'Sign in as');
};
const texts = (page: Page): Promise<string> => page.evaluate('document.documentElement.textContent');

test('no answer about a company or a person is kept by the browser', async () => {
  const answers: Response[] = [];
  const page = await desk.visit('/desk', 'approver');
  page.on('response', (response) => answers.push(response));
  await page.goto(`${new URL(page.url()).origin}${path}`);
  await shows(page, secret);
  const personal = answers.filter((answer) => /\/(v1|session)(\/|$)/.test(new URL(answer.url()).pathname));
  expect(personal.length).toBeGreaterThan(3);
  expect(personal.map((answer) => answer.headers()['cache-control'])).toEqual(personal.map(() => 'no-store'));
});

test('a sign-out takes the cookie away, and what other tabs show with it', async () => {
  const page = await desk.visit(path, 'approver');
  await shows(page, secret);
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await shows(tab, secret);
  await signOut(page);
  expect(await page.context().cookies()).toEqual([]);
  await tab.reload();
  await shows(tab, 'Sign in as');
  expect(await texts(tab)).not.toContain(secret);
});

test('after a sign-out the way back shows nothing of before', async () => {
  const page = await desk.visit('/desk/acme', 'approver');
  await page.locator('.row', { hasText: secret }).click();
  await shows(page, 'Decision');
  await signOut(page);
  await page.goBack();
  await shows(page, 'Sign in as');
  expect(await texts(page)).not.toContain(secret);
});

test('a page of others between a sign-out in another tab and the way back changes nothing of that', async () => {
  const page = await desk.visit(path, 'approver');
  await shows(page, secret);
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await page.goto(other.stranger);
  await signOut(tab);
  await page.goBack();
  await shows(page, 'Sign in as');
  expect(await texts(page)).not.toContain(secret);
});

test('a sign-out takes away what was typed, and what other tabs show', async () => {
  const page = await desk.visit(path, 'approver');
  await page.getByRole('button', { name: 'Reject…' }).click();
  await page.getByLabel('Reason required').fill('Not yet said.');
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await shows(tab, secret);
  await signOut(page);
  await shows(tab, 'Sign in as');
  await page.getByRole('button', { name: 'approver' }).click();
  await shows(page, 'Decision');
  await page.getByRole('button', { name: 'Reject…' }).waitFor();
  expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('Not yet said.');
});
