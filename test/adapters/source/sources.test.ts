/** From companies.yaml and the environment to a source. */
import { createSources, missingSecrets } from '../../../adapters/source/sources';
import { withinMs } from '../../../adapters/source/source';
import { CompaniesFolder, removeCompaniesFolders } from '../../support/companies-folder';
import { procoreCostCodes, procoreProject } from '../../support/procore/fixtures';
import { startProcore, type Procore } from '../../support/procore/process';
import { emptyWorld } from '../../support/procore/world';

let procore: Procore;

beforeAll(async () => {
  procore = await startProcore({
    projects: [procoreProject],
    costCodes: { [procoreProject.id]: [...procoreCostCodes] },
  });
});
afterAll(async () => {
  removeCompaniesFolders();
  await procore.stop();
});

const variables = { PROCORE_CLIENT_ID: emptyWorld().clientId, PROCORE_CLIENT_SECRET: emptyWorld().clientSecret };
beforeEach(() => void Object.assign(process.env, variables));
afterEach(() => {
  for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
});

const sound = (url: string) => ({
  kind: 'procore',
  url,
  companyId: '7656',
  currency: 'USD',
  clientIdVariable: 'PROCORE_CLIENT_ID',
  clientSecretVariable: 'PROCORE_CLIENT_SECRET',
});
const company = (id: string, source: object) =>
  `  ${id}:\n    name: ${id}\n    integration: { erp: sage-intacct, adapter: file-drop, directory: erp/${id} }\n` +
  `    source: ${JSON.stringify(source)}\n    policy: { rawSignals: all }\n`;
const file = (...companies: string[]): CompaniesFolder => new CompaniesFolder(`companies:\n${companies.join('')}`);

test('two companies with one client share its token, and each fetches its projects', async () => {
  const companies = file(company('acme', sound(procore.url)), company('globex', sound(procore.url))).open();
  const sources = createSources(companies);
  const before = await procore.tokensGiven();
  for (const one of companies.all()) {
    const fetched = await withinMs(600_000, (deadline) => {
      const source = sources.of(one);
      if (!source) throw new Error('no source');
      return source.fetchProject(String(procoreProject.id), deadline);
    });
    expect(fetched).toMatchObject({ currency: 'USD' });
  }
  expect(await procore.tokensGiven()).toBe(before + 1);
});

test('a company keeps its source between two requests, and gets another when the file says otherwise', () => {
  const folder = file(company('acme', sound('https://api.procore.com')));
  const sources = createSources(folder.open());
  const [before] = folder.open().all();
  folder.write(`companies:\n${company('acme', { ...sound('https://api.procore.com'), companyId: '1' })}`);
  const [after] = folder.open().all();
  if (!before || !after) throw new Error('no company');
  expect(sources.of(before)).toBe(sources.of(before));
  expect(sources.of(after)).not.toBe(sources.of(before));
});

test('only a company that says so is written back to, and its submissions know it', () => {
  const writing = { ...sound('https://api.procore.com'), writeBack: true };
  const companies = file(company('acme', sound('https://api.procore.com')), company('globex', writing)).open();
  const sources = createSources(companies);
  expect(companies.all().map(({ policy }) => policy.writeBack)).toEqual([undefined, true]);
  expect(sources.forWriteBack('acme')).toBeUndefined();
  expect(sources.forWriteBack('globex')).toBeDefined();
  expect(sources.forWriteBack('nobody')).toBeUndefined();
});

test('a secret that is not in the environment is named, and every fetch says so', async () => {
  Reflect.deleteProperty(process.env, 'PROCORE_CLIENT_SECRET');
  const companies = file(company('acme', sound(procore.url))).open();
  const sentence =
    'PROCORE_CLIENT_SECRET is not set in the environment, but companies.yaml names it for acme. Set it and start again.';
  expect(missingSecrets(companies.all())).toEqual([sentence]);
  const [acme] = companies.all();
  const source = acme && createSources(companies).of(acme);
  const fetched = withinMs(600_000, async (deadline) => source?.fetchProject('1', deadline));
  await expect(fetched).rejects.toMatchObject({ name: 'SourceUnavailable', message: sentence });
});

const logins: [api: string, login: string][] = [
  ['https://api.procore.com', 'https://login.procore.com'],
  ['https://sandbox.procore.com', 'https://login-sandbox.procore.com'],
  ['https://api-monthly.procore.com', 'https://login-sandbox-monthly.procore.com'],
  ['https://gateway.example', 'https://gateway.example'],
];

test.each(logins)('tokens for %s come from %s unless the file says where', (url, login) => {
  const [one, other] = file(company('a', sound(url)), company('b', { ...sound(url), loginUrl: 'https://own.example/' }))
    .open()
    .all();
  expect([one?.source?.loginUrl, other?.source?.loginUrl]).toEqual([login, 'https://own.example']);
});

const wrong: [what: string, change: object, complaint: string][] = [
  ['another kind', { kind: 'autodesk' }, 'source.kind (line 5) is not valid ("autodesk"). Write "procore".'],
  [
    'http to another machine',
    { url: 'http://api.procore.com' },
    'source.url (line 5) is not valid ("http://api.procore.com"). ',
  ],
  ['an address with a path', { url: 'https://api.procore.com/rest' }, 'source.url (line 5) is not valid '],
  ['an address with a password', { url: 'https://a:b@api.procore.com' }, 'source.url (line 5) is not valid. '],
  ['a company id that is none', { companyId: 'Acme' }, 'source.companyId (line 5) is not valid ("Acme"). '],
  ['no currency', { currency: undefined }, 'source.currency (line 5) is missing. Write the currency of its projects'],
  ['a currency that is none', { currency: 'DOLLAR' }, 'source.currency (line 5) is not valid ("DOLLAR"). '],
  [
    'a write-back that is neither',
    { writeBack: 'yes' },
    'source.writeBack (line 5) is not valid ("yes"). Write true or false.',
  ],
  ['an unknown key', { secret: 'x' }, 'source.secret (line 5) is an unknown key. '],
];

test.each(wrong)('%s is refused', (_, change, complaint) => {
  const text = file(company('acme', { ...sound('https://api.procore.com'), ...change })).complaint();
  expect(text).toContain(`companies.acme.${complaint}`);
});

test('a secret in the place of its variable is not repeated', () => {
  const source = { ...sound('https://api.procore.com'), clientSecretVariable: '041372a09c6e4x92aa08ce3axea1cfc' };
  const text = file(company('acme', source)).complaint();
  expect(text).toContain('source.clientSecretVariable (line 5) is not valid. Write the environment variable');
  expect(text).not.toContain('041372a09c6e4');
});
