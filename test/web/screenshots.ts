/** `npm run screenshots`: the pictures of the desk in docs/images, from a stack and a story of their own. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Role } from '../../workflows/contract/codes';
import { Stack } from '../support/processes/stack';
import { Desk } from './browser';
import { ScreenshotStory, writeCompany } from './screenshot-story';

const folder = join(__dirname, '..', '..', 'docs', 'images');

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly role: Role;
  readonly look: BrowserContextOptions;
  /** Until this stands there the page is not ready. */
  readonly shows: string;
  readonly before?: (page: Page) => Promise<unknown>;
}

const light: BrowserContextOptions = { colorScheme: 'light', locale: 'en-US', timezoneId: 'America/New_York' };
const dark: BrowserContextOptions = { ...light, colorScheme: 'dark' };
const wide = { viewport: { width: 1360, height: 850 } };
const narrow = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };

const pictures: readonly Picture[] = [
  {
    name: 'review',
    path: '/desk/acme/p-1022',
    role: 'approver',
    shows: 'What changed since revision 1',
    look: { ...light, ...wide },
    before: (page) => page.getByLabel('Job number').fill('24-022'),
  },
  {
    name: 'parked',
    path: '/desk/acme/p-1017?status=parked',
    role: 'approver',
    shows: 'Answer of the ERP',
    look: { ...dark, ...wide },
    before: (page) => page.getByLabel('Job number').fill('24-017'),
  },
  {
    name: 'correct',
    path: '/desk/acme/p-1026?edit',
    role: 'admin',
    shows: 'Rejected because:',
    look: { ...light, ...narrow },
  },
];

let stack: Stack;
let story: ScreenshotStory;
let desk: Desk;

beforeAll(async () => {
  const varDirectory = mkdtempSync(join(tmpdir(), 'ledgergate-'));
  writeCompany(varDirectory);
  stack = await Stack.start({ varDirectory });
  story = new ScreenshotStory(stack);
  await story.tell();
  desk = await Desk.open(`http://127.0.0.1:${stack.port}`);
  mkdirSync(folder, { recursive: true });
});
afterEach(() => desk.leave());
afterAll(async () => {
  await desk.stop();
  await stack.stop();
});

test.each(pictures)('$name', async ({ name, path, role, look, shows, before }) => {
  const page = await desk.enter(role, look);
  await story.time.tellOn(page);
  await desk.go(page, path);
  await page.getByText(shows).first().waitFor();
  await before?.(page);
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide' });
});
