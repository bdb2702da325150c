/** Against a real peer of the worst kind: each call ends, has a clear kind, and reads no more than it may. */
import { createBoundedFetch } from '../../../adapters/http/bounded-fetch';
import { callHttp, type HttpCall } from '../../../adapters/http/call';
import { HttpFailure, type HttpFailureKind } from '../../../adapters/http/failure';
import { type brief, bytesReadBy, endless, slow, useHostileServer } from '../../support/erp/hostile-server';

const server = useHostileServer();

const maxBytes = 1_000_000;
/** Head, frames, and what the system had taken in before we hung up. */
const margin = 16_384 + 65_536 + 65_536;

const call = (url: string, more: Partial<HttpCall> = {}) =>
  callHttp({
    method: 'POST',
    url: new URL(url),
    headers: {},
    body: '{}',
    signal: new AbortController().signal,
    maxBytes,
    ...more,
  });

async function catchFailure(work: Promise<unknown>): Promise<HttpFailure> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HttpFailure)) throw new Error(`no failure: ${String(error)}`);
  return error;
}

describe('a call to a peer that', () => {
  test.each(endless)('answers with an %s ends when it has read what it may', async (conduct) => {
    let failure: HttpFailure | undefined;
    const read = await bytesReadBy(async () => {
      failure = await catchFailure(call(server.url(conduct)));
    });
    // Node itself ends trailers without end.
    expect(failure).toMatchObject({ kind: conduct === 'endless trailers' ? 'broken' : 'too_long', wasSent: true });
    expect(read).toBeGreaterThan(16_000);
    expect(read).toBeLessThan(maxBytes + margin);
    await server.isLeft();
  });

  test.each(slow)('is %s ends with its signal, and hangs up', async (conduct) => {
    const failed = server.endOnceCalled((signal) => catchFailure(call(server.url(conduct), { signal })));
    expect(await failed).toMatchObject({ kind: 'timed_out', wasSent: true });
    await server.isLeft();
  });

  const kinds: Partial<Record<(typeof brief)[number], HttpFailureKind>> = {
    '10 MB of JSON': 'too_long',
    'compressed bomb': 'encoded',
    'cut off': 'broken',
    'no HTTP': 'broken',
  };
  test.each(Object.entries(kinds))('answers with: %s fails as %s', async (conduct, kind) => {
    let failure: HttpFailure | undefined;
    const read = await bytesReadBy(async () => {
      failure = await catchFailure(call(server.url(conduct as (typeof brief)[number])));
    });
    expect(failure).toMatchObject({ kind, wasSent: true });
    expect(read).toBeLessThan(200_000);
    await server.isLeft();
  });

  test('redirects is not followed', async () => {
    expect(await call(server.url('redirect to itself'))).toMatchObject({ status: 307, text: '' });
    await server.toldAll();
    expect(server.calls('redirect to itself')).toBe(1);
  });

  test('asks for an absurd wait is not believed', async () => {
    expect(await call(server.url('absurd wait'))).toMatchObject({ status: 429, retryAfterMs: undefined });
  });

  test('answers in peace is read', async () => {
    expect(await call(await server.urlFor('{"Größe":1}'))).toMatchObject({ status: 200, text: '{"Größe":1}' });
  });
});

test('a call that is over before it began is not sent', async () => {
  await server.toldAll();
  const before = server.calls();
  const failure = await catchFailure(call(server.url('silent'), { signal: AbortSignal.abort() }));
  expect(failure).toMatchObject({ kind: 'timed_out', wasSent: false });
  await server.toldAll();
  expect(server.calls()).toBe(before);
});

test.each([
  ['nobody listens', 'http://127.0.0.1:9/', 'ECONNREFUSED'],
  ['the name is not known', 'http://nowhere.invalid/', 'ENOTFOUND'],
])('a call where %s was not sent', async (_why, url, code) => {
  expect(await catchFailure(call(url))).toMatchObject({ kind: 'not_connected', wasSent: false, code });
});

test('a call to one whose certificate nobody vouches for was not sent', async () => {
  const before = server.calls();
  const url = await server.urlFor('{}', { scheme: 'https' });
  expect(await catchFailure(call(url))).toMatchObject({ kind: 'not_connected', wasSent: false });
  await server.toldAll();
  expect(server.calls()).toBe(before);
  expect(await call(url, { ca: server.certificate })).toMatchObject({ status: 200 });
});

describe('fetch with bounds', () => {
  const fetchBounded = createBoundedFetch({ withinMs: 600_000, maxBytes });

  test('answers like fetch', async () => {
    const response = await fetchBounded(await server.urlFor('{"a":1}'), {
      method: 'POST',
      headers: new Headers({ Accept: 'application/json' }),
      body: new URLSearchParams({ grant_type: 'refresh_token' }),
    });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ a: 1 });
  });

  test('reads no endless answer, and waits for none that does not come', async () => {
    await expect(fetchBounded(server.url('endless body'))).rejects.toMatchObject({ kind: 'too_long' });
    const brief = createBoundedFetch({ withinMs: 50, maxBytes });
    await expect(brief(server.url('silent'))).rejects.toMatchObject({ kind: 'timed_out' });
    await expect(fetchBounded(server.url('silent'), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'timed_out',
    });
  });
});
