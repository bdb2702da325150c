/** The codec server over HTTP: who has the token reads, the pages of one origin alone may ask, and nothing is encrypted. */
import { createPayloadCodec } from '../../../adapters/temporal/payload-codec';
import { sealing } from '../../../workflows/contract/sealed';
import { payloadConverter } from '../../../workflows/payload-converter';
import { codecToken, startCodec, uiOrigin } from '../../support/api/codec';
import { keysOf } from '../../support/payload-keys';
import { useStarted } from '../../support/use-started';

const codec = useStarted(() => startCodec());
const bearer = { authorization: `Bearer ${codecToken}` };

interface JsonPayload {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data: string;
}

const toBase64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');
const toText = (base64: string | undefined): string => Buffer.from(base64 ?? '', 'base64').toString();

async function encrypted(value: unknown, key = 'k1'): Promise<JsonPayload> {
  const [payload] = await createPayloadCodec(keysOf(key)).encode([payloadConverter.toPayload(value)]);
  const metadata = Object.entries(payload?.metadata ?? {}).map(([name, bytes]) => [name, toBase64(bytes)] as const);
  return { metadata: Object.fromEntries(metadata), data: toBase64(payload?.data) };
}

const send = (path: string, body: string, headers: Readonly<Record<string, string>> = bearer): Promise<Response> =>
  fetch(`${codec.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

async function decode(payloads: readonly object[], path = '/decode'): Promise<readonly JsonPayload[]> {
  const response = await send(path, JSON.stringify({ payloads }));
  expect(response.status).toBe(200);
  return ((await response.json()) as { payloads: JsonPayload[] }).payloads;
}

const secret = { reason: 'Nordwind is no customer.' };

test('it decrypts each payload, without the mark that is for workers', async () => {
  const [opened, second] = await decode([await encrypted(secret), await encrypted('second')]);
  expect(toText(opened?.data)).toBe(JSON.stringify(secret));
  expect(Object.keys(opened?.metadata ?? {})).toEqual(['encoding']);
  expect(toText(second?.data)).toBe('"second"');
});

test('what is plain, or encrypted with another key, comes back as it was', async () => {
  const plain = { metadata: { encoding: toBase64(Buffer.from('json/plain')) }, data: toBase64(Buffer.from('1')) };
  const foreign = await encrypted(secret, 'k9');
  expect(await decode([plain, foreign])).toEqual([plain, foreign]);
});

test('it encrypts nothing: /encode gives back what came', async () => {
  const plain = { metadata: { encoding: toBase64(Buffer.from('json/plain')) }, data: toBase64(Buffer.from('1')) };
  const marked = { ...plain, metadata: { ...plain.metadata, [sealing.mark]: toBase64(Buffer.from('k1')) } };
  expect(await decode([plain, marked], '/encode')).toEqual([plain, marked]);
});

test('a body without payloads has none in its answer', async () => {
  const response = await send('/decode', '{}');
  expect(await response.json()).toEqual({ payloads: [] });
});

test.each([
  ['no token', {}],
  ['another token', { authorization: 'Bearer another' }],
  ['the token in another scheme', { authorization: `Basic ${codecToken}` }],
  ['a cookie of another token', { cookie: 'ledgergate-codec=abc' }],
  ['the token as a cookie', { cookie: `ledgergate-codec=${codecToken}` }],
])('with %s it decrypts nothing and says what to send', async (_, headers) => {
  for (const path of ['/decode', '/encode']) {
    const response = await send(path, JSON.stringify({ payloads: [await encrypted(secret)] }), headers);
    expect(response.status).toBe(401);
    const text = await response.text();
    expect(text).toContain('--codec-auth');
    expect(text).not.toContain('Nordwind');
  }
});

test.each([
  ['broken JSON', '{"payloads":', 400],
  ['a list', '[]', 400],
  ['bytes that are not base64', '{"payloads":[{"data":"%%%"}]}', 400],
  ['a number', '{"payloads":[{"metadata":{"encoding":1}}]}', 400],
  ['more than 8 MiB', `{"payloads":[{"data":"${'A'.repeat(8 * 1_024 * 1_024)}"}]}`, 413],
])('%s is refused in a sentence', async (_, body, status) => {
  const response = await send('/decode', body);
  expect(response.status).toBe(status);
  expect(((await response.json()) as { message: string }).message).toMatch(/^The body /);
});

test('other paths and methods are refused', async () => {
  expect((await send('/other', '{}')).status).toBe(404);
  expect((await fetch(`${codec.url}/decode`, { headers: bearer })).status).toBe(405);
  expect((await fetch(`${codec.url}/healthz`)).status).toBe(200);
});

const corsOf = ({ headers }: Response): Record<string, string | null> => ({
  origin: headers.get('access-control-allow-origin'),
  credentials: headers.get('access-control-allow-credentials'),
});

test('the pages of the UI may ask, with token or cookie, and errors can be read there too', async () => {
  const asked = { origin: uiOrigin, 'access-control-request-method': 'POST' };
  const preflight = await fetch(`${codec.url}/decode`, { method: 'OPTIONS', headers: asked });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-namespace');
  const allowed = await send('/decode', '{"payloads":[]}', { ...bearer, origin: uiOrigin });
  const refused = await send('/decode', '{"payloads":[]}', { origin: uiOrigin });
  expect([allowed.status, refused.status]).toEqual([200, 401]);
  for (const response of [preflight, allowed, refused]) {
    expect(corsOf(response)).toEqual({ origin: uiOrigin, credentials: 'true' });
  }
});

test.each(['http://127.0.0.1:8234', 'https://127.0.0.1:8233', 'http://evil.example', 'null'])(
  'a page of %s may not, even with the token',
  async (origin) => {
    const response = await send('/decode', JSON.stringify({ payloads: [await encrypted(secret)] }), {
      ...bearer,
      origin,
    });
    expect(response.status).toBe(403);
    expect(corsOf(response)).toEqual({ origin: null, credentials: null });
    const preflight = await fetch(`${codec.url}/decode`, { method: 'OPTIONS', headers: { origin } });
    expect(corsOf(preflight)).toEqual({ origin: null, credentials: null });
  },
);

test('a person gives the browser the token once, and its cookie then does', async () => {
  expect(await (await fetch(codec.url)).text()).toContain('type="password"');
  const wrong = await send('/', 'token=guess', { 'content-type': 'application/x-www-form-urlencoded' });
  expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([403, null]);
  const right = await send('/', `token=${codecToken}`, { 'content-type': 'application/x-www-form-urlencoded' });
  const cookie = right.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/^ledgergate-codec=[0-9a-f]{64}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=43200$/);
  expect(cookie).not.toContain(codecToken);
  expect(right.headers.get('content-security-policy')).toContain("default-src 'none'");
  const [pair = ''] = cookie.split(';');
  const body = JSON.stringify({ payloads: [await encrypted(secret)] });
  expect((await send('/decode', body, { cookie: pair, origin: uiOrigin })).status).toBe(200);
  expect((await send('/decode', body, { cookie: `${pair}; ledgergate-codec=other`, origin: uiOrigin })).status).toBe(
    401,
  );
});

test('no answer may be stored, and no payload or token is logged', async () => {
  const response = await send('/decode', JSON.stringify({ payloads: [await encrypted(secret)] }));
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(codec.log()).toContain('codec request');
  for (const text of ['Nordwind', codecToken]) expect(codec.log()).not.toContain(text);
});
