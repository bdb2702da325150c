/** Renewing and ending a session at a real identity provider: ID tokens of a minute, refresh tokens that count once. */
import { sessionCookie } from '../../api/session/cookies';
import { createMemoryGateway } from '../support/api/gateway';
import { type Received, startApi } from '../support/api/server';
import { newSessionKey, sameOrigin, signInWith } from '../support/api/sign-in';
import { clientId, clientSecret, letIn, publicOrigin } from '../support/api/oidc-provider-process';
import { startOidcProvider } from '../support/api/oidc-provider-process';
import { aged, CookieJar } from '../support/api/session-cookies';
import { useStarted } from '../support/use-started';
import { defined } from '../../workflows/contract/defined';

const sessionKey = newSessionKey();
const grants = { acme: { approver: true } };

let jar: CookieJar;
const provider = useStarted(() => startOidcProvider({ grants }));
const api = useStarted(() => {
  const { issuer } = provider;
  const configured = { issuer, clientId, clientSecret, publicOrigin, scope: 'openid profile' };
  return startApi(createMemoryGateway(), {
    signIn: signInWith({ publicOrigin, sessionKey, provider: configured }),
  });
});
beforeEach(async () => {
  await provider.become('usual');
  jar = new CookieJar();
});

async function send(method: string, path: string, json?: unknown, with_ = jar): Promise<Received> {
  const headers = { cookie: with_.toString(), ...sameOrigin };
  const received = await api.send(method, path, { headers, ...defined({ json }) });
  with_.take(received);
  return received;
}
async function signIn(): Promise<void> {
  const begun = await send('GET', '/session/login');
  const back = await letIn(String(begun.headers.location));
  expect((await send('GET', back.pathname + back.search)).status).toBe(302);
}
const renew = async (with_ = jar) => (await send('POST', '/session/renew', { secondsSinceUse: 0 }, with_)).json;
async function passMinutes(minutes: number): Promise<void> {
  jar.set(sessionCookie, await aged(sessionKey, jar.get(sessionCookie) ?? '', minutes * 60));
}
function copyCookies(other: CookieJar): CookieJar {
  const copy = new CookieJar();
  for (const pair of other.toString().split('; ')) copy.set(...(pair.split('=', 2) as [string, string]));
  return copy;
}
const refreshes = (): number => provider.count('gave refresh_token');

test('a session is renewed again and again, each time with the refresh token of the last', async () => {
  await signIn();
  const before = refreshes();
  for (const time of [1, 2, 3]) {
    await passMinutes(10);
    expect(await renew()).toMatchObject({ signedIn: true, actor: { id: 'ada', name: 'Ada Lovelace' } });
    expect(refreshes()).toBe(before + time);
  }
});

test('two windows that renew one after the other spend one refresh token', async () => {
  await signIn();
  await passMinutes(10);
  const before = refreshes();
  for (let window = 0; window < 2; window += 1) expect(await renew()).toMatchObject({ signedIn: true });
  expect(refreshes()).toBe(before + 1);
});

test('a spent refresh token ends the session: the provider takes back all of them', async () => {
  await signIn();
  await passMinutes(10);
  const lost = copyCookies(jar);
  await renew(lost);
  expect(await renew()).toMatchObject({ signedIn: false, ended: { why: 'provider' } });
  lost.set(sessionCookie, await aged(sessionKey, lost.get(sessionCookie) ?? '', 600));
  expect(await renew(lost)).toMatchObject({ signedIn: false, ended: { why: 'provider' } });
});

test.each([
  ['refuse', 'a person who has left'],
  ['no-id-token', 'a renewal without an ID token'],
] as const)('the session ends with %s: %s', async (mode, _who) => {
  await signIn();
  await passMinutes(10);
  await provider.become(mode);
  expect(await renew()).toMatchObject({ signedIn: false, ended: { why: 'provider' } });
});

test('with the provider away the session goes on, and is renewed once it is back', async () => {
  await signIn();
  await passMinutes(20);
  await provider.become('closed');
  expect(await renew()).toMatchObject({ signedIn: true, renewInSeconds: 60 });
  expect((await send('GET', '/v1/companies/acme/submissions')).status).toBe(200);
  await passMinutes(10);
  expect(await renew()).toMatchObject({ code: 'provider_unreachable' });
  await provider.become('usual');
  expect(await renew()).toMatchObject({ signedIn: true, renewInSeconds: 540 });
});

test('with a refresh token that no cookie holds the session ends with the ID token, a minute later', async () => {
  await provider.become('long');
  await signIn();
  expect((await send('GET', '/session')).json).toMatchObject({ signedIn: true, endsWithIdToken: true });
  await passMinutes(1);
  expect((await send('GET', '/session')).json).toMatchObject({ signedIn: false, ended: { why: 'id_token' } });
});

test('a sign-out takes the refresh token back, and says where the session of the provider ends', async () => {
  await signIn();
  const copy = copyCookies(jar);
  const before = provider.count('took back');
  const { providerUrl } = (await send('POST', '/session/logout')).json;
  expect(jar.toString()).toBe('');
  expect(provider.count('took back')).toBe(before + 1);
  const url = new URL(String(providerUrl));
  expect(url.origin).toBe(provider.issuer);
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${publicOrigin}/`);
  expect(url.searchParams.get('id_token_hint')?.split('.')).toHaveLength(3);
  copy.set(sessionCookie, await aged(sessionKey, copy.get(sessionCookie) ?? '', 600));
  expect(await renew(copy)).toMatchObject({ signedIn: false, ended: { why: 'provider' } });
});

test('a sign-out does not wait for a provider that is away', async () => {
  await signIn();
  await provider.become('closed');
  const received = await send('POST', '/session/logout');
  expect({ status: received.status, cookies: jar.toString() }).toEqual({ status: 200, cookies: '' });
});
