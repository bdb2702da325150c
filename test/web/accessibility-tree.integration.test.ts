/**
 * The desk without a screen: what a screen reader is told, in its order, and where the keyboard stops. The snapshots are
 * the walk, and are read when they change: `npx jest --selectProjects e2e test/web/accessibility-tree -u`.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Role } from '../../workflows/contract/codes';
import { Stack } from '../support/processes/stack';
import { useStarted } from '../support/use-started';
import { useDesk } from './browser';
import { ScreenshotStory, writeCompany } from './screenshot-story';
import { readAloud, tabThrough } from './spoken';

const told = useStarted(async () => {
  const varDirectory = mkdtempSync(join(tmpdir(), 'ledgergate-'));
  writeCompany(varDirectory);
  const stack = await Stack.start({ varDirectory });
  const story = new ScreenshotStory(stack);
  await story.tell();
  return { url: `http://127.0.0.1:${stack.port}`, story, stop: () => stack.stop() };
});
const desk = useDesk(told);

const wide: BrowserContextOptions = { locale: 'en-US', timezoneId: 'America/New_York' };
const phone: BrowserContextOptions = { ...wide, viewport: { width: 390, height: 844 } };

interface Walk {
  readonly path: string;
  readonly role?: Role;
  readonly shows: string;
  readonly look?: BrowserContextOptions;
  readonly act?: (page: Page) => Promise<unknown>;
}

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();

const walks: Readonly<Record<string, Walk>> = {
  'the sign-in': { path: '/', shows: 'Sign in as' },
  'the queue': { path: '/desk/acme', role: 'approver', shows: 'Riverside Bus Depot' },
  'a review': { path: '/desk/acme/p-1022', role: 'approver', shows: 'What changed since revision 1' },
  'a review on a phone': {
    path: '/desk/acme/p-1022',
    role: 'approver',
    shows: 'What changed since revision 1',
    look: phone,
  },
  'a rejection': {
    path: '/desk/acme/p-1022',
    role: 'approver',
    shows: 'What changed since revision 1',
    act: press('Reject…'),
  },
  'a parked export': { path: '/desk/acme/p-1017?status=parked', role: 'operator', shows: 'Answer of the ERP' },
  'a correction': { path: '/desk/acme/p-1026?edit', role: 'admin', shows: 'Rejected because:' },
  'a new submission': { path: '/desk/acme?new', role: 'admin', shows: 'Submit for acceptance' },
  'what an ERP asks': { path: '/desk/acme?about', role: 'viewer', shows: 'No export under way has failed.' },
};

async function open({ path, role, shows, look = wide, act }: Walk): Promise<Page> {
  const page = await desk.enter(role, look);
  await told.story.time.tellOn(page);
  await desk.go(page, path);
  await page.getByText(shows).first().waitFor();
  await page.waitForLoadState('networkidle');
  await act?.(page);
  return page;
}

test.each(Object.entries(walks))('what is read at %s', async (_name, walk) => {
  expect(await readAloud(await open(walk))).toMatchSnapshot();
});

test.each(['a review', 'a review on a phone', 'a correction'])('where the keyboard stops at %s', async (name) => {
  const walk = walks[name];
  if (!walk) throw new Error(`no walk is called ${name}`);
  expect(await tabThrough(await open(walk))).toMatchSnapshot();
});
