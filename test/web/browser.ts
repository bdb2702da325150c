/** A real browser before the desk: signed in as one of the four people, with everything that goes wrong in it kept. */
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Role } from '../../workflows/contract/codes';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @throws Error that says what to install */
function findChromium(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const files = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [process.env['CHROMIUM'] ?? '', ...files].find(isExecutable);
  if (found === undefined) throw new Error('No Chromium on PATH: install one, or name it as CHROMIUM.');
  return found;
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const runAxe = `axe.run(document, { runOnly: ${JSON.stringify(axeTags)} }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`;

/** What axe finds on the page as it is now: past the page's own policy, which lets no foreign script in. */
export async function findingsOf(page: Page): Promise<unknown> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Runtime.evaluate', { expression: `${axe};undefined` });
  const answer = { awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', { expression: runAxe, ...answer });
  await devtools.detach();
  return exceptionDetails ? [exceptionDetails.text] : result.value;
}

/** What a browser says of its own accord when an answer is no success; the desk shows that in words. */
const isAnswer = (text: string): boolean => text.startsWith('Failed to load resource');

export class Desk {
  /** Errors of scripts and of the page's policy, and requests that left the origin. */
  readonly wrong: string[] = [];
  readonly #browser: Browser;
  readonly #url: string;
  readonly #contexts: BrowserContext[] = [];
  readonly #profile: string;

  private constructor(browser: Browser, url: string, profile: string) {
    this.#browser = browser;
    this.#url = url;
    this.#profile = profile;
  }

  static async open(url: string): Promise<Desk> {
    const profile = mkdtempSync(join(tmpdir(), 'ledgergate-browser-'));
    const env = { ...process.env, HOME: profile };
    return new Desk(await chromium.launch({ executablePath: findChromium(), args: flags, env }), url, profile);
  }

  /** `role` absent: nobody is signed in. */
  async visit(path: string, role?: Role, options: BrowserContextOptions = {}): Promise<Page> {
    // Without motion, as a colour that is on its way has no contrast to judge.
    const still: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' };
    const context = await this.#browser.newContext({ ...still, ...options });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => this.wrong.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isAnswer(message.text())) this.wrong.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.#url)) this.wrong.push(request.url());
    });
    if (role)
      await context.request.post(`${this.#url}/session/dev`, { data: { role }, headers: { origin: this.#url } });
    await page.goto(`${this.#url}${path}`);
    return page;
  }

  async leave(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}
