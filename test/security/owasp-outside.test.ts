/** OWASP API Security Top 10 (2023), what lies outside: API7 (what is called), API9 (what is offered), API10 (who answers). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { z } from 'zod';
import { createApp } from '../../api/app';
import { operations, type Operation } from '../../api/description/operations';
import { createEvents } from '../../api/events/events';
import { createLinks } from '../../api/links';
import { createMemoryGateway } from '../support/api/gateway';
import { signInWith, silentProvider } from '../support/api/sign-in';
import { authenticate } from '../support/api/tokens';
import { CompaniesFolder } from '../support/companies-folder';

const root = join(__dirname, '..', '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const all: readonly (readonly [string, Operation])[] = Object.entries<Operation>(operations);

/** The names of all fields of a JSON schema, with their formats. */
function listFields(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => [
    ...(key === 'properties' ? Object.keys(value as object) : []),
    ...(key === 'format' ? [String(value)] : []),
    ...listFields(value),
  ]);
}

describe('API7: server-side request forgery', () => {
  const withInput = all.filter(([, { input }]) => input !== undefined);
  test.each(withInput)('%s takes no address, host or path that the service would call', (_, { input }) => {
    const fields = input ? listFields(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })) : [];
    expect(
      fields.filter((name) => /ur[il]|href|host|origin|callback|redirect|endpoint|webhook|proxy/i.test(name)),
    ).toEqual([]);
  });

  /** Every place of companies.yaml that an address stands in, with that address. */
  const places: readonly [string, (url: string) => string][] = [
    [
      'http',
      (url) => `integration: { erp: other, adapter: http, url: "${url}", tokenVariable: T, signingVariable: S }`,
    ],
    ['tryton', (url) => `integration: { erp: tryton, adapter: tryton, url: "${url}", database: erp, keyVariable: K }`],
    ['procore', (url) => sourceAt(`url: "${url}"`)],
    ['login', (url) => sourceAt(`url: "https://api.procore.com", loginUrl: "${url}"`)],
    ['webhook', (url) => `${none}\n    notify: { webhook: { url: "${url}", secretVariable: S } }`],
  ];
  const none = 'integration: { erp: other, adapter: none }';
  const source = 'kind: procore, companyId: 7, clientIdVariable: A, clientSecretVariable: B, currency: USD';
  const sourceAt = (urls: string): string => `${none}\n    source: { ${source}, ${urls} }`;
  const complaint = (content: string): string =>
    new CompaniesFolder(`companies:\n  acme:\n    name: Acme\n    ${content}\n`).complaint();

  test.each(places)('the address of %s is https, and holds neither a password nor another scheme', (_, at) => {
    expect(complaint(at('https://erp.example.com'))).not.toMatch(/[uU]rl \(line/);
    for (const url of [
      'http://erp.example.com',
      'http://169.254.169.254',
      'http://127.0.0.1.example.com',
      'https://name:password@erp.example.com',
      'file:///etc/passwd',
      'gopher://erp.example.com',
      'javascript:alert(1)',
      '//erp.example.com',
      'erp.example.com',
    ]) {
      const text = complaint(at(url));
      expect({ url, text }).toEqual({ url, text: expect.stringMatching(/[uU]rl \(line/) as string });
      expect(text).not.toContain('name:password');
    }
  });
});

describe('API9: inventory', () => {
  const submissions = createMemoryGateway();
  const log = pino({ level: 'silent' });
  const events = createEvents({ submissions, log });
  afterAll(() => events.close());

  /** `METHOD path` of each route of the app, but those that answer every method with 405. */
  function listRoutes(): string[] {
    const app = createApp({
      submissions,
      companies: { find: () => undefined, all: () => [] },
      authenticate,
      events,
      signIn: signInWith({ provider: silentProvider }),
      toLinks: createLinks(undefined),
      rate: undefined,
      log,
    });
    const routes = app.router.stack.flatMap(({ route }) => (route ? [route] : []));
    const own = routes.filter(({ stack }) => stack.length === 1);
    return own.flatMap(({ path, stack }) => stack.map(({ method }) => `${method.toUpperCase()} ${path}`));
  }

  test('every route of the app is described, and every described one is a route', () => {
    const described = all.map(
      ([, { method, path }]) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    );
    expect(listRoutes().sort()).toEqual(described.sort());
  });

  test('everything about a company stands under the one version there is', () => {
    const outside = all.filter(([, { path, roles }]) => (roles !== undefined) !== path.startsWith('/v1/companies/'));
    expect(outside.map(([id]) => id)).toEqual([]);
  });

  test('no other program listens than those that the documents name', () => {
    const listening = filesUnder('adapters', 'activities', 'api', 'worker', 'workflows').filter((name) =>
      /\bcreateServer\(|\bhttp2?\.Server\b/.test(read(name)),
    );
    expect(listening).toEqual(['api/server.ts']);
    const served = filesUnder('adapters', 'api', 'worker').filter((name) =>
      /^import \{[^}]*\blisten\b/m.test(read(name)),
    );
    expect(served).toEqual(['api/codec/main.ts', 'api/main.ts', 'api/metrics/start.ts']);
  });
});

function filesUnder(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`)
      .sort(),
  );
}

test('nothing of ours hashes with anything but SHA-256, starts another program or makes code of text', () => {
  const ours = filesUnder('adapters', 'activities', 'api', 'worker', 'workflows');
  const hashes = ours.flatMap((name) =>
    [...read(name).matchAll(/\bcreateH(?:ash|mac)\('(\w+)'/g)].map(([, hash]) => hash),
  );
  expect(new Set(hashes)).toEqual(new Set(['sha256']));
  expect(ours.filter((name) => /\bcreateH(?:ash|mac)\((?!')/.test(read(name)))).toEqual([]);
  expect(ours.filter((name) => /node:(?:child_process|vm)'|\beval\(|\bnew Function\(/.test(read(name)))).toEqual([]);
});

describe('API10: unsafe consumption of APIs', () => {
  const ours = filesUnder('adapters', 'activities', 'api', 'worker', 'workflows');
  /** Value imports of what opens a connection, and calls of the built-in fetch. */
  const opens = /^import (?!type )[^;]*from '(?:node:)?(?:https?|http2|net|tls|dgram|undici)';|(?<![\w.])fetch\(/m;

  test('nothing calls out but by the one bounded way, and by mail', () => {
    expect(ours.filter((name) => opens.test(read(name)))).toEqual([
      'adapters/http/call.ts',
      'adapters/notice/refused-addresses.ts', // Names and addresses only.
      'adapters/notice/smtp-connection.ts',
      'adapters/notice/webhook.ts', // Names and addresses only.
      'api/server.ts', // It listens.
    ]);
  });

  /** Whoever calls by that way, and the test that plays its peer as hostile. */
  const callers: Readonly<Record<string, string>> = {
    'adapters/erp': 'test/adapters/erp/hostile-erp.test.ts',
    'adapters/http': 'test/adapters/http/call.test.ts',
    'adapters/notice': 'test/adapters/notice/hostile-webhook.test.ts',
    'adapters/source/procore': 'test/adapters/source/hostile-procore.test.ts',
    'api/request': 'test/api/hostile-keys.test.ts',
    'api/session': 'test/api/hostile-provider.test.ts',
  };

  test('every caller is tested with a peer that answers slowly, endlessly or never', () => {
    const calling = ours.filter((name) => /from '[./\w-]*\/(?:call|bounded-fetch)';/.test(read(name)));
    const folders = new Set(calling.map((name) => name.slice(0, name.lastIndexOf('/'))));
    expect([...folders].sort()).toEqual(Object.keys(callers).sort());
    for (const test of new Set(Object.values(callers))) {
      expect({ test, plays: /\b(?:endless|slow|hostile|silent)\b/i.test(read(test)) }).toEqual({ test, plays: true });
    }
  });
});
