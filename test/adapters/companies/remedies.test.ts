import { parseCompaniesFile } from '../../../adapters/companies/companies-file';
import { memberAt } from '../../../workflows/contract/pointers';
import { listPaths, withValueAt } from '../../support/domain/paths';

const fieldRule = { required: true, maxLength: 5, numeric: true, forbidden: ';', mask: '#' };
const around = {
  rules: {
    fields: { name: fieldRule },
    jobNumber: { ...fieldRule, equalsProjectNumber: true },
    costCodes: { max: 5, delimiters: '-', minTiers: 2, oneDelimiter: true, uniqueNames: true },
    uniqueBy: 'name',
    levelSeparators: ':',
    budgetsEqualTotal: true,
  },
  source: {
    kind: 'procore',
    url: 'https://api.procore.com',
    loginUrl: 'https://login.procore.com',
    companyId: 7656,
    clientIdVariable: 'PROCORE_CLIENT_ID',
    clientSecretVariable: 'PROCORE_CLIENT_SECRET',
    currency: 'USD',
    writeBack: true,
  },
  policy: { fourEyes: true, exportFor: '24h', rawSignals: 'all', remindAfter: '48h', searchNames: true },
  notify: {
    approvers: ['tess@example.com'],
    operators: ['olaf@example.com'],
    webhook: { url: 'https://hooks.example.com', secretVariable: 'NEW', formerSecretVariable: 'OLD' },
    events: ['exported'],
  },
};
const reached = { commitWithin: '90s', recordUrl: 'https://erp.example.com/{job}' };
const url = 'https://erp.example.com';
const tokens = { tokenVariable: 'AGENT_TOKEN', signingVariable: 'AGENT_SIGNING_KEY' };
const integrations = [
  { erp: 'sage-intacct', adapter: 'file-drop', directory: 'erp/acme', ...reached },
  { erp: 'tryton', adapter: 'tryton', url, database: 'erp', keyVariable: 'TRYTON_KEY', ...reached },
  { erp: 'vista', adapter: 'http', url, ...tokens, notKept: ['description'], ids: ['customer'], ...reached },
  { erp: 'xero', adapter: 'none' },
];
const files = integrations.map((integration) => ({ companies: { acme: { name: 'Acme', integration, ...around } } }));

const findingsOf = (file: unknown) => {
  const parsed = parseCompaniesFile(file);
  return 'findings' in parsed ? parsed.findings : [];
};

test.each(files)('every key of a file has a remedy of its own: %#', (file) => {
  expect(findingsOf(file)).toEqual([]);
  const values = listPaths(file).filter((path) => typeof memberAt(file, path) !== 'object');
  expect(values.length).toBeGreaterThan(35);
  for (const path of values) {
    const [found] = findingsOf(withValueAt(file, path, null));
    expect(found?.message).toMatch(/^is (empty|missing or unknown)\. Write (?!the keys that belong below it)/);
  }
});

test.each(['procore', '', 'ftp://api.procore.com', 'http://api.procore.com', 'https://api.procore.com/rest', '//'])(
  'a source at %p is refused with the remedy, and nothing is thrown',
  (address) => {
    const [file] = files;
    for (const key of ['url', 'loginUrl']) {
      const findings = findingsOf(withValueAt(file, ['companies', 'acme', 'source', key], address));
      expect(findings.length).toBeGreaterThan(0);
      for (const { path, message } of findings) {
        expect(path.at(-1)).toBe(key);
        expect(message).toMatch(/Write the origin .* without a path/);
      }
    }
  },
);
