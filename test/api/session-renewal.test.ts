/** A session goes on as long as the provider says so and somebody uses the desk, and says why when it does not. */
import { createMemoryGateway } from '../support/api/gateway';
import { type ApiServer, startApi } from '../support/api/server';
import { limits, newSessionKey, setCookies, signInWith } from '../support/api/sign-in';
import { clientId, clientSecret, publicOrigin } from '../support/api/oidc-provider-process';
import { type ScriptedProvider, startScriptedProvider } from '../support/api/scripted-provider';
import { SessionClient, issueTokens } from '../support/api/session-client';

const minute = 60;
const hour = 3_600;

let provider: ScriptedProvider;
let api: ApiServer;
let browser: SessionClient;

/** Only the date: time-outs and sockets go on by the real clock. */
const fakeDate = (): void => {
  jest.useFakeTimers({
    now: Date.now(),
    doNotFake: [
      ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
      ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
    ],
  });
};
const pass = (seconds: number): void => {
  jest.setSystemTime(Date.now() + seconds * 1_000);
};

beforeEach(async () => {
  fakeDate();
  provider = await startScriptedProvider();
  const { issuer } = provider;
  const signIn = signInWith({
    publicOrigin,
    sessionKey: newSessionKey(),
    limits,
    provider: { issuer, clientId, clientSecret, publicOrigin, scope: 'openid' },
  });
  api = await startApi(createMemoryGateway(), { signIn });
  browser = new SessionClient(api, provider);
});
afterEach(async () => {
  jest.useRealTimers();
  await api.stop();
  await provider.stop();
});

const give = async (options: Parameters<typeof issueTokens>[1]): Promise<void> =>
  provider.answer(200, await issueTokens(provider, options));

describe('a session of an ID token that lives for a minute', () => {
  test('goes on for as long as it is renewed and used, up to twelve hours', async () => {
    await browser.signIn();
    for (let passed = 0; passed < 12 * hour - 10 * minute; passed += 9 * minute) {
      pass(9 * minute);
      await give({ refreshToken: `token-${passed}` });
      expect((await browser.renew()).json).toMatchObject({ signedIn: true, actor: { id: 'ada' } });
      expect((await browser.list()).status).toBe(200);
    }
    pass(9 * minute);
    expect((await browser.renew()).json).toEqual({
      signedIn: false,
      ways: { oidc: true, dev: false },
      ended: { why: 'max_age', minutes: 720 },
    });
    expect((await browser.list()).json['code']).toBe('unauthenticated');
    expect(browser.hasRenewer()).toBe(false);
  });

  test('must be renewed after 15 minutes: until then every request is refused as stale, and does nothing', async () => {
    await browser.signIn();
    pass(15 * minute);
    for (const received of [await browser.list(), await browser.session()]) {
      expect(received.json).toMatchObject({ status: 401, code: 'session_stale' });
      expect(setCookies(received)).toEqual([]);
    }
    await give({ refreshToken: 'second' });
    await browser.renew();
    expect((await browser.list()).status).toBe(200);
  });

  test('is renewed with the newest refresh token, by the client that shows who it is', async () => {
    await browser.signIn();
    for (const [used, next] of [
      ['first', 'second'],
      ['second', 'third'],
    ]) {
      pass(9 * minute);
      await give({ refreshToken: next });
      await browser.renew();
      const { authorization, form } = provider.asked();
      expect([form.get('grant_type'), form.get('refresh_token')]).toEqual(['refresh_token', used]);
      expect(authorization).toMatch(/^Basic /);
    }
  });

  test('keeps the refresh token of a provider that does not change it', async () => {
    await browser.signIn();
    pass(9 * minute);
    await give({});
    await browser.renew();
    pass(9 * minute);
    await browser.renew();
    expect(provider.asked().form.get('refresh_token')).toBe('first');
  });

  test('has the roles that the provider says now', async () => {
    await browser.signIn();
    pass(9 * minute);
    await give({ roles: { acme: { viewer: true } } });
    expect((await browser.renew()).json['companies']).toEqual({ acme: { name: 'Company acme', viewer: true } });
    const accept = '/v1/companies/acme/submissions/1042/accept';
    expect((await browser.send('POST', accept, { revision: 1 })).json['code']).toBe('not_permitted');
  });

  test('asks the provider once for two windows that come one after the other', async () => {
    await browser.signIn();
    pass(9 * minute);
    await give({ refreshToken: 'second' });
    await browser.renew();
    provider.answer(400, { error: 'invalid_grant' });
    expect((await browser.renew()).json).toMatchObject({ signedIn: true, renewInSeconds: 9 * minute });
  });

  test('is renewed by nothing else', async () => {
    await browser.signIn();
    pass(14 * minute);
    for (const received of [await browser.list(), await browser.session()]) expect(setCookies(received)).toEqual([]);
    expect(provider.asked().form.get('grant_type')).toBe('authorization_code');
  });
});

describe('it ends', () => {
  const endedAs = async (why: string): Promise<void> => {
    const renewed = await browser.renew();
    expect(renewed.json).toMatchObject({ signedIn: false, ended: { why } });
    expect(browser.hasRenewer()).toBe(false);
    expect((await browser.session()).json).toMatchObject({ signedIn: false, ended: { why } });
    expect((await browser.list()).json['code']).toBe('unauthenticated');
  };

  test.each<[string, number, unknown]>([
    ['refuses', 400, { error: 'invalid_grant' }],
    ['wants the person to sign in again', 400, { error: 'interaction_required' }],
    ['forbids it', 403, { error: 'access_denied' }],
    ['renews without an ID token', 200, { access_token: 'a', token_type: 'Bearer' }],
    ['answers with something else', 200, { id_token: 7 }],
  ])('when the provider %s', async (_, status, body) => {
    await browser.signIn();
    pass(9 * minute);
    provider.answer(status, body);
    await endedAs('provider');
    expect(api.log()).toContain('"session":"ended: ');
  });

  test('when the renewed ID token belongs to another person, or cannot be trusted', async () => {
    for (const spoiled of [{ sub: 'eve' }, { seconds: -60 }]) {
      await browser.signIn();
      pass(9 * minute);
      await give(spoiled);
      await endedAs('provider');
    }
  });

  test('when its roles have become too many for a cookie', async () => {
    await browser.signIn();
    pass(9 * minute);
    const admin = Array.from({ length: 1_000 }, (_, index) => `project-${index}`);
    await give({ roles: { acme: { admin } } });
    await endedAs('provider');
  });

  test('when the browser has lost what it is renewed with, or has that of another session', async () => {
    await browser.signIn();
    const other = browser.copy();
    await browser.signIn();
    const mixed = browser.copy();
    mixed.jar.set('__Host-ledgergate-renew', other.jar.get('__Host-ledgergate-renew') ?? '');
    pass(9 * minute);
    await give({ refreshToken: 'second' });
    expect((await mixed.renew()).json).toMatchObject({ ended: { why: 'provider' } });
    expect(provider.asked().form.get('grant_type')).toBe('authorization_code');
  });

  test('when a refresh token that was spent already is sent again, as after an answer that got lost', async () => {
    await browser.signIn();
    pass(9 * minute);
    await give({ refreshToken: 'second' });
    await browser.copy().renew();
    provider.answer(400, { error: 'invalid_grant' });
    await endedAs('provider');
  });

  test('after two hours without use, and says so for a day', async () => {
    await browser.signIn();
    let unused = 0;
    for (; unused < 2 * hour - 9 * minute; unused += 9 * minute) {
      pass(9 * minute);
      await give({});
      expect((await browser.renew(unused + 9 * minute)).json['signedIn']).toBe(true);
    }
    pass(2 * hour - unused);
    expect((await browser.renew(2 * hour)).json).toMatchObject({ ended: { why: 'idle', minutes: 120 } });
    pass(23 * hour);
    expect((await browser.session()).json).toMatchObject({ ended: { why: 'idle' } });
    pass(2 * hour);
    expect((await browser.session()).json).not.toHaveProperty('ended');
  });

  test('also where nobody asks: a cookie that was left is worth nothing the next morning', async () => {
    await browser.signIn();
    pass(3 * hour);
    expect((await browser.list()).json['code']).toBe('unauthenticated');
    await give({});
    expect((await browser.renew(0)).json).toMatchObject({ ended: { why: 'idle' } });
    expect(provider.asked().form.get('grant_type')).toBe('authorization_code');
  });

  test('with the ID token where the provider gives no refresh token, which the session says from the start', async () => {
    await browser.signIn({ seconds: 5 * minute });
    expect((await browser.session()).json).toMatchObject({ endsWithIdToken: true, renewInSeconds: 5 * minute });
    expect(api.log()).toContain('no refresh token');
    pass(5 * minute);
    await endedAs('id_token');
  });

  test('after twelve hours at the latest, whatever the ID token says of its own end', async () => {
    await browser.signIn({ seconds: 1e13 });
    const { json } = await browser.session();
    expect(Date.parse(String(json['expiresAt'])) - Date.now()).toBeLessThanOrEqual(12 * hour * 1_000);
    expect(json).not.toHaveProperty('endsWithIdToken');
  });

  test('with the ID token where the refresh token is too long for a cookie', async () => {
    await browser.signIn({ seconds: 5 * minute, refreshToken: 'x'.repeat(4_000) });
    expect(browser.hasRenewer()).toBe(false);
    expect((await browser.session()).json).toMatchObject({ endsWithIdToken: true });
    pass(5 * minute);
    await endedAs('id_token');
  });
});

describe('while the provider does not answer', () => {
  test.each<[string, () => void]>([
    ['closes each connection', () => provider.fail('closed')],
    ['is ill', () => provider.answer(500, { error: 'server_error' })],
    ['is too busy', () => provider.answer(400, { error: 'temporarily_unavailable' })],
    ['does not know our secret any more', () => provider.answer(401, { error: 'invalid_client' })],
    ['shows a page', () => provider.answer(403, '<html>')],
    ['sends half an answer', () => provider.answer(200, '{"id_token":"')],
    ['sends more than anybody needs', () => provider.answer(200, { id_token: 'x'.repeat(1_000_001) })],
  ])('as it %s, the roles count for half an hour, and then it goes on once it answers', async (_, spoil) => {
    await browser.signIn();
    pass(10 * minute);
    spoil();
    expect((await browser.renew()).json).toMatchObject({ signedIn: true, renewInSeconds: minute });
    pass(19 * minute);
    expect((await browser.list()).status).toBe(200);
    await browser.renew();
    pass(minute);
    expect((await browser.list()).json['code']).toBe('session_stale');
    const refused = await browser.renew();
    expect(refused.json).toMatchObject({ status: 503, code: 'provider_unreachable' });
    expect(refused.headers['retry-after']).toBe('60');
    expect(browser.hasRenewer()).toBe(true);
    provider.fail();
    await give({ refreshToken: 'second' });
    expect((await browser.renew()).json).toMatchObject({ signedIn: true, renewInSeconds: 9 * minute });
    expect((await browser.list()).status).toBe(200);
  });

  test('and it still ends when nobody uses it', async () => {
    await browser.signIn();
    provider.fail('closed');
    pass(2 * hour);
    expect((await browser.renew(2 * hour)).json).toMatchObject({ ended: { why: 'idle' } });
  });

  test('a refresh token that it changed before its keys could not be read is the one that counts', async () => {
    await browser.signIn();
    await api.stop();
    const { issuer } = provider;
    // Another process, which has not read the keys yet.
    const sessionKey = newSessionKey();
    const signIn = () =>
      signInWith({ publicOrigin, sessionKey, provider: { issuer, clientId, publicOrigin, scope: 'openid' } });
    const first = await startApi(createMemoryGateway(), { signIn: signIn() });
    browser = new SessionClient(first, provider);
    await browser.signIn();
    await first.stop();
    api = await startApi(createMemoryGateway(), { signIn: signIn() });
    const moved = new SessionClient(api, provider);
    for (const name of ['__Host-ledgergate', '__Host-ledgergate-renew']) {
      moved.jar.set(name, browser.jar.get(name) ?? '');
    }
    pass(9 * minute);
    provider.fail('closed', 'keys');
    await give({ refreshToken: 'second' });
    expect((await moved.renew()).json).toMatchObject({ signedIn: true, renewInSeconds: minute });
    provider.fail();
    await give({ refreshToken: 'third' });
    expect((await moved.renew()).json).toMatchObject({ signedIn: true, renewInSeconds: 9 * minute });
    expect(provider.asked().form.get('refresh_token')).toBe('second');
  });
});

test.each([-25, 25])('a provider whose clock is %i s off is believed, at the sign-in and later', async (clockOff) => {
  await browser.signIn({ seconds: 1, clockOff, refreshToken: 'first' });
  pass(9 * minute);
  await give({ seconds: 1, clockOff });
  expect((await browser.renew()).json).toMatchObject({ signedIn: true, renewInSeconds: 9 * minute });
});

describe('only a page of ours renews', () => {
  test('and for another site nothing changes', async () => {
    await browser.signIn();
    pass(9 * minute);
    const headers = { cookie: browser.jar.toString(), 'sec-fetch-site': 'cross-site' };
    const received = await api.send('POST', '/session/renew', { headers, json: { secondsSinceUse: 0 } });
    expect({ code: received.json['code'], cookies: setCookies(received) }).toEqual({ code: 'cross_site', cookies: [] });
  });

  test('and a report that makes no sense is refused', async () => {
    await browser.signIn();
    for (const secondsSinceUse of [-1, 1.5, 'now', null, 90_000]) {
      const received = await browser.send('POST', '/session/renew', { secondsSinceUse });
      expect({ secondsSinceUse, code: received.json['code'] }).toEqual({ secondsSinceUse, code: 'malformed' });
    }
  });

  test('and who is not signed in stays so', async () => {
    expect((await browser.renew()).json).toEqual({ signedIn: false, ways: { oidc: true, dev: false } });
  });
});
