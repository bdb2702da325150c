/** The secrets that the script makes are such as the processes take, and are made once. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCodecConfig } from '../../api/codec/config';
import { readConfig } from '../../api/config';
import { readYaml } from '../support/deploy/product';

const environment = { ...process.env };
let folder: string;

const make = (...addresses: readonly string[]): void => {
  execFileSync('sh', [join(folder, 'secrets.sh'), ...addresses], { stdio: 'pipe' });
};
const read = (name: string): string => readFileSync(join(folder, 'secrets', name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgergate-deploy-'));
  for (const script of ['secrets.sh', 'certificates.sh'])
    copyFileSync(join(__dirname, '..', '..', 'deploy', script), join(folder, script));
});
afterEach(() => {
  process.env = { ...environment };
  rmSync(folder, { recursive: true });
});

test('API and codec server start with them, and compose.yaml finds each in its file', () => {
  make('10.0.0.1');
  Object.assign(process.env, {
    SECRETS_DIRECTORY: join(folder, 'secrets'),
    AUTH_ISSUER: 'https://login.example.com/',
    AUTH_JWKS_URL: 'https://login.example.com/jwks',
    PUBLIC_URL: 'https://ledgergate.example.com',
  });
  expect(readConfig().signIn?.sessionKey).toHaveLength(32);
  expect(readConfig().payloadKeys?.current).toBe('k1');
  expect(readCodecConfig().token).toBe(read('CODEC_TOKEN'));
  const { secrets } = readYaml('deploy/compose.yaml') as { secrets: Record<string, unknown> };
  const made = readdirSync(join(folder, 'secrets'));
  expect(Object.keys(secrets).filter((name) => !made.includes(name))).toEqual([]);
});

test('the certificates name the nodes, are of one authority, and serve both sides', () => {
  make('10.0.0.1', '10.0.0.2');
  const [authority, node, client] = ['ca', 'node', 'client'].map((name) => new X509Certificate(read(`${name}.crt`)));
  expect(node?.subjectAltName).toBe('DNS:temporal, IP Address:10.0.0.1, IP Address:10.0.0.2');
  for (const each of [node, client]) {
    expect(authority && each?.verify(authority.publicKey)).toBe(true);
    expect(each?.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  }
});

test('a second run changes nothing, and nobody but the owner gets into the folder', () => {
  make('10.0.0.1');
  const all = (): string[] => readdirSync(join(folder, 'secrets')).map((name) => `${name} ${read(name)}`);
  const before = all();
  make('10.0.0.9');
  expect(all()).toEqual(before);
  expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
});

test('a secret that somebody wrote before stays', () => {
  make('10.0.0.1');
  rmSync(join(folder, 'secrets', 'SMTP_URL'));
  writeFileSync(join(folder, 'secrets', 'SMTP_URL'), 'smtps://mail.example.com');
  make('10.0.0.1');
  expect(read('SMTP_URL')).toBe('smtps://mail.example.com');
});
