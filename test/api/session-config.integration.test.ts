/** What the API's environment must hold for signing in, and what it says when something is missing. */
import { randomBytes } from 'node:crypto';
import { type ApiFolder, createApiFolder } from '../support/api/api-process';
import { send } from '../support/api/send';

const SESSION_KEY = randomBytes(32).toString('base64url');
const PUBLIC_URL = 'https://desk.example';
const oidc = { OIDC_ISSUER: 'https://issuer.example', OIDC_CLIENT_ID: 'ledgergate' };

let folder: ApiFolder;
beforeEach(() => {
  folder = createApiFolder();
});
afterEach(() => folder.remove());

test.each<[string, Record<string, string>, RegExp]>([
  ['a key that is too short', { SESSION_KEY: SESSION_KEY.slice(2) }, /SESSION_KEY.*32 random bytes/],
  ['a key that is no base64url', { SESSION_KEY: '#'.repeat(43) }, /SESSION_KEY/],
  ['a provider without a key', { ...oidc, PUBLIC_URL }, /SESSION_KEY.*OIDC_ISSUER/],
  ['a provider without a public address', { ...oidc, SESSION_KEY }, /PUBLIC_URL.*OIDC_ISSUER/],
  ['a client without a provider', { OIDC_CLIENT_ID: 'ledgergate', SESSION_KEY }, /OIDC_ISSUER.*OIDC_CLIENT_ID/],
  ['a provider that is not safe', { ...oidc, OIDC_ISSUER: 'http://issuer.example' }, /OIDC_ISSUER.*https/],
  ['a public address below a path', { PUBLIC_URL: 'https://desk.example/gate' }, /PUBLIC_URL.*path/],
  ['a session of more than a day', { SESSION_HOURS: '48', SESSION_KEY }, /SESSION_HOURS.*from 1 to 24/],
  ['an idle limit in words', { SESSION_IDLE_MINUTES: '2 h', SESSION_KEY }, /SESSION_IDLE_MINUTES.*from 5 to 1440/],
  ['example people without a key', { DEV_TOKENS_FILE: 'dev-tokens.json' }, /SESSION_KEY.*DEV_TOKENS_FILE/],
])('it does not start with %s', async (_, environment, why) => {
  const api = folder.start(environment);
  expect(await api.ended).toBe(1);
  expect(api.output()).toMatch(why);
  expect(api.output()).not.toContain(SESSION_KEY);
});

test('with all of it the sign-in is offered, and the key is in no line of the log', async () => {
  const api = folder.start({ ...oidc, SESSION_KEY, PUBLIC_URL });
  const { json } = await send(await api.url(), 'GET', '/session');
  expect(json).toEqual({ signedIn: false, ways: { oidc: true, dev: false } });
  expect(api.output()).not.toContain(SESSION_KEY);
});
