/** Signing in at a real identity provider in a real browser: nobody is led elsewhere, nor into the session of another. */
import type { Page } from 'playwright-core';
import { startOtherSite } from '../support/api/other-site';
import { startSignInDesk } from '../support/api/sign-in-desk';
import { useDesk } from './browser';
import { useStarted } from '../support/use-started';

const session = '__Host-ledgergate';

const signIn = useStarted(() => startSignInDesk());
const other = useStarted(() => startOtherSite());
const desk = useDesk(signIn, { mayGoWrong: true });

async function nameIn(page: Page): Promise<string | undefined> {
  const answer = await page.request.get(`${signIn.url}/session`);
  const { actor } = (await answer.json()) as { actor?: { name?: string } };
  return actor?.name;
}
const findCookie = async (page: Page) =>
  (await page.context().cookies(signIn.url)).find(({ name }) => name === session);

test('a sign-in leads to the provider and back to where it began', async () => {
  const page = await desk.visit('/desk/acme?status=parked');
  await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
  await page.getByText('Ada Lovelace').first().waitFor();
  expect(page.url()).toBe(`${signIn.url}/desk/acme?status=parked`);
  expect(await findCookie(page)).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
});

describe('a way back that leads elsewhere is not gone', () => {
  const elsewhere = (): string => new URL(other.stranger).host;

  test.each<[string, (host: string) => string]>([
    ['an address', (host) => `http://${host}/`],
    ['an address without a scheme', (host) => `//${host}/`],
    ['three slashes', (host) => `///${host}/`],
    ['a backslash', (host) => `/\\${host}/`],
    ['two backslashes', (host) => `\\\\${host}/`],
    ['a tab between the slashes', (host) => `/\t/${host}/`],
    ['a line break between the slashes', (host) => `/\n/${host}/`],
    ['dots that resolve to two slashes', (host) => `/desk/..//${host}/`],
    ['encoded slashes', (host) => `/%2f${host}/`],
    ['an encoded backslash', (host) => `/%5c${host}/`],
    ['what looks like a user', (host) => `@${host}/`],
    ['a script', () => 'javascript:alert(1)'],
    ['a document', () => 'data:text/html,<script>alert(1)</script>'],
    ['the next header', (host) => `/desk\r\nLocation: http://${host}/`],
  ])('%s', async (_what, toPath) => {
    const page = await desk.visit('/');
    const heard = other.calls.length;
    await page.goto(`${signIn.url}/session/login?return=${encodeURIComponent(toPath(elsewhere()))}`);
    await page.waitForLoadState();
    expect(new URL(page.url()).origin).toBe(signIn.url);
    expect(other.calls).toHaveLength(heard);
  });
});

describe('the sign-in of another', () => {
  /** Begins one in this browser and goes through the provider. @returns where that sends the browser back to */
  async function begin(page: Page): Promise<string> {
    let next = `${signIn.url}/session/login`;
    while (!next.startsWith(`${signIn.url}/session/callback`)) {
      const answer = await page.request.get(next, { maxRedirects: 0 });
      next = new URL(answer.headers()['location'] ?? '', next).href;
    }
    return next;
  }

  test('cannot be ended in a browser that began none', async () => {
    const [theirs, mine] = [await desk.visit('/'), await desk.visit('/')];
    const address = await begin(theirs);
    await mine.goto(address);
    await mine.getByText('started no sign-in').first().waitFor();
    expect(await nameIn(mine)).toBeUndefined();
    await theirs.goto(address);
    expect(await nameIn(theirs)).toBe('Ada Lovelace');
  });

  test('cannot be ended in a browser that began its own, nor with the state of that', async () => {
    const [theirs, mine] = [await desk.visit('/'), await desk.visit('/')];
    const [address, own] = [new URL(await begin(theirs)), new URL(await begin(mine))];
    await mine.goto(address.href);
    await mine.getByText('Another sign-in was started').first().waitFor();
    address.searchParams.set('state', own.searchParams.get('state') ?? '');
    await mine.goto(address.href);
    await mine.getByRole('link', { name: 'To the desk' }).waitFor();
    expect(await nameIn(mine)).toBeUndefined();
  });
});

describe('a session that somebody else put into the browser', () => {
  /** By a page at another port of the same host: the nearest that a page of others can come. */
  async function plant(value: string): Promise<Page> {
    other.serve('/plant', `<script>document.cookie = '${session}=${value}; Path=/; Secure'</script>`);
    const page = await desk.visit('/');
    await page.goto(`${other.neighbour}/plant`);
    expect((await findCookie(page))?.value).toBe(value);
    return page;
  }
  const signInHere = async (page: Page): Promise<void> => {
    await page.goto(`${signIn.url}/session/login?return=/desk`);
    await page.getByText('Ada Lovelace').first().waitFor();
  };

  test('means nothing when this service did not make it', async () => {
    expect(await nameIn(await plant('planted'))).toBeUndefined();
  });

  test('is not taken over by a sign-in, which makes a new one that no page can read', async () => {
    const page = await plant('planted');
    await signInHere(page);
    const own = await findCookie(page);
    expect(own?.value).not.toBe('planted');
    expect(own?.httpOnly).toBe(true);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  test('cannot take the place of one that is there', async () => {
    const page = await desk.visit('/');
    await signInHere(page);
    const own = await findCookie(page);
    other.serve('/plant', `<script>document.cookie = '${session}=planted; Path=/; Secure'</script>`);
    await page.goto(`${other.neighbour}/plant`);
    expect((await findCookie(page))?.value).toBe(own?.value);
    expect(await nameIn(page)).toBe('Ada Lovelace');
  });

  test('is another one after each sign-in', async () => {
    const page = await desk.visit('/');
    await signInHere(page);
    const first = await findCookie(page);
    await signInHere(page);
    expect((await findCookie(page))?.value).not.toBe(first?.value);
  });
});
