/** Measures how soon a person sees the desk and what is typed, in a real Chromium, its processor slowed down to a modest computer. */
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { childEnv } from '../adapters/env';
import type { Role } from '../workflows/contract/codes';
import { measureTyping, type Typing } from './typing';

export const slowedBy = 4;

/** Milliseconds from the beginning of the navigation. */
export interface Paint {
  readonly firstContent: number;
  readonly firstRow: number;
}

export interface DeskBrowser {
  /** Opened with nothing in the browser's cache. `rowText`: of a row that is there. */
  readonly open: (path: string, rowText: string) => Promise<Paint>;
  /** Writes a project on this page. */
  readonly type: (path: string) => Promise<Typing>;
  readonly close: () => Promise<void>;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `undefined`: there is none on PATH, and `CHROMIUM` names none. */
export function findChromium(): string | undefined {
  const { CHROMIUM: named = '', PATH: path = '' } = childEnv({});
  const found = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [named, ...found].find(isExecutable);
}

/** Run by the page before its own scripts. */
const noteFirstRow = `new MutationObserver((_, observer) => {
  if (!document.querySelector('.row')) return;
  globalThis.firstRowAt = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });`;

const readPaint = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName('first-contentful-paint');
    if (paint) resolve({ firstContent: paint.startTime, firstRow: globalThis.firstRowAt });
  }).observe({ type: 'paint', buffered: true });
})`;

const PaintSchema = z.object({ firstContent: z.number(), firstRow: z.number() });

/** A page that takes longer is a failure. */
const shownWithinMs = 60_000;

async function look(page: Page, url: string, rowText: string): Promise<Paint> {
  await page.addInitScript(noteFirstRow);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowedBy });
  await page.goto(url);
  await page.locator('.row', { hasText: rowText }).first().waitFor();
  return PaintSchema.parse(await page.evaluate(readPaint));
}

async function write(page: Page, url: string): Promise<Typing> {
  const devtools = await page.context().newCDPSession(page);
  await page.goto(url);
  return measureTyping(page, devtools, slowedBy);
}

/** `url`: of the API that serves the desk. `directory`: for what the browser keeps while it runs. */
export async function openBrowser(executable: string, directory: string, url: string): Promise<DeskBrowser> {
  const home = await mkdtemp(join(directory, 'browser-'));
  const env = childEnv({ HOME: home });
  const browser = await chromium.launch({ executablePath: executable, args: flags, env });
  const onPage = async <T>(role: Role, use: (page: Page) => Promise<T>): Promise<T> => {
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
    try {
      await context.request.post(`${url}/session/dev`, { data: { role }, headers: { origin: url } });
      const page = await context.newPage();
      page.setDefaultTimeout(shownWithinMs);
      return await use(page);
    } finally {
      await context.close();
    }
  };
  return {
    open: (path, rowText) => onPage('approver', (page) => look(page, `${url}${path}`, rowText)),
    type: (path) => onPage('admin', (page) => write(page, `${url}${path}`)),
    close: async () => {
      await browser.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
