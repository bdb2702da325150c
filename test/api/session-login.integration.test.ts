/** Signing in at a real identity provider: the code flow with PKCE, from the first redirect to the session. */
import { createMemoryGateway } from '../support/api/gateway';
import { startApi, type Received } from '../support/api/server';
import { cookieAfter, newSessionKey, setCookies, signInWith, silentProvider } from '../support/api/sign-in';
import {
  callbackUrl,
  clientId,
  clientSecret,
  letIn,
  publicOrigin,
  startOidcProvider,
} from '../support/api/oidc-provider-process';
import { useStarted } from '../support/use-started';

const ledgergate = { acme: { approver: true } };
const usual = { clientId, clientSecret, publicOrigin, scope: 'openid profile' };

const provider = useStarted(() => startOidcProvider({ grants: ledgergate }));
const api = useStarted(() =>
  startApi(createMemoryGateway(), {
    signIn: signInWith({ publicOrigin, provider: { ...usual, issuer: provider.issuer } }),
  }),
);

const begin = (path = '/session/login'): Promise<Received> => api.send('GET', path);
const comeBack = (to: URL, cookie: string, at = api): Promise<Received> =>
  at.send('GET', to.pathname + to.search, { headers: { cookie } });
const readLocation = ({ headers }: Received): string => headers.location ?? '';

describe('a sign-in', () => {
  test('leads through the provider to a session, and back to where it began', async () => {
    const begun = await begin('/session/login?return=%2Fdesk%2Facme%2F1042');
    expect(begun.status).toBe(302);
    const cookie = cookieAfter(begun);
    const back = await comeBack(await letIn(readLocation(begun)), cookie);
    expect({ status: back.status, to: readLocation(back) }).toEqual({ status: 302, to: '/desk/acme/1042' });
    const session = await api.send('GET', '/session', { headers: { cookie: cookieAfter(back) } });
    expect(session.json).toMatchObject({
      signedIn: true,
      actor: { id: 'ada', name: 'Ada Lovelace' },
      companies: { acme: { name: 'Company acme', approver: true } },
      ways: { oidc: true, dev: false },
    });
    const leftMs = Date.parse(String(session.json['expiresAt'])) - Date.now();
    expect(Math.ceil(leftMs / 60_000)).toBe(12 * 60);
  });

  test('asks the provider with a challenge, a state and a nonce that are new each time', async () => {
    const asked = async () => Object.fromEntries(new URL(readLocation(await begin())).searchParams);
    const [one, two] = [await asked(), await asked()];
    expect(one).toMatchObject({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: callbackUrl,
      scope: 'openid profile',
      code_challenge_method: 'S256',
    });
    for (const name of ['code_challenge', 'state', 'nonce']) {
      expect(one[name]).toMatch(/^[\w-]{43}$/);
      expect(one[name]).not.toBe(two[name]);
    }
  });

  test('keeps what it must remember in a sealed cookie of ten minutes, which the callback takes away', async () => {
    const begun = await begin();
    expect(setCookies(begun)).toEqual([
      expect.stringMatching(/^__Host-ledgergate-sign-in=\S+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/),
    ]);
    const { searchParams } = new URL(readLocation(begun));
    expect(cookieAfter(begun)).not.toContain(searchParams.get('state'));
    const back = await comeBack(await letIn(readLocation(begun)), cookieAfter(begun));
    expect(setCookies(back)).toContainEqual(expect.stringMatching(/^__Host-ledgergate-sign-in=; .*Max-Age=0$/));
  });

  test('of a client that the provider does not know fails and says no more than that', async () => {
    const signIn = signInWith({ provider: { ...usual, clientSecret: 'wrong', issuer: provider.issuer } });
    const other = await startApi(createMemoryGateway(), { signIn });
    const begun = await other.send('GET', '/session/login');
    const back = await comeBack(await letIn(readLocation(begun)), cookieAfter(begun), other);
    const log = other.log();
    await other.stop();
    expect(back.json).toMatchObject({ status: 403, code: 'sign_in_failed' });
    expect(cookieAfter(back)).toBe('');
    expect(log).toContain('invalid_client');
    expect(back.text + log).not.toContain('wrong"');
  });
});

describe('the callback lets nobody in', () => {
  const refused = async (to: URL, cookie: string): Promise<void> => {
    const received = await comeBack(to, cookie);
    expect(received.json).toMatchObject({ status: 403, code: 'sign_in_failed' });
    expect(cookieAfter(received)).toBe('');
  };
  const arrive = async (): Promise<{ to: URL; cookie: string }> => {
    const begun = await begin();
    return { to: await letIn(readLocation(begun)), cookie: cookieAfter(begun) };
  };

  test('in a browser that began nothing', async () => {
    await refused((await arrive()).to, '');
  });

  test('in a browser that began another sign-in', async () => {
    const [mine, other] = [await arrive(), await arrive()];
    await refused(mine.to, other.cookie);
  });

  test('with a changed state', async () => {
    const { to, cookie } = await arrive();
    to.searchParams.set('state', 'x'.repeat(43));
    await refused(to, cookie);
  });

  test('with a code twice', async () => {
    const { to, cookie } = await arrive();
    expect((await comeBack(to, cookie)).status).toBe(302);
    await refused(to, cookie);
  });

  test('with a code that somebody else was given: the verifier and the nonce do not fit', async () => {
    const [mine, other] = [await arrive(), await arrive()];
    mine.to.searchParams.set('code', other.to.searchParams.get('code') ?? '');
    await refused(mine.to, mine.cookie);
  });

  test('from another provider', async () => {
    const { to, cookie } = await arrive();
    to.searchParams.set('iss', 'https://evil.example');
    await refused(to, cookie);
    to.searchParams.delete('iss');
    await refused(to, cookie);
  });

  test('whom the provider refused', async () => {
    const { to, cookie } = await arrive();
    to.searchParams.delete('code');
    to.searchParams.set('error', 'access_denied');
    await refused(to, cookie);
  });

  test('and tells a person in a browser so on a page', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const received = await api.send('GET', '/session/callback?state=a&code=%3Cscript%3E', { headers });
    expect(received.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(received.text).toContain('started no sign-in');
    expect(received.text).not.toContain('<script');
  });
});

describe('a provider that does not answer', () => {
  test('is named as such, and the browser stays where it is', async () => {
    const other = await startApi(createMemoryGateway(), { signIn: signInWith({ provider: silentProvider }) });
    const received = await other.send('GET', '/session/login');
    await other.stop();
    expect(received.json).toMatchObject({ status: 503, code: 'provider_unreachable' });
    expect(setCookies(received)).toEqual([]);
  });

  test('at first is asked again at the next sign-in', async () => {
    const { issuer } = provider;
    const signIn = signInWith({ sessionKey: newSessionKey(), provider: { ...usual, issuer } });
    const other = await startApi(createMemoryGateway(), { signIn });
    await provider.become('closed');
    const first = (await other.send('GET', '/session/login')).status;
    await provider.become('usual');
    const second = (await other.send('GET', '/session/login')).status;
    await other.stop();
    expect([first, second]).toEqual([503, 302]);
  });

  test('under the name that was configured is not trusted', async () => {
    const asked = provider.issuer.replace('127.0.0.1', 'localhost');
    const signIn = signInWith({ provider: { ...usual, issuer: asked } });
    const other = await startApi(createMemoryGateway(), { signIn });
    const received = await other.send('GET', '/session/login');
    await other.stop();
    expect(received.json).toMatchObject({ code: 'provider_unreachable' });
  });
});
