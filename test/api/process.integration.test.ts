/** The API process: how it starts, what it says when it cannot, how it ends, and what it does without Temporal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiFolder, createApiFolder } from '../support/api/api-process';
import { send } from '../support/api/send';
import { privatePem, signToken } from '../support/api/tokens';

let folder: ApiFolder;
beforeEach(() => {
  folder = createApiFolder();
});
afterEach(() => folder.remove());

describe('it does not start, says why in one readable message and exits with 1', () => {
  const refused = async (environment: Record<string, string | undefined>): Promise<string> => {
    const api = folder.start(environment);
    expect(await api.ended).toBe(1);
    expect(api.output()).not.toMatch(/\n\s+at |node:internal/);
    return api.output();
  };

  test('without issuer and key, even where a development key lies', async () => {
    writeFileSync(join(folder.path, 'dev-key.pub.json'), '{}');
    const said = await refused({ AUTH_ISSUER: undefined, AUTH_KEY_FILE: undefined });
    expect(said).toMatch(/AUTH_ISSUER/);
    expect(said).toMatch(/AUTH_JWKS_URL or AUTH_KEY_FILE/);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['two sources of keys', { AUTH_JWKS_URL: 'https://issuer.example/keys' }, /exactly one/],
    ['a key file that is not there', { AUTH_KEY_FILE: 'nowhere.pem' }, /nowhere\.pem.*AUTH_KEY_FILE/],
    ['a rate limit that says nothing', { RATE_LIMIT: 'fast' }, /RATE_LIMIT.*100\/500/],
    ['a port that is none', { PORT: '70000' }, /PORT/],
    ['an address of another machine', { HOST: '192.0.2.1' }, /192\.0\.2\.1.*HOST/],
    ['a companies file that is not there', { COMPANIES_FILE: 'none.yaml' }, /none\.yaml/],
  ])('with %s', async (_, environment, why) => {
    expect(await refused(environment)).toMatch(why);
  });

  test('with keys from an address that is not safe', async () => {
    const environment = { AUTH_KEY_FILE: undefined, AUTH_JWKS_URL: 'http://issuer.example/keys' };
    expect(await refused(environment)).toMatch(/AUTH_JWKS_URL.*https/);
  });

  test('with a private key', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'ledgergate-key-'));
    writeFileSync(join(directory, 'private.pem'), privatePem);
    const said = await refused({ AUTH_KEY_FILE: join(directory, 'private.pem') });
    rmSync(directory, { recursive: true });
    expect(said).toMatch(/private key/);
    expect(said).not.toContain('BEGIN');
  });

  test('with a broken companies.yaml', async () => {
    writeFileSync(join(folder.path, 'companies.yaml'), 'companies: [');
    expect(await refused({})).toMatch(/companies\.yaml/);
  });

  test('with a port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    expect(await refused({ PORT: port })).toMatch(new RegExp(`${port} is in use.*PORT`));
    server.close();
  });
});

test('without Temporal it is alive, not ready, and every request is answered with 503', async () => {
  const api = folder.start();
  const url = await api.url();
  expect((await send(url, 'GET', '/healthz')).status).toBe(200);
  const ready = await send(url, 'GET', '/readyz');
  expect({ status: ready.status, code: ready.json['code'] }).toEqual({ status: 503, code: 'temporal_unreachable' });

  const token = await signToken('ada', { acme: { admin: true } });
  const path = '/v1/companies/acme/submissions';
  const all = await Promise.all([
    send(url, 'GET', path, { token }),
    send(url, 'GET', `${path}/1042`, { token }),
    send(url, 'GET', '/v1/companies/acme/submission-counts', { token }),
    send(url, 'POST', `${path}/1042/retrieve`, { token, json: { revision: 1 } }),
  ]);
  for (const { status, json, headers } of all) {
    expect({ status, code: json['code'] }).toEqual({ status: 503, code: 'temporal_unreachable' });
    expect(headers['retry-after']).toBeDefined();
  }
});

/** Two requests in one packet, so that both are begun when the first is answered. @returns all answers */
function sendTogether(url: string, requests: readonly string[], onFirstAnswer: () => void): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    socket.once('data', onFirstAnswer);
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
    socket.write(requests.join(''));
  });
}

test.each(['SIGTERM', 'SIGINT'] as const)('on %s it answers what it has begun, then exits with 0', async (signal) => {
  const api = folder.start();
  const url = await api.url();
  const token = await signToken('ada', { acme: { viewer: true } });
  const head = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const answers = await sendTogether(url, [head('/healthz'), head('/v1/companies/acme/submissions')], () => {
    api.child.kill(signal);
    api.child.kill(signal);
  });
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 503']);
  expect(answers).toContain('"code":"temporal_unreachable"');
  expect(await api.ended).toBe(0);
  expect(api.output()).toMatch(/"msg":"api stopping".*\n(.*\n)*.*"msg":"api stopped"/);
  await expect(send(url, 'GET', '/healthz')).rejects.toThrow(/ECONNREFUSED/);
});
