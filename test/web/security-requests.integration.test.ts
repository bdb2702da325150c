/** Pages of others in the same browser: around the desk, and sending requests in the name of who is signed in. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { startOtherSite } from '../support/api/other-site';
import { until, useStack } from '../support/processes/stack';
import { useDesk } from './browser';
import { useStarted } from '../support/use-started';

const stack = useStack();
const other = useStarted(() => startOtherSite());
const desk = useDesk(stack, { mayGoWrong: true });

const origins = ['neighbour', 'stranger'] as const;
type Origin = (typeof origins)[number];

/** A page of somebody else in the browser of an approver who is signed in. */
async function lure(from: Origin): Promise<Page> {
  const path = `/${randomUUID()}`;
  other.serve(path, '');
  const page = await desk.enter('approver');
  await page.goto(other[from] + path);
  return page;
}

describe.each(origins)('a page of a %s', (from) => {
  test('can show nothing of this service in a frame', async () => {
    const submission = await stack.submitted();
    const paths = ['/', '/desk/acme', `/desk/acme/${submission}`, `/v1/companies/acme/submissions/${submission}`];
    const page = await lure(from);
    for (const path of [...paths, '/docs', '/session', '/session/callback?state=x', '/nothing']) {
      const refused = page.waitForEvent('console', (said) => /frame-ancestors|X-Frame-Options/i.test(said.text()));
      const framed = page.waitForEvent('framenavigated');
      await page.evaluate(`document.body.replaceChildren(Object.assign(document.createElement('iframe'), {
        src: '${stack.url}${path}' }))`);
      await Promise.all([refused, framed]);
      const [, frame] = page.frames();
      // What a browser shows in its place has no words of ours.
      expect({ path, shows: frame?.url() }).toEqual({ path, shows: 'chrome-error://chromewebdata/' });
    }
  });

  test('that opens the desk in a window has no hand in it', async () => {
    const page = await lure(from);
    const opened = page.context().waitForEvent('page');
    await page.evaluate(`void (globalThis.opened = open('${stack.url}/desk/acme'))`);
    const victim = await opened;
    await victim.getByText('Choose a submission').first().waitFor();
    expect(await page.evaluate('opened.closed')).toBe(true);
    expect(await victim.evaluate('opener')).toBeNull();
  });

  test('cannot read what the API answers', async () => {
    const page = await lure(from);
    const read = `fetch('${stack.url}/v1/companies/acme/submissions', { credentials: 'include' }).then(
      (answer) => answer.text(), (error) => error.name)`;
    expect(await page.evaluate(read)).toBe('TypeError');
  });
});

/** Code of a foreign page that sends this body, which is JSON. */
type Forge = (to: string, body: string) => string;

/** The name and the value of its only field make up the JSON. */
const textForm: Forge = (to, body) =>
  `const form = document.createElement('form');
   const field = document.createElement('input');
   Object.assign(form, { method: 'post', enctype: 'text/plain', action: '${to}' });
   Object.assign(field, { name: ${JSON.stringify(`${body.slice(0, -1)},"x`)}, value: '":1}' });
   form.append(field);
   document.body.append(form);
   form.submit();`;
const plainForm: Forge = (to) =>
  `const form = Object.assign(document.createElement('form'), { method: 'post', action: '${to}' });
   document.body.append(form);
   form.submit();`;
const request =
  (toBody: (json: string) => string): Forge =>
  (to, body) =>
    `void fetch('${to}', { method: 'POST', mode: 'no-cors', credentials: 'include',
       body: ${toBody(JSON.stringify(body))} }).catch(() => undefined);`;

/** What a foreign page can send without asking first; each with the body that a command would take. */
const forgeries: Readonly<Record<string, Forge>> = {
  'a form': plainForm,
  'a form of plain text': textForm,
  'a request of plain text': request((json) => json),
  'a request without a type': request((json) => `new Blob([${json}])`),
  'a beacon': (to, body) => `navigator.sendBeacon('${to}', ${JSON.stringify(body)});`,
};

/** What the browser's network saw of one request; its pages are told nothing when the answer is not for them. */
interface Seen {
  readonly status: number;
  readonly hasCookie: boolean;
}

async function watch(page: Page, url: string): Promise<() => Promise<Seen>> {
  const network = await page.context().newCDPSession(page);
  const cookieSent = new Map<string, boolean>();
  const statuses = new Map<string, number>();
  let id: string | undefined;
  network.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (request.url === url) id = requestId;
  });
  network.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => {
    cookieSent.set(requestId, (headers['Cookie'] ?? '').includes('__Host-ledgergate='));
  });
  network.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => statuses.set(requestId, statusCode));
  await network.send('Network.enable');
  return () =>
    until(`an answer of ${url}`, () => {
      const [status, hasCookie] = [statuses.get(id ?? ''), cookieSent.get(id ?? '')];
      return Promise.resolve(status === undefined || hasCookie === undefined ? undefined : { status, hasCookie });
    });
}

/** Sent by a foreign page in the browser of an approver who is signed in. */
async function forged(from: Origin, forge: Forge, path: string, body: object): Promise<Seen & { readonly page: Page }> {
  const page = await lure(from);
  const seen = await watch(page, stack.url + path);
  await page.evaluate(`{ ${forge(stack.url + path, JSON.stringify(body))} }`);
  return { ...(await seen()), page };
}

describe.each(Object.entries(forgeries))('a decision forged by %s', (_how, forge) => {
  test.each([
    ['neighbour', 'carries the cookie and is refused all the same', { status: 403, hasCookie: true }],
    ['stranger', 'carries no cookie', { status: 401, hasCookie: false }],
  ] as const)('of a %s %s', async (from, _what, expected) => {
    const id = await stack.submitted();
    const path = `/v1/companies/acme/submissions/${id}/reject`;
    expect(await forged(from, forge, path, { revision: 1, reason: 'Forged.' })).toMatchObject(expected);
    const { body } = await stack.acme('GET', `/submissions/${id}`, { as: 'viewer' });
    expect(body).toMatchObject({ status: 'awaiting_decision', timeline: [{ type: 'submitted' }] });
  });
});

test.each(origins)('a sign-out or another sign-in forged by a %s changes nothing', async (from) => {
  for (const path of ['/session/logout', '/session/dev']) {
    const { status, page } = await forged(from, textForm, path, { role: 'viewer' });
    expect({ path, status }).toEqual({ path, status: 403 });
    const again = await page.context().newPage();
    await again.goto(`${stack.url}/desk/acme`);
    await again.getByText('Abe Approver').first().waitFor();
  }
});
