/** Tokens that must not be believed, and the keys that tokens are checked with. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthenticate, type Caller } from '../../api/request/actor';
import { loadKeys } from '../../api/request/token-keys';
import { createMemoryGateway } from '../support/api/gateway';
import { startApi } from '../support/api/server';
import {
  audience,
  issuer,
  otherKey,
  privatePem,
  publicKey,
  publicKeyAsSecret,
  publicPem,
  signToken,
  type TokenOptions,
  unsignedToken,
} from '../support/api/tokens';
import { useStarted } from '../support/use-started';

const grants = { acme: { viewer: true } };
const path = '/v1/companies/acme/integration';

const api = useStarted(() => startApi(createMemoryGateway()));

const seconds = (fromNow: number): number => Math.floor(Date.now() / 1_000) + fromNow;

test('a good token is believed, also while its not-before has passed', async () => {
  const token = await signToken('ada', grants, { claims: { nbf: seconds(-5), iat: seconds(-5) } });
  expect((await api.send('GET', path, { token })).status).toBe(200);
});

test.each([
  ['expired', { exp: seconds(-20) }],
  ['begins', { nbf: seconds(20) }],
])('a token that %s within half a minute is believed: clocks differ', async (_, claims) => {
  const token = await signToken('ada', grants, { claims });
  expect((await api.send('GET', path, { token })).status).toBe(200);
});

test.each([8.64e12, 1e15, 1e300])(
  'a token that expires in second %s is one of the last year that has a date',
  async (exp) => {
    const token = await signToken('ada', grants, { claims: { exp } });
    const { status, json } = await api.send('GET', '/session', { token });
    expect({ status, expiresAt: json['expiresAt'] }).toEqual({ status: 200, expiresAt: '9999-12-31T23:59:59.000Z' });
  },
);

test('an Authorization that is longer than any token is not looked at', async () => {
  const { status } = await api.send('GET', path, { token: 'a'.repeat(16_380) });
  expect([401, 431]).toContain(status);
});

describe('401', () => {
  const spoiled: readonly [string, TokenOptions][] = [
    ['signed with another key', { key: otherKey() }],
    ['signed with the public key as a shared secret', { alg: 'HS256', key: publicKeyAsSecret() }],
    ['of another issuer', { claims: { iss: 'https://elsewhere.example' } }],
    ['of an issuer that only begins alike', { claims: { iss: `${issuer}.evil.example` } }],
    ['without an issuer', { without: ['iss'] }],
    ['for another audience', { claims: { aud: 'other' } }],
    ['without an audience', { without: ['aud'] }],
    ['that has expired half a minute ago', { claims: { exp: seconds(-31) } }],
    ['that expired before all time', { claims: { exp: -1e300 } }],
    ['that never expires', { without: ['exp'] }],
    ['whose expiry is text', { claims: { exp: String(seconds(60)) as unknown as number } }],
    ['that is not valid yet', { claims: { nbf: seconds(60) } }],
    ['without a sub', { without: ['sub'] }],
    ['with an empty sub', { claims: { sub: '' } }],
    ['with a sub of 201 characters', { claims: { sub: 'x'.repeat(201) } }],
    ['with a control character in its sub', { claims: { sub: 'ada\n' } }],
    ['with a sub that only looks alike', { claims: { sub: ' ada' } }],
    ['with a sub that is a number', { claims: { sub: 7 as unknown as string } }],
    ['with an extension that must be understood', { header: { crit: ['exp2'], exp2: 1 } }],
  ];
  test.each(spoiled)('for a token %s', async (_, options) => {
    const token = await signToken('ada', grants, options).catch(() => 'cannot.be.signed');
    const { status, json, headers } = await api.send('GET', path, { token });
    expect({ status, code: json['code'] }).toEqual({ status: 401, code: 'unauthenticated' });
    expect(headers['www-authenticate']).toBe('Bearer realm="ledgergate", error="invalid_token"');
  });

  test('for a key that comes in the token itself', async () => {
    const { privateKey, publicKey: own } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const header = { jwk: own.export({ format: 'jwk' }), jku: 'https://evil.example/keys', kid: '../../etc/passwd' };
    const token = await signToken('ada', grants, { key: privateKey, header });
    expect((await api.send('GET', path, { token })).status).toBe(401);
  });

  test('for a token nobody signed', async () => {
    const token = unsignedToken('ada', grants);
    expect((await api.send('GET', path, { token })).status).toBe(401);
    expect((await api.send('GET', path, { token: token.slice(0, -1) })).status).toBe(401);
  });

  test('for a token that was changed after it was signed', async () => {
    const [header = '', payload = '', signature = ''] = (await signToken('ada', grants)).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const more = Buffer.from(JSON.stringify({ ...claims, sub: 'boss' })).toString('base64url');
    expect((await api.send('GET', path, { token: `${header}.${more}.${signature}` })).status).toBe(401);
  });

  test.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'Bearer a b',
    'Bearer a.b.c',
    'Bearer ä',
    'bearer: x',
    'Bearer ....',
  ])('for the header %j', async (authorization) => {
    const headers = { authorization: Buffer.from(authorization).toString('latin1') };
    expect((await api.send('GET', path, { headers })).status).toBe(401);
  });
});

test('no token and no Idempotency-Key is ever written to the log', async () => {
  const token = await signToken('ada', grants);
  const bad = await signToken('ada', grants, { key: otherKey() });
  await api.send('GET', `${path}?token=${token}`, { token });
  await api.send('GET', path, { token: bad, headers: { 'Idempotency-Key': 'key-of-the-caller' } });
  expect(api.log()).toContain('"actorId":"ada"');
  for (const secret of [token, bad, token.split('.')[2] ?? '', 'key-of-the-caller']) {
    expect(api.log()).not.toContain(secret);
  }
});

describe('the key file', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ledgergate-keys-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const load = async (content: string) => {
    const keyFile = join(directory, 'key');
    await writeFile(keyFile, content);
    return loadKeys({ keyFile });
  };
  const check = async (content: string, options: TokenOptions = {}): Promise<Caller> => {
    const authenticate = createAuthenticate({ keys: await load(content), issuer, audience });
    return authenticate(`Bearer ${await signToken('ada', grants, options)}`);
  };

  const jwk = publicKey.export({ format: 'jwk' });
  test.each([
    ['PEM', publicPem, {}],
    ['a JWK', JSON.stringify(jwk), {}],
    ['a JWK, with a token that names a key', JSON.stringify(jwk), { header: { kid: 'any' } }],
    ['a JWK set', JSON.stringify({ keys: [{ ...jwk, kid: 'one' }] }), { header: { kid: 'one' } }],
  ])('may be %s', async (_, content, options) => {
    expect((await check(content, options)).actor).toEqual({ id: 'ada', name: 'Ada', channel: 'api' });
  });

  test.each(['rsa', 'ed25519'] as const)('may hold a key of type %s', async (type) => {
    const { publicKey: key, privateKey } =
      type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
    const alg = type === 'rsa' ? 'PS256' : 'EdDSA';
    const pem = key.export({ type: 'spki', format: 'pem' }).toString();
    expect((await check(pem, { alg, key: privateKey })).actor.id).toBe('ada');
  });

  test('in a set refuses a token that names none of its keys', async () => {
    const set = JSON.stringify({ keys: [{ ...jwk, kid: 'one' }] });
    await expect(check(set, { header: { kid: 'two' } })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const three = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 });
  test.each([
    ['a private key in PEM', privatePem, 'private key'],
    ['a private JWK', JSON.stringify(createPrivateKey(privatePem).export({ format: 'jwk' })), 'private key'],
    ['a shared secret', JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }), 'shared secret'],
    ['a set with a shared secret', JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }), 'shared secret'],
    ['a weak RSA key', weak.publicKey.export({ type: 'spki', format: 'pem' }).toString(), '1024 bits'],
    [
      'an RSA key of a small exponent',
      three.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'exponent 3',
    ],
    ['an empty set', JSON.stringify({ keys: [] }), 'neither a JWK nor a JWK set'],
    ['text', 'hello', 'neither PEM nor JSON'],
    ['nothing', '', 'neither PEM nor JSON'],
    ['a broken PEM', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'cannot be used'],
  ])('may not be %s', async (_, content, why) => {
    await expect(load(content)).rejects.toThrow(/AUTH_KEY_FILE/);
    await expect(load(content)).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining(why) });
  });

  test('must be there', async () => {
    const keys = loadKeys({ keyFile: join(directory, 'nowhere') });
    await expect(keys).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining('nowhere') });
  });
});

describe('the key URL', () => {
  let server: Server;
  let answer: { status: number; body: string };
  let url: string;
  beforeAll(async () => {
    server = createServer((_, response) => response.writeHead(answer.status).end(answer.body));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  });
  afterAll(() => server.close());

  const check = async (options: TokenOptions): Promise<Caller> => {
    const authenticate = createAuthenticate({ keys: await loadKeys({ jwksUrl: url }), issuer, audience });
    return authenticate(`Bearer ${await signToken('ada', grants, options)}`);
  };
  const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }] });

  test('gives the key that the token names', async () => {
    answer = { status: 200, body: keys };
    expect((await check({ header: { kid: 'one' } })).actor.id).toBe('ada');
  });

  test('is not believed where it gives an RSA key that anybody can sign for', async () => {
    const { publicKey: rsa, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 });
    answer = { status: 200, body: JSON.stringify({ keys: [{ ...rsa.export({ format: 'jwk' }), kid: 'one' }] }) };
    const options = { alg: 'RS256', key: privateKey, header: { kid: 'one' } };
    await expect(check(options)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('refuses a token that names another key', async () => {
    answer = { status: 200, body: keys };
    await expect(check({ header: { kid: 'two' } })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test.each([
    ['fails', { status: 500, body: '' }],
    ['answers nonsense', { status: 200, body: '<html>' }],
    ['redirects elsewhere', { status: 302, body: '' }],
  ])('that %s is our trouble, not that of the token', async (_, given) => {
    answer = given;
    await expect(check({ header: { kid: 'one' } })).rejects.toMatchObject({ code: 'keys_unreachable', status: 503 });
  });
});
