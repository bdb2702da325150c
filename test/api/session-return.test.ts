/** After a sign-in the browser goes to a page of ours, whatever the link said. */
import { isReturnPath } from '../../api/session/return-path';
import { createMemoryGateway } from '../support/api/gateway';
import { startApi } from '../support/api/server';
import { setCookies, signInWith, silentProvider } from '../support/api/sign-in';

test.each([
  '/',
  '/desk',
  '/desk/acme',
  '/desk/acme/1042',
  '/desk/acme?new',
  '/desk/acme?status=parked&q=a%20b',
  '/docs',
])('the browser may come back to %s', (path) => {
  expect(isReturnPath(path)).toBe(true);
});

test.each([
  ...[
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
  ],
  ...['https://evil.example', 'https:evil.example', 'javascript:alert(1)', 'desk', '', ' /desk', '@evil.example'],
  ...['/..//evil.example', '/.//evil.example', '/a/../..//evil.example', '/%2e//evil.example'],
  ...['%2F%2Fevil.example', '/desk\r\nSet-Cookie: a=b', '/desk\u0000', '/desk\u2028', '/\u{ff0f}evil.example'],
  ...['/session/login', '/session/logout', '/desk/../session/login', `/${'a'.repeat(2_000)}`],
])('the browser is never sent to %j', async (path) => {
  expect(isReturnPath(path)).toBe(false);
  const api = await startApi(createMemoryGateway(), { signIn: signInWith({ provider: silentProvider }) });
  const received = await api.send('GET', `/session/login?return=${encodeURIComponent(path)}`);
  await api.stop();
  expect({ code: received.json['code'], cookies: setCookies(received) }).toEqual({ code: 'malformed', cookies: [] });
});

describe('a sign-in', () => {
  const begin = async (from: string | undefined) => {
    const api = await startApi(createMemoryGateway(), { signIn: signInWith({ provider: silentProvider }) });
    const headers: Record<string, string> = from === undefined ? {} : { 'sec-fetch-site': from };
    const received = await api.send('GET', '/session/login?return=/desk/acme', { headers });
    await api.stop();
    return received;
  };

  test.each(['cross-site', 'same-site'])(
    'is not begun by a link of another page (%s), which leads to the desk',
    async (from) => {
      const received = await begin(from);
      expect([received.status, received.headers.location, setCookies(received)]).toEqual([302, '/desk/acme', []]);
    },
  );

  test.each(['same-origin', 'none', undefined])('is begun by the person (%s)', async (from) => {
    // At the provider, which is away here.
    expect((await begin(from)).json).toMatchObject({ code: 'provider_unreachable' });
  });
});
