/** The desk's files as they were built, under a policy that lets nothing else in. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryGateway } from '../support/api/gateway';
import { startApi, type ApiServer } from '../support/api/server';

const page = '<!doctype html><title>Desk</title>';
const script = `export const words = ${JSON.stringify('again and again '.repeat(100))};`;

let folder: string;
let api: ApiServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledgergate-desk-'));
  const web = join(folder, 'web');
  mkdirSync(join(web, 'inner'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(web, 'inner', 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(web, 'link.txt'));
  const files = { 'index.html': page, 'app.js': script, 'app.css': 'p{}', 'icon.svg': '<svg/>' };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(web, name), content);
  api = await startApi(createMemoryGateway(), { deskDirectory: web, rate: { perSecond: 100, burst: 500 } });
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

test.each(['/', '/desk', '/desk/acme', '/desk/acme/1042', '/desk/acme?new', '/desk/acme/a%20b', '/desk/../secret.txt'])(
  'the page stands at %s',
  async (path) => {
    const { status, headers, text } = await api.send('GET', path);
    expect({ status, text }).toEqual({ status: 200, text: page });
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
  },
);

test.each([
  ['app.js', 'text/javascript; charset=utf-8'],
  ['app.css', 'text/css; charset=utf-8'],
  ['icon.svg', 'image/svg+xml; charset=utf-8'],
])('%s is served as %s', async (name, type) => {
  const { status, headers } = await api.send('GET', `/assets/${name}`);
  expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type });
});

test('page and files come with a policy that lets in only our own, and no string as code', async () => {
  for (const path of ['/', '/desk/acme', '/assets/app.js']) {
    const { headers } = await api.send('GET', path);
    expect(String(headers['content-security-policy']).split(';')).toEqual([
      ...[
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
      ],
      ...["connect-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'none'"],
      ...["frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types file-reader'],
    ]);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  }
});

test('what a browser has is not sent again, until it changed', async () => {
  const { headers } = await api.send('GET', '/assets/app.js');
  expect(headers['cache-control']).toBe('no-cache');
  const again = (etag: string) => api.send('GET', '/assets/app.js', { headers: { 'if-none-match': etag } });
  expect(await again(headers.etag ?? '')).toMatchObject({ status: 304, text: '' });
  expect(await again('"older"')).toMatchObject({ status: 200, text: script });
});

test('a browser that takes gzip gets less, and the same', async () => {
  const gzipped = await fetch(`${api.url}/assets/app.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect(gzipped.headers.get('content-encoding')).toBe('gzip');
  expect(Number(gzipped.headers.get('content-length'))).toBeLessThan(script.length / 2);
  expect(await gzipped.text()).toBe(script);
  expect((await api.send('GET', '/assets/app.js')).headers['content-encoding']).toBeUndefined();
});

test('the head alone has no body', async () => {
  const { status, text, headers } = await api.send('HEAD', '/desk');
  expect({ status, text, length: headers['content-length'] }).toEqual({
    status: 200,
    text: '',
    length: String(page.length),
  });
});

test.each([
  ...['/assets/../secret.txt', '/assets/..%2fsecret.txt', '/assets/%2e%2e/secret.txt', '/assets/..\\secret.txt'],
  ...['/assets/inner/secret.txt', '/assets/inner%2fsecret.txt', '/assets/inner', '/assets/link.txt'],
  ...[
    '/assets/',
    '/assets',
    '/assets/index.html',
    '/assets/%00',
    '/assets/%',
    '/assets/__proto__',
    '/assets/constructor',
  ],
  ...['/secret.txt', '/../secret.txt', '//secret.txt', '/assets//secret.txt'],
])('nothing outside of what was built is found at %s', async (path) => {
  const { text } = await api.send('GET', path);
  expect(JSON.parse(text)).toMatchObject({ status: 404, code: 'not_found' });
});

test('it can only be read', async () => {
  for (const path of ['/', '/desk', '/desk/acme', '/assets/app.js']) {
    const { status, headers } = await api.send('POST', path, { json: {} });
    expect({ path, status, allow: headers.allow }).toEqual({ path, status: 405, allow: 'GET, HEAD' });
  }
});

test('many files at once are no reason to be turned away', async () => {
  const statuses = await Promise.all(Array.from({ length: 60 }, () => api.send('GET', '/assets/app.js')));
  expect(statuses.every(({ status }) => status === 200)).toBe(true);
});

test('a desk that was not built stops the API, which says what to do', async () => {
  const folderless = startApi(createMemoryGateway(), { deskDirectory: join(folder, 'nowhere') });
  await expect(folderless).rejects.toThrow(
    /The desk is not built, because .*index\.html is missing\. Run "npm run build" first\./,
  );
});
