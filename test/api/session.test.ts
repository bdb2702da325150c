/** A session counts as a bearer token does, and only for the browser and the page that it was made for. */
import { EncryptJWT } from 'jose';
import { startApi, type ApiServer } from '../support/api/server';
import { createMemoryGateway } from '../support/api/gateway';
import {
  cookieAfter,
  type DevTokens,
  newSessionKey,
  sameOrigin,
  setCookies,
  signInAs,
  signInWith,
  writeDevTokens,
} from '../support/api/sign-in';
import { signToken } from '../support/api/tokens';
import { stages } from '../support/domain/fixtures';
import type { Lifetime } from '../../api/session/lifetime';
import { createSeal } from '../../api/session/seal';
import { freshLifetime, nowSeconds, sealSession } from '../support/api/session-cookies';

const gateway = createMemoryGateway();
const key = newSessionKey();
const accept = '/v1/companies/acme/submissions/1042/accept';
const accepted = { revision: 1, job: { number: '24-017' } };

let devTokens: DevTokens;
let api: ApiServer;

beforeAll(async () => {
  devTokens = await writeDevTokens();
  api = await startApi(gateway, { signIn: signInWith({ sessionKey: key, devTokensFile: devTokens.file }) });
});
beforeEach(() => {
  gateway.clear();
  gateway.put({ ...stages.awaiting_decision, companyId: 'acme' });
});
afterAll(async () => {
  await api.stop();
  devTokens.remove();
});

const session = async (cookie: string) => (await api.send('GET', '/session', { headers: { cookie } })).json;
const eve = { sub: 'eve', ledgergate: { acme: { viewer: true } } };
const sealed = (claims: object = {}, lifetime: Partial<Lifetime> = {}, sealKey = key) =>
  sealSession(sealKey, { claims: { ...eve, ...claims }, lifetime });
const cookieWith = async (...of: Parameters<typeof sealed>) => `__Host-ledgergate=${await sealed(...of)}`;

describe('a session', () => {
  test('tells who is signed in, until when, and for which companies', async () => {
    const { expiresAt, ...rest } = await session(await signInAs(api, 'approver'));
    expect(rest).toEqual({
      signedIn: true,
      actor: { id: 'dev-approver', name: 'Dev-approver' },
      companies: { acme: { name: 'Company acme', approver: true } },
      ways: { oidc: false, dev: true },
      renewInSeconds: 540,
      endsWithIdToken: true,
    });
    expect(Date.parse(String(expiresAt))).toBeGreaterThan(Date.now());
  });

  test('is nobody without a cookie', async () => {
    expect(await session('')).toEqual({ signedIn: false, ways: { oidc: false, dev: true } });
  });

  test('names projects, and neither companies that are not configured nor those without a role', async () => {
    const ledgergate = { acme: { admin: ['1042'] }, nowhere: { admin: true }, globex: { approver: 'yes' } };
    const cookie = await cookieWith({ ledgergate });
    expect((await session(cookie))['companies']).toEqual({ acme: { name: 'Company acme', admin: ['1042'] } });
  });

  test('has the roles of its person and no others', async () => {
    const [approver, viewer] = [await signInAs(api, 'approver'), await signInAs(api, 'viewer')];
    const send = (cookie: string) => api.send('POST', accept, { json: accepted, headers: { cookie, ...sameOrigin } });
    expect((await send(viewer)).json['code']).toBe('not_permitted');
    const { status, json } = await send(approver);
    expect({ status, is: json['status'] }).toEqual({ status: 200, is: 'exporting' });
  });

  test('lives in a cookie that no script, no other host and no other site can use', async () => {
    const sent = { json: { role: 'admin' }, headers: sameOrigin };
    const [line = '', ...more] = setCookies(await api.send('POST', '/session/dev', sent));
    expect(more).toEqual([expect.stringMatching(/^__Host-ledgergate-renew=; .*Max-Age=0$/)]);
    const [pair = '', ...attributes] = line.split('; ');
    expect(pair).toMatch(/^__Host-ledgergate=[\w.-]+$/);
    expect(attributes.slice(0, 4).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect(pair).not.toContain(Buffer.from('dev-admin').toString('base64url').slice(0, 10));
  });

  test('is a new one at each sign-in, whatever cookie came along', async () => {
    const planted = await cookieWith();
    const sent = { json: { role: 'viewer' }, headers: { ...sameOrigin, cookie: planted } };
    const made = cookieAfter(await api.send('POST', '/session/dev', sent));
    expect(made).not.toBe(planted);
    expect(await session(made)).toMatchObject({ actor: { id: 'dev-viewer' } });
    expect(await signInAs(api, 'viewer')).not.toBe(made);
  });

  test('is over after signing out', async () => {
    const cookie = await signInAs(api, 'viewer');
    const received = await api.send('POST', '/session/logout', { headers: { cookie, ...sameOrigin } });
    expect({ status: received.status, json: received.json }).toEqual({ status: 200, json: {} });
    expect(setCookies(received)).toEqual([
      expect.stringMatching(/^__Host-ledgergate=; .*Secure.*Max-Age=0$/),
      expect.stringMatching(/^__Host-ledgergate-renew=; .*Secure.*Max-Age=0$/),
    ]);
  });
});

describe('a cookie is worth nothing', () => {
  const reading = (cookie: string) => api.send('GET', '/v1/companies/acme/submissions', { headers: { cookie } });
  const expectNobody = async (cookie: string): Promise<void> => {
    expect((await reading(cookie)).json['code']).toBe('unauthenticated');
    expect(await session(cookie)).toMatchObject({ signedIn: false });
  };

  test('unless it is sound: then it counts', async () => {
    expect((await reading(await cookieWith())).status).toBe(200);
  });

  test('when one character of it was changed, wherever that stands', async () => {
    const good = await sealed();
    const dots = [...good.matchAll(/\./g)].map(({ index }) => index);
    for (const at of [3, (dots[1] ?? 0) + 2, (dots[2] ?? 0) + 5, (dots[3] ?? 0) + 2]) {
      const changed = good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1);
      await expectNobody(`__Host-ledgergate=${changed}`);
    }
  });

  test('when it was sealed with another key', async () => {
    await expectNobody(await cookieWith({}, {}, newSessionKey()));
  });

  test('when its time is over', async () => {
    await expectNobody(await cookieWith({}, { isRenewable: false, rolesUntil: nowSeconds() }));
  });

  test('when it was made for another purpose', async () => {
    const session = { sid: 'sid', claims: eve, lifetime: freshLifetime() };
    for (const purpose of ['sign-in', 'renew'] as const) {
      await expectNobody(`__Host-ledgergate=${await createSeal(key).close(purpose, session, nowSeconds() + 60)}`);
    }
  });

  test.each(['', '/2'])('when its content has the form of another version (%j)', async (form) => {
    const content = { sid: 'sid', claims: eve, lifetime: freshLifetime() };
    const close = (typ: string): Promise<string> =>
      new EncryptJWT(content)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ })
        .setExpirationTime(nowSeconds() + 60)
        .encrypt(key);
    const ours = `__Host-ledgergate=${await close('ledgergate-session/1')}`;
    expect((await reading(ours)).status).toBe(200);
    await expectNobody(`__Host-ledgergate=${await close(`ledgergate-session${form}`)}`);
  });

  test('when it holds a bearer token', async () => {
    await expectNobody(`__Host-ledgergate=${await signToken('ada', { acme: { viewer: true } })}`);
  });

  test('when there are two of them', async () => {
    const one = await cookieWith();
    await expectNobody(`${one}; ${one}`);
  });

  test('without its prefix', async () => {
    await expectNobody(`ledgergate=${await sealed()}`);
  });
});

describe('a bearer token', () => {
  test('is what counts when both are there', async () => {
    const headers = { cookie: await signInAs(api, 'approver') };
    const token = await signToken('vic', { acme: { viewer: true } });
    const received = await api.send('GET', '/session', { token, headers });
    expect(received.json).toMatchObject({ actor: { id: 'vic' } });
    const tried = await api.send('POST', accept, { token, headers: { ...headers, ...sameOrigin }, json: accepted });
    expect(tried.json['code']).toBe('not_permitted');
  });

  test('that is not valid is not helped by a cookie', async () => {
    const headers = { cookie: await signInAs(api, 'approver'), authorization: 'Bearer none' };
    for (const path of ['/session', '/v1/companies/acme/submissions']) {
      expect((await api.send('GET', path, { headers })).json['code']).toBe('unauthenticated');
    }
  });

  test('needs no page of ours', async () => {
    const token = await signToken('tess', { acme: { approver: true } });
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await api.send('POST', accept, { token, json: accepted, headers })).status).toBe(200);
  });
});

describe('a change asked for with a cookie', () => {
  test.each<[string, Record<string, string>, number]>([
    ['by a page of ours is done', { 'sec-fetch-site': 'same-origin' }, 200],
    ['by an old browser on a page of ours is done', { origin: 'http://127.0.0.1', host: '127.0.0.1' }, 200],
    ['by another site is refused', { 'sec-fetch-site': 'cross-site' }, 403],
    ['by another host of the same site is refused', { 'sec-fetch-site': 'same-site' }, 403],
    ['by nobody in particular is refused', { 'sec-fetch-site': 'none' }, 403],
    ['by another origin is refused', { origin: 'https://evil.example' }, 403],
    ['by another port is refused', { origin: 'http://127.0.0.1:99', host: '127.0.0.1' }, 403],
    ['by a page without an origin is refused', { origin: 'null' }, 403],
    ['by a request that says nothing is refused', {}, 403],
    [
      'by another site that lies about its origin is refused',
      { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1', host: '127.0.0.1' },
      403,
    ],
  ])('%s', async (_, headers, status) => {
    const cookie = await signInAs(api, 'approver');
    const received = await api.send('POST', accept, { json: accepted, headers: { cookie, ...headers } });
    expect({ status: received.status, code: received.json['code'] }).toEqual({
      status,
      code: status === 200 ? undefined : 'cross_site',
    });
    expect(gateway.commands).toHaveLength(status === 200 ? 1 : 0);
  });

  test('is judged by the public origin behind a proxy', async () => {
    const signIn = signInWith({ sessionKey: key, publicOrigin: 'https://desk.example' });
    const behind = await startApi(gateway, { signIn });
    const cookie = await signInAs(api, 'approver');
    const send = (origin: string) =>
      behind.send('POST', accept, { json: accepted, headers: { cookie, origin, host: '127.0.0.1' } });
    const [own, other] = [await send('https://desk.example'), await send('http://127.0.0.1')];
    await behind.stop();
    expect([own.status, other.status]).toEqual([200, 403]);
  });

  test('is the only one that is asked where it comes from: reading is free', async () => {
    const headers = { cookie: await signInAs(api, 'viewer'), 'sec-fetch-site': 'cross-site' };
    expect((await api.send('GET', '/v1/companies/acme/submissions', { headers })).status).toBe(200);
  });

  test('counts also for signing in and out: another site can do neither', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    for (const path of ['/session/dev', '/session/logout']) {
      const received = await api.send('POST', path, { json: { role: 'admin' }, headers });
      expect(received.json['code']).toBe('cross_site');
      expect(setCookies(received)).toEqual([]);
    }
  });
});

describe('without a session key', () => {
  test('no cookie is read, none is written, and there is no way to sign in', async () => {
    const bare = await startApi(gateway);
    const headers = { ...sameOrigin, cookie: await signInAs(api, 'viewer') };
    const received = [
      await bare.send('GET', '/session', { headers }),
      await bare.send('GET', '/v1/companies/acme/submissions', { headers }),
      await bare.send('POST', '/session/dev', { headers, json: { role: 'admin' } }),
      await bare.send('GET', '/session/login', { headers }),
      await bare.send('GET', '/session/callback?state=a&code=b', { headers }),
    ];
    await bare.stop();
    expect(received[0]?.json).toEqual({ signedIn: false, ways: { oidc: false, dev: false } });
    expect(received.map(({ status }) => status)).toEqual([200, 401, 404, 404, 404]);
    expect(received.flatMap(setCookies)).toEqual([]);
  });
});

describe('signing in as an example person', () => {
  const trySignIn = (from: ApiServer, headers: Record<string, string> = {}) =>
    from.send('POST', '/session/dev', { json: { role: 'admin' }, headers: { ...sameOrigin, ...headers } });

  test('is not there where no example people are', async () => {
    const production = await startApi(gateway, { signIn: signInWith() });
    const received = await trySignIn(production);
    await production.stop();
    expect({ status: received.status, cookies: setCookies(received) }).toEqual({ status: 404, cookies: [] });
  });

  test('is not there under any name but that of this machine', async () => {
    expect((await trySignIn(api, { host: 'desk.example:3000' })).status).toBe(404);
    expect((await trySignIn(api, { host: '127.0.0.1.evil.example' })).status).toBe(404);
    expect((await trySignIn(api, { host: 'localhost:3000' })).status).toBe(204);
  });

  test('takes the four roles and no other', async () => {
    for (const role of ['root', '__proto__', 7, undefined]) {
      const received = await api.send('POST', '/session/dev', { json: { role }, headers: sameOrigin });
      expect({ role, code: received.json['code'] }).toEqual({ role, code: 'malformed' });
    }
  });
});

test('a session has its own rate limit, and a cookie that counts for nothing that of its address', async () => {
  const signIn = signInWith({ sessionKey: key });
  const limited = await startApi(gateway, { signIn, rate: { perSecond: 1, burst: 2 } });
  const [one, two] = [await signInAs(api, 'viewer'), await signInAs(api, 'operator')];
  const statusWith = async (cookie: string) =>
    (await limited.send('GET', '/v1/companies/acme/submissions', { headers: { cookie } })).status;
  expect([await statusWith(one), await statusWith(one), await statusWith(one)]).toEqual([200, 200, 429]);
  expect(await statusWith(two)).toBe(200);
  const bad = await Promise.all(Array.from({ length: 200 }, () => statusWith('__Host-ledgergate=no')));
  expect(bad).toContain(429);
  expect(await statusWith(two)).toBe(200);
  await limited.stop();
});
