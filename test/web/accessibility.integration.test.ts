import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Role } from '../../workflows/contract/codes';
import { example, useStack } from '../support/processes/stack';
import { listFindings, goOffline, useDesk } from './browser';

const stack = useStack();

const project = (name: string, change: object = {}) => ({ ...example('harbour-street-garage'), name, ...change });
const command = (projectId: string, name: string, as: 'admin' | 'approver', body: object) =>
  stack.acme('POST', `/submissions/${projectId}/${name}`, { as, body: { revision: 1, ...body } });

beforeAll(async () => {
  for (const id of ['waits', 'resent', 'rejected', 'exported', 'parked']) await stack.submitted(`The ${id} one`, id);
  const fields = [
    { pointer: '/name', message: 'Which tower?' },
    { pointer: '/customer/code', message: 'Ask for it.' },
  ];
  for (const id of ['resent', 'rejected']) await command(id, 'reject', 'approver', { reason: 'Incomplete.', fields });
  await command('resent', 'resend', 'admin', { project: project('The resent tower', { totalValue: '1.00' }) });
  for (const id of ['exported', 'parked']) {
    await command(id, 'accept', 'approver', { job: { number: '24-017' } });
    // The first has the number, so the second cannot.
    await stack.untilStatus(id, id);
  }
});
const desk = useDesk(stack, { mayGoWrong: true });

/** Where it is, as whom, what shows that it is there, and what is done before it is looked at. */
interface State {
  readonly path: string;
  readonly role?: Role;
  readonly shows: string;
  readonly act?: (page: Page) => Promise<unknown>;
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
const typeNumber = (number: string) => (page: Page) => page.getByLabel('Job number required').fill(number);

async function askToBeSure(page: Page): Promise<void> {
  await typeNumber('24-018')(page);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
}

async function chooseAll(page: Page): Promise<void> {
  await page.getByLabel(/^Select (all|the first) /).check();
  await press('Reject selected…')(page);
}

async function writeCustomFields(page: Page): Promise<void> {
  for (const row of [1, 2]) {
    await press('Add a field')(page);
    await page.getByRole('group', { name: 'Custom fields' }).getByLabel(`Name, row ${row}`).fill('permit');
  }
  await page.getByText('Two fields have this name.').first().waitFor();
}

const states: Readonly<Record<string, State>> = {
  'signing in': { path: '/', shows: 'Sign in as' },
  'the choice of a company': { path: '/desk', role: 'viewer', shows: 'Choose a company' },
  'the queue': { path: '/desk/acme', role: 'approver', shows: 'The waits one' },
  'an empty list': { path: '/desk/acme?status=withdrawn', role: 'viewer', shows: 'No submission is withdrawn' },
  'a search without a match': { path: '/desk/acme?q=zzz', role: 'viewer', shows: 'No submission matches' },
  'a narrowed list': {
    path: '/desk/acme?why=resent&waiting=1d',
    role: 'approver',
    shows: 'No submission matches',
  },
  'a review': { path: '/desk/acme/waits', role: 'approver', shows: 'Decision' },
  'differences with reasons': { path: '/desk/acme/resent', role: 'approver', shows: 'Rejected because:' },
  rejecting: { path: '/desk/acme/resent', role: 'approver', shows: 'Decision', act: press('Reject…') },
  'the keys': { path: '/desk/acme', role: 'approver', shows: 'The waits one', act: press('Keys') },
  'what was rejected': { path: '/desk/acme/rejected', role: 'admin', shows: 'Incomplete.' },
  correcting: { path: '/desk/acme/rejected?edit', role: 'admin', shows: 'Which tower?' },
  submitting: {
    path: '/desk/acme?new',
    role: 'admin',
    shows: 'Submit for acceptance',
    act: press('Submit for acceptance'),
  },
  'custom fields': { path: '/desk/acme?new', role: 'admin', shows: 'Custom fields', act: writeCustomFields },
  'a number that is too long': {
    path: '/desk/acme/waits',
    role: 'approver',
    shows: 'Decision',
    act: typeNumber('24-018 and more than fits'),
  },
  'asked to be sure': { path: '/desk/acme/waits', role: 'approver', shows: 'Decision', act: askToBeSure },
  'rejecting many': { path: '/desk/acme', role: 'approver', shows: 'The waits one', act: chooseAll },
  'without the server': { path: '/desk/acme/waits', role: 'approver', shows: 'Decision', act: goOffline },
  'what an ERP asks': { path: '/desk/acme?about', role: 'operator', shows: 'Things to know about Sage Intacct' },
  'why an ERP takes no projects': {
    path: '/desk/globex?about',
    role: 'viewer',
    shows: 'Things to know about QuickBooks',
  },
  'an ERP that takes no projects': { path: '/desk/globex?new', role: 'admin', shows: 'QuickBooks' },
  'parked, to an approver': { path: '/desk/acme/parked', role: 'approver', shows: 'Answer of the ERP' },
  settling: { path: '/desk/acme/parked', role: 'operator', shows: 'Answer of the ERP', act: press('Settle…') },
  'what is in the ERP': { path: '/desk/acme/exported', role: 'viewer', shows: 'Recorded in the ERP' },
  'what is not there': { path: '/desk/acme/nothing', role: 'viewer', shows: 'This submission does not exist' },
};
type Scheme = NonNullable<BrowserContextOptions['colorScheme']>;

/** Width and height in CSS pixels. 200 % of a window of 1280 pixels is one of 640, and 400 % one of 320. */
const looks: readonly (readonly [string, number, number, Scheme])[] = [
  ['wide and light', 1_440, 900, 'light'],
  ['wide and dark', 1_440, 900, 'dark'],
  ['200 % zoom, light', 640, 450, 'light'],
  ['320 px wide, light', 320, 640, 'light'],
  ['320 px wide, dark', 320, 640, 'dark'],
];

/** What can be scrolled sideways, but the line of statuses, which shows where it has more. */
const listTooWide = `[document.documentElement, ...document.querySelectorAll('body *')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && !one.matches('.filters ul, .unseen, input, textarea, select'))
  .filter((one) => one === document.documentElement || ['auto', 'scroll'].includes(getComputedStyle(one).overflowX))
  .map((one) => one.tagName + '.' + one.className)`;

/** As somebody sets who wants letters twice as big, in a window that stays as it is. */
const bigText = 'document.documentElement.style.fontSize = "200%"';

test.each(Object.entries(states))('axe finds nothing at %s, and nothing is too wide', async (_name, state) => {
  const { path, role, shows, act } = state;
  const page = await desk.revisit(path, role);
  const [first] = looks;
  await page.getByText(shows).first().waitFor({ state: 'attached' });
  await act?.(page);
  for (const [look, width, height, colorScheme] of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    expect([look, await listFindings(page), await page.evaluate(listTooWide)]).toEqual([look, [], []]);
  }
  await page.setViewportSize({ width: first?.[1] ?? 0, height: first?.[2] ?? 0 });
  await page.evaluate(bigText);
  expect(await page.evaluate(listTooWide)).toEqual([]);
});
