/** A session in a real browser, at a real identity provider: it goes on in every window, and says why when it ends. */
import type { Page, Request } from 'playwright-core';
import { startSignInDesk } from '../support/api/sign-in-desk';
import { useDesk, shows } from './browser';
import { forgetKey, lookAgain, passSeconds as makeOlder } from './sign-in';
import { useStarted } from '../support/use-started';

const minute = 60;
const writing = '/desk/acme?new';

const signIn = useStarted(() => startSignInDesk());
const desk = useDesk(signIn, { mayGoWrong: true });
beforeEach(() => signIn.provider.become('usual'));

const refreshes = (): number => signIn.provider.count('gave refresh_token');
const isRenewal = (request: Request): boolean => request.url().endsWith('/session/renew');
const reportIn = (request: Request): unknown => (request.postDataJSON() as Record<string, unknown>)['secondsSinceUse'];

async function enter(path: string): Promise<Page> {
  const page = await desk.visit(path);
  await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await shows(page, 'Ada Lovelace');
  return page;
}

const passSeconds = (page: Page, seconds: number): Promise<void> => makeOlder(page, signIn.sessionKey, seconds);

test('two windows whose session is stale renew it once, and both go on', async () => {
  const page = await enter('/desk/acme');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await shows(other, 'Ada Lovelace');
  const windows = [page, other];
  for (const _ of [1, 2]) {
    await passSeconds(page, 20 * minute);
    const before = refreshes();
    const renewed = windows.map((one) => one.waitForResponse((response) => isRenewal(response.request())));
    // No renewal leaves the browser before both windows have been told that they are stale.
    const told = windows.map((one) => one.waitForResponse((response) => response.status() === 401));
    await page.context().route('**/session/renew', async (route) => {
      for (const response of await Promise.all(told)) await response.finished();
      for (const one of windows) await one.evaluate('new Promise((resolve) => setTimeout(resolve))');
      await route.continue();
    });
    await Promise.all([page.reload(), other.reload()]);
    await Promise.all([...renewed, shows(page, 'Ada Lovelace'), shows(other, 'Ada Lovelace')]);
    expect(refreshes()).toBe(before + 1);
    await page.context().unroute('**/session/renew');
  }
});

/** Lets the page's clock run by minutes until it renews. @returns the minutes without use that it reported */
async function readReport(page: Page): Promise<number> {
  let report: number | undefined;
  const hear = (request: Request): void => {
    if (isRenewal(request)) report = Number(reportIn(request)) / minute;
  };
  page.on('request', hear);
  while (report === undefined) {
    const answered = page.waitForResponse((response) => isRenewal(response.request()), { timeout: 500 });
    await page.clock.fastForward(minute * 1_000);
    await answered.catch(() => undefined);
  }
  page.off('request', hear);
  return report;
}

test('a session is renewed before its roles are ten minutes old, with how long nobody used the desk', async () => {
  const page = await enter('/desk/acme');
  await page.clock.install();
  await page.reload();
  await shows(page, 'Ada Lovelace');
  const first = await readReport(page);
  const unused = await readReport(page);
  await page.keyboard.press('Shift');
  const used = await readReport(page);
  expect(first).toBeGreaterThanOrEqual(8);
  expect(unused).toBeGreaterThanOrEqual(first + 8);
  expect(used).toBeLessThan(unused);
});

test('what was typed before the session ended is there after the next sign-in, and the page says why', async () => {
  const page = await enter(writing);
  await page.getByLabel('Name').first().fill('Harbour Street Garage');
  await passSeconds(page, 121 * minute);
  await page.getByLabel('Name').first().fill('Harbour Street Garages');
  await shows(page, 'Your session ended after 2 hours without use. Sign in again; what you typed is kept.');
  await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await shows(page, 'Ada Lovelace');
  expect(await page.getByLabel('Name').first().inputValue()).toBe('Harbour Street Garages');
});

test.each([
  [121 * minute, 'after 2 hours without use'],
  [12 * 60 * minute, '12 hours after the sign-in'],
])('a session of %i s ago says: %s', async (seconds, says) => {
  const page = await enter('/desk/acme');
  await passSeconds(page, seconds);
  await page.reload();
  await shows(page, says);
});

test('the provider that does not renew it ends it in every window', async () => {
  const page = await enter('/desk/acme');
  const other = await page.context().newPage();
  await other.goto(page.url());
  await shows(other, 'Ada Lovelace');
  await signIn.provider.become('refuse');
  await passSeconds(page, 16 * minute);
  await page.reload();
  await shows(page, "your organisation's sign-in did not renew it");
  await shows(other, "your organisation's sign-in did not renew it");
});

test('a session whose key the server no longer has says so', async () => {
  const page = await enter('/desk/acme');
  await forgetKey(page);
  await lookAgain(page);
  await shows(page, 'Your session ended because the key or the version of this server has changed.');
  await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await shows(page, 'Ada Lovelace');
});

test('roles that have changed since are said to whoever has the desk open, who can go on', async () => {
  const page = await enter('/desk/acme');
  await page.getByRole('link', { name: 'New submission' }).waitFor();
  await signIn.provider.become('demote');
  await passSeconds(page, 16 * minute);
  await lookAgain(page);
  await shows(page, /^Your roles have changed\. In .+ you are now viewer\.$/);
  expect(await page.getByRole('link', { name: 'New submission' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByText('Your roles have changed').waitFor({ state: 'detached' });
});

test('a sign-out in one window is said in the others, where nothing that was typed is left', async () => {
  const page = await enter('/desk/acme');
  const other = await page.context().newPage();
  await other.goto(`${signIn.url}${writing}`);
  await other.getByLabel('Name').first().fill('Harbour Street Garage');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await shows(other, 'You signed out in another window.');
  expect(await other.evaluate('JSON.stringify(sessionStorage)')).not.toContain('Harbour');
  await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await shows(page, 'Ada Lovelace');
  await lookAgain(other);
  await shows(other, 'Ada Lovelace');
});

test('a session that is over is said without a click, when the desk comes to renew it', async () => {
  const page = await enter('/desk/acme');
  await page.clock.install();
  await page.reload();
  await shows(page, 'Ada Lovelace');
  await passSeconds(page, 140 * minute);
  await page.clock.fastForward(10 * minute * 1_000);
  await shows(page, 'Your session ended after 2 hours without use.');
});

test('while the provider is away the page says so, and goes on once it is back', async () => {
  const page = await enter('/desk/acme');
  await page.clock.install();
  await signIn.provider.become('closed');
  await passSeconds(page, 31 * minute);
  await page.reload();
  await shows(page, "Your organisation's sign-in does not answer");
  await signIn.provider.become('usual');
  await page.clock.runFor(31_000);
  await shows(page, 'Ada Lovelace');
});

test('without a refresh token that fits, the page says until when one is signed in', async () => {
  await signIn.provider.become('long');
  await shows(await enter('/desk/acme'), 'Ada Lovelace until');
});

test('a sign-out ends the session of the provider as well, and comes back to the desk', async () => {
  const page = await enter('/desk/acme');
  const before = signIn.provider.count('ended');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(`${signIn.url}/`);
  await page.getByRole('link', { name: 'Sign in with your organisation' }).waitFor();
  expect(signIn.provider.count('ended')).toBe(before + 1);
  expect(await page.context().cookies(signIn.url)).toEqual([]);
});
