/** How companies.yaml names a server of the http protocol, and what the worker says of its secrets. */
import { ErpUnauthorized } from '../../../activities/erp-port';
import { ConfigError } from '../../../adapters/env';
import { checkSecrets, createErps } from '../../../worker/erps';
import { anAttempt, clinic, job } from '../../support/erp/fixtures';
import { CompaniesFolder, companyWith, removeCompaniesFolders } from '../../support/companies-folder';
import { startErpHttpServer } from '../../support/erp/erp-http-server';

afterAll(removeCompaniesFolders);

const secrets = 'tokenVariable: AGENT_TOKEN, signingVariable: AGENT_KEY';
const written = (url: string, more = '', erp = 'vista'): string =>
  `{ erp: ${erp}, adapter: http, url: "${url}", ${secrets}${more} }`;
const fileWith = (integration: string) =>
  new CompaniesFolder(`companies: { acme: { name: Acme, integration: ${integration}, policy: { rawSignals: all } } }`);

describe('an integration with the adapter http', () => {
  test('has an address, the variables of two secrets, and all that the ERP keeps', () => {
    const { connection, integration } = companyWith(written('https://erp.example.com/gate'));
    expect(connection).toEqual({
      adapter: 'http',
      url: 'https://erp.example.com/gate',
      notKept: [],
      ids: [],
      commitWithinMs: 180_000,
      tokenVariable: 'AGENT_TOKEN',
      signingVariable: 'AGENT_KEY',
    });
    expect(integration.supportsPreflight).toBe(true);
  });

  test('may name what the ERP has no place for, and how long a write may still appear', () => {
    const more = ', notKept: [description, costCodes.costTypes], commitWithin: 10m';
    const { connection } = companyWith(written('https://erp.example.com', more));
    expect(connection).toMatchObject({ notKept: ['description', 'costCodes.costTypes'], commitWithinMs: 600_000 });
  });

  test.each(['http://127.0.0.1:8080/erp', 'http://localhost', 'http://[::1]:1', 'HTTPS://erp.example.com'])(
    'may be at %s',
    (url) => {
      expect(fileWith(written(url)).complaint()).toBe('');
    },
  );

  test.each([
    'http://erp.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://127.0.0.1@example.com',
    'https://name:password@erp.example.com',
    'ftp://erp.example.com',
    'erp.example.com',
  ])('is not at %s, where a secret could be read on its way or in the file', (url) => {
    const complaint = fileWith(written(url)).complaint();
    expect(complaint).toContain('companies.acme.integration.url');
    expect(complaint).not.toContain('password@');
  });

  test.each(['name', 'costCodes', 'costCodes.code', 'job', 'job.number', 'colour'])(
    'does not leave out %s, which makes the record what it is, or is no field',
    (field) => {
      expect(fileWith(written('https://erp.example.com', `, notKept: [${field}]`)).complaint()).toContain('notKept');
    },
  );

  test('has the ids that it declares, by which records are settled and linked', () => {
    const more = ', ids: [contract], recordUrl: "https://erp.example.com/{job}/{contract}"';
    const company = fileWith(written('https://erp.example.com', more)).open().find('acme');
    expect(company?.connection).toMatchObject({ ids: ['contract'] });
    expect(company?.integration.ids).toEqual(['contract']);
  });

  test.each([
    [
      'a link of an id that it does not declare',
      'recordUrl: "https://e.example/{contract}"',
      'no receipt has contract. Use only {reference}, {job}, {jobNumber}, or declare contract under "ids".',
    ],
    ['an id that every ERP has', 'ids: [job]', '("job"). Write the names of further ids'],
    ['an id that is named twice', 'ids: [a, a]', 'Write the names of further ids'],
    ['an id of no name', 'ids: ["a b"]', '("a b"). Write the names of further ids'],
  ])('does not have %s', (_what, more, words) => {
    expect(fileWith(written('https://erp.example.com', `, ${more}`)).complaint()).toContain(words);
  });

  test('does not make an ERP take projects that takes none', () => {
    const complaint = fileWith(written('https://erp.example.com', '', 'quickbooks-online')).complaint();
    expect(complaint).toContain('takes no projects. Write "adapter: none".');
  });
});

describe('the secrets of a server of the http protocol', () => {
  const signingKey = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
  const set = (token: string | undefined, key: string | undefined): void => {
    for (const [name, value] of Object.entries({ AGENT_TOKEN: token, AGENT_KEY: key })) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
  afterEach(() => {
    set(undefined, undefined);
  });
  const companies = () => fileWith(written('http://127.0.0.1:9')).open();

  test('that are both there are no complaint', () => {
    set('token', signingKey);
    expect(() => {
      checkSecrets(companies());
    }).not.toThrow();
  });

  test.each<[string, string | undefined, string | undefined, RegExp]>([
    ['both are missing', undefined, undefined, /AGENT_TOKEN is not set .*for acme.*\nAGENT_KEY is not set .*for acme/],
    ['the token is missing', undefined, signingKey, /^AGENT_TOKEN is not set in the environment[^\n]*$/],
    ['the key is no key', 'token', 'my secret', /^AGENT_KEY, .* for acme, is not a signing key\. Set it to whsec_/],
  ])('are told when the worker starts: %s', async (_name, token, key, words) => {
    set(token, key);
    const check = () => {
      checkSecrets(companies());
    };
    expect(check).toThrow(ConfigError);
    expect(check).toThrow(words);
    expect(check).not.toThrow('my secret');
    const erp = await createErps(companies()).forCompany('acme');
    await expect(erp?.findByReference('acme~1', anAttempt())).rejects.toBeInstanceOf(ErpUnauthorized);
  });

  test('let the worker export through it', async () => {
    const server = await startErpHttpServer();
    set(server.token, server.signingKey);
    const more = ', notKept: [totalValue]';
    const erp = await createErps(fileWith(written(server.url, more)).open()).forCompany('acme');
    const order = { reference: 'acme~1042', project: clinic, job };
    expect(await erp?.export(order, anAttempt())).toMatchObject({ ids: { jobNumber: '24-017' } });
    const found = await erp?.findByReference('acme~1042', anAttempt());
    expect(found?.content).not.toHaveProperty('totalValue');
    await server.stop();
  });
});
