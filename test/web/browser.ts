/** A real browser before the desk: signed in as one of the four people, with everything that goes wrong in it kept. */
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Role } from '../../workflows/contract/codes';
import { useStarted } from '../support/use-started';

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
/** Of all that it can tell, what is asked for here. */
const axeOptions = { runOnly: axeTags, resultTypes: ['violations'], selectors: false };
const runAxe = `axe.run(document, ${JSON.stringify(axeOptions)}).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ')))`;

/** What axe finds on the page as it is now: past the page's own policy, which lets no foreign script in. */
export async function listFindings(page: Page): Promise<unknown> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Runtime.evaluate', { expression: `${axe};undefined` });
  const answer = { awaitPromise: true, returnByValue: true };
  const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', { expression: runAxe, ...answer });
  await devtools.detach();
  return exceptionDetails ? [exceptionDetails.text] : result.value;
}

/** The browser's own folder. With the same font wherever it is there, so that pictures are the same, too. */
function makeProfile(): string {
  const profile = mkdtempSync(join(tmpdir(), 'ledgergate-browser-'));
  const fonts = join(profile, '.config', 'fontconfig');
  mkdirSync(fonts, { recursive: true });
  const prefer = ['system-ui', 'sans-serif'].map(
    (family) =>
      `<alias binding="same"><family>${family}</family><prefer><family>Liberation Sans</family></prefer></alias>`,
  );
  writeFileSync(join(fonts, 'fonts.conf'), `<?xml version="1.0"?><fontconfig>${prefer.join('')}</fontconfig>`);
  return profile;
}

/** What a browser says of its own accord when an answer is no success; the desk shows that in words. */
const isAnswer = (text: string): boolean => text.startsWith('Failed to load resource');

export const shows = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();

/** From now on the page reaches nothing, and has noticed that. */
export async function goOffline(page: Page): Promise<void> {
  await page.context().setOffline(true);
  // As a tab that is looked at again: it reads.
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await page.getByText('Ledgergate cannot be reached').first().waitFor();
}

/** Presses the button that accepts, and answers the question that follows. */
export async function accept(page: Page, button: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Accept/ })
    .click();
}

export class Desk {
  /** Errors of scripts and of the page's policy, and requests that left the origin. */
  readonly wrong: string[] = [];
  readonly #browser: Browser;
  readonly #url: string;
  readonly #contexts: BrowserContext[] = [];
  readonly #kept = new Map<string, Page>();
  readonly #profile: string;

  private constructor(browser: Browser, url: string, profile: string) {
    this.#browser = browser;
    this.#url = url;
    this.#profile = profile;
  }

  static async open(url: string): Promise<Desk> {
    const profile = makeProfile();
    const env = { ...process.env, HOME: profile, XDG_CONFIG_HOME: join(profile, '.config') };
    return new Desk(await chromium.launch({ executablePath: findChromium(), args: flags, env }), url, profile);
  }

  /** A page that shows nothing yet. `role` absent: nobody is signed in. */
  async enter(role?: Role, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.#open(role, options);
    this.#contexts.push(page.context());
    return page;
  }

  async #open(role: Role | undefined, options: BrowserContextOptions): Promise<Page> {
    // Without motion, as a colour that is on its way has no contrast to judge.
    const still: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' };
    const context = await this.#browser.newContext({ ...still, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(300_000);
    page.on('pageerror', ({ message }) => this.wrong.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isAnswer(message.text())) this.wrong.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(this.#url)) this.wrong.push(request.url());
    });
    if (role)
      await context.request.post(`${this.#url}/session/dev`, { data: { role }, headers: { origin: this.#url } });
    return page;
  }

  async visit(path: string, role?: Role, options?: BrowserContextOptions): Promise<Page> {
    const page = await this.enter(role, options);
    await this.go(page, path);
    return page;
  }

  /**
   * The one page of this role and these options, which the tests of a file use one after the other: a new one takes
   * most of a second. Nothing is left of the visit before but the sign-in.
   */
  async revisit(path: string, role?: Role, options: BrowserContextOptions = {}): Promise<Page> {
    const key = JSON.stringify([role, options]);
    let page = this.#kept.get(key);
    if (!page) {
      page = await this.#open(role, options);
      await page.addInitScript('localStorage.clear(); sessionStorage.clear()');
      this.#kept.set(key, page);
    }
    await page.context().setOffline(false);
    await this.go(page, path);
    return page;
  }

  async go(page: Page, path: string): Promise<void> {
    await page.goto(`${this.#url}${path}`);
  }

  async leave(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

interface DeskOptions {
  /** Such as where the page's own policy is put to the test. */
  readonly mayGoWrong?: boolean;
}

/** One browser for all tests of a file, and for each its own pages, on which nothing may go wrong. */
export function useDesk(at: { readonly url: string }, { mayGoWrong = false }: DeskOptions = {}): Desk {
  const desk = useStarted(() => Desk.open(at.url));
  afterEach(async () => {
    await desk.leave();
    if (!mayGoWrong) expect(desk.wrong.splice(0)).toEqual([]);
  });
  return desk;
}
