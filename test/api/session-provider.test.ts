/** Of what an identity provider answers only that is believed which is signed, meant for us and for this sign-in. */
import { createMemoryGateway } from '../support/api/gateway';
import { startApi, type ApiServer, type Received } from '../support/api/server';
import { cookieAfter, setCookies, signInWith } from '../support/api/sign-in';
import { otherKey, publicKeyAsSecret, signToken, type TokenOptions, unsignedToken } from '../support/api/tokens';
import { callbackUrl, clientId, clientSecret, publicOrigin } from '../support/api/oidc-provider-process';
import { type ScriptedProvider, startScriptedProvider } from '../support/api/scripted-provider';

const scope = 'openid';
const grants = { acme: { viewer: true } };
const now = (): number => Math.floor(Date.now() / 1_000);
/** Longer ago than clocks may differ. */
const past = (): number => now() - 60;

let provider: ScriptedProvider;
let api: ApiServer;

const apiWith = (more: { clientSecret?: string } = {}): Promise<ApiServer> => {
  const { issuer } = provider;
  const signIn = signInWith({ provider: { issuer, clientId, publicOrigin, scope, ...more } });
  return startApi(createMemoryGateway(), { signIn });
};

beforeEach(async () => {
  provider = await startScriptedProvider();
  api = await apiWith();
});
afterEach(async () => {
  await api.stop();
  await provider.stop();
});

/** A good ID token for this nonce unless `options` spoil it. */
const idToken = (nonce: string, { claims = {}, ...options }: TokenOptions = {}, sub = 'ada'): Promise<string> =>
  signToken(sub, grants, { ...options, claims: { iss: provider.issuer, aud: clientId, iat: now(), nonce, ...claims } });

/** A whole sign-in, in which the provider gives what `give` makes of the nonce. */
async function signIn(give: (nonce: string) => unknown, at = api): Promise<Received> {
  const begun = await at.send('GET', '/session/login');
  const { searchParams } = new URL(String(begun.headers.location));
  const [state, nonce] = [searchParams.get('state') ?? '', searchParams.get('nonce') ?? ''];
  provider.answer(200, { access_token: 'a', token_type: 'Bearer', id_token: await give(nonce) });
  return at.send('GET', `/session/callback?state=${state}&code=c`, { headers: { cookie: cookieAfter(begun) } });
}

test('a good ID token is believed', async () => {
  const received = await signIn((nonce) => idToken(nonce));
  expect(received.status).toBe(302);
  const session = await api.send('GET', '/session', { headers: { cookie: cookieAfter(received) } });
  expect(session.json).toMatchObject({ actor: { id: 'ada' }, companies: { acme: { viewer: true } } });
});

test.each<[string, (nonce: string) => unknown]>([
  ['of another sign-in', () => idToken('another')],
  ['without a nonce', (nonce) => idToken(nonce, { without: ['nonce'] })],
  ['for another client', (nonce) => idToken(nonce, { claims: { aud: 'other' } })],
  ['for several clients that names none of them', (nonce) => idToken(nonce, { claims: { aud: [clientId, 'other'] } })],
  ['that was asked for by another client', (nonce) => idToken(nonce, { claims: { azp: 'other' } })],
  ['of another provider', (nonce) => idToken(nonce, { claims: { iss: 'https://evil.example' } })],
  ['that has expired', (nonce) => idToken(nonce, { claims: { exp: past() } })],
  ['that never expires', (nonce) => idToken(nonce, { without: ['exp'] })],
  ['of nobody', (nonce) => idToken(nonce, { without: ['sub'] })],
  ['of somebody whose name breaks lines', (nonce) => idToken(nonce, {}, 'ada\neve')],
  ['that another key signed', (nonce) => idToken(nonce, { key: otherKey() })],
  [
    'that is signed with the public key as a secret',
    (nonce) => idToken(nonce, { alg: 'HS256', key: publicKeyAsSecret() }),
  ],
  ['that nobody signed', () => unsignedToken('ada', grants)],
  ['that is none', () => 'none'],
  ['that is no text', () => 7],
])('an ID token %s is not believed', async (_, give) => {
  const received = await signIn(give);
  expect(received.json).toMatchObject({ status: 403, code: 'sign_in_failed' });
  expect(cookieAfter(received)).toBe('');
  expect(api.log()).not.toContain('"acme"');
});

test.each<[string, number, unknown]>([
  ['with a page', 502, '<html>'],
  ['with half an answer', 200, '{"id_token":"'],
  ['with more than anybody needs', 200, { id_token: 'x'.repeat(1_000_001) }],
  ['that it is ill', 500, { error: 'server_error' }],
])('a provider that answers %s is not reached', async (_, status, body) => {
  const begun = await api.send('GET', '/session/login');
  const state = new URL(String(begun.headers.location)).searchParams.get('state') ?? '';
  provider.answer(status, body);
  const headers = { cookie: cookieAfter(begun) };
  const received = await api.send('GET', `/session/callback?state=${state}&code=c`, { headers });
  expect(received.json).toMatchObject({ status: 503, code: 'provider_unreachable' });
});

test('a provider that names a place for its tokens which is not safe is not asked', async () => {
  provider.describe({ token_endpoint: 'http://elsewhere.example/token' });
  expect((await api.send('GET', '/session/login')).json).toMatchObject({ code: 'provider_unreachable' });
});

test('roles that no cookie can hold are said, and nobody is signed in', async () => {
  const admin = Array.from({ length: 1_000 }, (_, index) => `project-${index}`);
  const received = await signIn((nonce) => idToken(nonce, { claims: { ledgergate: { acme: { admin } } } }));
  expect(received.json).toMatchObject({ code: 'sign_in_failed' });
  expect(received.json['detail']).toContain('cookie');
  expect(setCookies(received).filter((line) => !line.includes('Max-Age=0'))).toEqual([]);
});

describe('the client shows who it is', () => {
  const asks = async (secret: string | undefined, methods: readonly string[] | undefined) => {
    provider.describe(methods ? { token_endpoint_auth_methods_supported: methods } : {});
    const at = await apiWith(secret === undefined ? {} : { clientSecret: secret });
    await signIn((nonce) => idToken(nonce), at);
    await at.stop();
    return provider.asked();
  };

  test('in a header, encoded as the standard wants it', async () => {
    const { authorization, form } = await asks(clientSecret, undefined);
    const [, encoded = ''] = (authorization ?? '').split(' ');
    const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
    expect(secret).toBe('a+secret%3A+100+%25+%2B+more');
    expect(decodeURIComponent(id)).toBe(clientId);
    expect(form.get('client_secret')).toBeNull();
    expect(form.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect(form.get('redirect_uri')).toBe(callbackUrl);
  });

  test('in the body where the provider takes it only there', async () => {
    const { authorization, form } = await asks(clientSecret, ['client_secret_post']);
    expect(authorization).toBeUndefined();
    expect([form.get('client_id'), form.get('client_secret')]).toEqual([clientId, clientSecret]);
  });

  test('by its id alone when it has no secret', async () => {
    const { authorization, form } = await asks(undefined, undefined);
    expect(authorization).toBeUndefined();
    expect([form.get('client_id'), form.get('client_secret')]).toEqual([clientId, null]);
  });
});
