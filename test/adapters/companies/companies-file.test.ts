import { mkdirSync } from 'node:fs';
import { CompaniesFolder, removeCompaniesFolders } from '../../support/companies-folder';

afterAll(removeCompaniesFolders);

/** A file with one sound company, parts of which can be replaced. */
const acme = ({
  integration = '{ erp: sage-intacct, adapter: file-drop, directory: erp/acme }',
  policy = '{ rawSignals: all }',
  more = '',
}) => `companies:
  acme:
    name: Acme Builders
    integration: ${integration}
    policy: ${policy}
${more}`;
const integration = (text: string) => acme({ integration: text });
const policy = (text: string) => acme({ policy: text });
const rules = (text: string) => acme({ more: `    rules: ${text}\n` });

const notRight = (...lines: string[]) =>
  ['/companies.yaml is not valid:', ...lines.map((line) => `  ${line}`)].join('\n');
const notYaml = (line: string) => `/companies.yaml is not valid YAML:\n  ${line}`;

const companiesRemedy = 'Write the companies below "companies:", or "companies: {}" for none.';
const erps =
  'acumatica, business-central, cmic, mri, netsuite, quickbooks-desktop, quickbooks-online, sage-100-contractor, ' +
  'sage-300-cre, sage-50, sage-intacct, spectrum, tryton, vista, workday, xero, yardi';
const idRemedy = 'Write 1 to 64 letters, digits, "_", "." or "-", beginning with a letter or digit.';
const signalsRemedy =
  'Write "all" to apply signals from the Temporal UI or CLI, whose sender is not verified, or "none" to ignore them.';
const maskRemedy =
  'Write it in quotes, such as "##-###" (# is a digit, A a letter): outside quotes a # begins a comment.';
const durationRemedy = 'Write a duration of at most 365 days, such as "90s", "15m", "24h" or "30d".';
const exportForRemedy = 'Write a duration of 1 second to 365 days, such as "24h" or "30d".';
const folderRemedy = 'Write the folder for the files of this company, such as "erp/acme" (below LEDGERGATE_VAR).';
const adapterRemedy = 'Write "file-drop", "tryton", "http", or "none" for an ERP that takes no projects.';
const nameRemedy = 'Write the name of the company: text of 1 to 200 characters, in quotes if it looks like a number.';
const integrationRemedy =
  'Write the ERP and its adapter, such as { erp: sage-intacct, adapter: file-drop, directory: erp/acme }.';

const notYamlCases: [what: string, text: string, complaint: string][] = [
  [
    'an open bracket',
    'companies:\n  acme: [1\n  b: 2\n',
    'line 3, column 3: Flow sequence in block collection must be sufficiently indented and end with a ]. Correct it there or just before that place.',
  ],
  [
    'a tab',
    'companies:\n\tacme: {}\n',
    'line 2, column 1: Tabs are not allowed as indentation. Correct it there or just before that place.',
  ],
  [
    'an unknown tag',
    'companies: !vault x\n',
    'line 1, column 12: Unresolved tag: !vault. Correct it there or just before that place.',
  ],
  [
    'a second document',
    'companies: {}\n---\ncompanies: {}\n',
    'line 2, column 1: a second document begins. Keep one document, without "---" below it.',
  ],
  [
    'a company twice',
    acme({ more: '  acme:\n    name: B\n' }),
    'line 6, column 3: companies.acme appears twice. Keep one.',
  ],
  ['a key twice', acme({ more: '    name: B\n' }), 'line 6, column 5: companies.acme.name appears twice. Keep one.'],
  [
    'a company called __proto__',
    acme({ more: '  __proto__: {}\n' }),
    'line 6, column 3: companies.__proto__ cannot be a key. Remove it.',
  ],
  [
    'a key called __proto__',
    policy('{ rawSignals: all, __proto__: 1 }'),
    'line 5, column 32: companies.acme.policy.__proto__ cannot be a key. Remove it.',
  ],
];

const shapeCases: [what: string, text: string, ...complaints: string[]][] = [
  ['an empty file', '', `the file is empty. ${companiesRemedy}`],
  ['no companies', 'companies:', `companies (line 1) is empty. ${companiesRemedy}`],
  ['a list of companies', 'companies: []', `companies (line 1) is not valid. ${companiesRemedy}`],
  [
    'an unknown key at the top',
    'companies: {}\ntemporal: {}',
    'temporal (line 2) is an unknown key. Correct or remove it. The known keys are companies.',
  ],
  [
    'a company without anything',
    'companies:\n  acme: {}\n',
    `companies.acme.name (line 2) is missing. ${nameRemedy}`,
    `companies.acme.integration (line 2) is missing. ${integrationRemedy}`,
    'companies.acme.policy (line 2) is missing. Write at least { rawSignals: all }.',
  ],
  [
    'an empty company',
    'companies:\n  acme:\n',
    'companies.acme (line 2) is empty. Write its name, integration and policy below it.',
  ],
  ['an id with a space', acme({ more: '  "a b": {}\n' }), `companies.a b (line 6) is not a company id. ${idRemedy}`],
  ['an id with a colon', acme({ more: '  "a:b": {}\n' }), `companies.a:b (line 6) is not a company id. ${idRemedy}`],
  [
    'an id that begins with a dot',
    acme({ more: '  .a: {}\n' }),
    `companies..a (line 6) is not a company id. ${idRemedy}`,
  ],
  [
    'an id of 65 characters',
    acme({ more: `  ${'a'.repeat(65)}: {}\n` }),
    `companies.${'a'.repeat(65)} (line 6) is not a company id. ${idRemedy}`,
  ],
  [
    'a name that is a number',
    acme({}).replace('Acme Builders', '12'),
    `companies.acme.name (line 3) is not valid (12). ${nameRemedy}`,
  ],
  [
    'an unknown key of a company',
    acme({ more: '    colour: red\n' }),
    'companies.acme.colour (line 6) is an unknown key. Correct or remove it. The known keys are name, integration, rules, source, policy, notify.',
  ],
];

const serverRemedy =
  'Write the https address of the server without a name, password or fragment in it, such as "https://erp.example.com". http is allowed only for this machine.';

const integrationCases: [what: string, text: string, complaint: string][] = [
  [
    'a Tryton whose address is none',
    integration('{ erp: tryton, adapter: tryton, url: erp, database: erp, keyVariable: KEY }'),
    `companies.acme.integration.url (line 4) is not valid ("erp"). ${serverRemedy}`,
  ],
  [
    'a Tryton where its key could be read on its way',
    integration('{ erp: tryton, adapter: tryton, url: "http://e.example", database: erp, keyVariable: KEY }'),
    `companies.acme.integration.url (line 4) is not valid ("http://e.example"). ${serverRemedy}`,
  ],
  [
    'a key where the name of its variable belongs, which is not repeated',
    integration('{ erp: tryton, adapter: tryton, url: "https://e.example", database: erp, keyVariable: 3f9a }'),
    'companies.acme.integration.keyVariable (line 4) is not valid. Write the environment variable of the worker that holds the user application key, such as TRYTON_KEY.',
  ],
  [
    'an unknown ERP',
    integration('{ erp: sap, adapter: file-drop, directory: a }'),
    `companies.acme.integration.erp (line 4) is not valid ("sap"). Write one of ${erps}.`,
  ],
  [
    'an ERP called constructor',
    integration('{ erp: constructor, adapter: none }'),
    `companies.acme.integration.erp (line 4) is not valid ("constructor"). Write one of ${erps}.`,
  ],
  [
    'no adapter',
    integration('{ erp: vista }'),
    `companies.acme.integration.adapter (line 4) is missing or unknown. ${adapterRemedy}`,
  ],
  [
    'an unknown adapter',
    integration('{ erp: vista, adapter: soap }'),
    `companies.acme.integration.adapter (line 4) is missing or unknown. ${adapterRemedy}`,
  ],
  [
    'no adapter for an ERP that takes projects',
    integration('{ erp: vista, adapter: none }'),
    'companies.acme.integration.adapter (line 4) is not possible: Trimble Vista takes projects. Write "adapter: file-drop" or "adapter: http".',
  ],
  [
    'an adapter for an import-only ERP',
    integration('{ erp: quickbooks-online, adapter: file-drop, directory: a }'),
    'companies.acme.integration.adapter (line 4) is not possible: QuickBooks Online takes no projects. Write "adapter: none".',
  ],
  [
    'an adapter for a link-only ERP',
    integration('{ erp: yardi, adapter: file-drop, directory: a }'),
    'companies.acme.integration.adapter (line 4) is not possible: Yardi Voyager takes no projects. Write "adapter: none".',
  ],
  [
    'a secret in the file',
    integration('{ erp: vista, adapter: file-drop, directory: a, password: hunter2 }'),
    'companies.acme.integration.password (line 4) is an unknown key. Correct or remove it. The known keys are erp, adapter, directory, commitWithin, recordUrl.',
  ],
  [
    'a folder without an adapter',
    integration('{ erp: quickbooks-online, adapter: none, directory: a }'),
    'companies.acme.integration.directory (line 4) is an unknown key. Correct or remove it. The known keys are erp, adapter.',
  ],
  [
    'no folder',
    integration('{ erp: vista, adapter: file-drop }'),
    `companies.acme.integration.directory (line 4) is missing. ${folderRemedy}`,
  ],
  [
    'an empty folder',
    integration('{ erp: vista, adapter: file-drop, directory: "" }'),
    `companies.acme.integration.directory (line 4) is not valid (""). ${folderRemedy}`,
  ],
  [
    'a folder that climbs out',
    integration('{ erp: vista, adapter: file-drop, directory: a/../../b }'),
    'companies.acme.integration.directory (line 4) leads out of LEDGERGATE_VAR (/var). Write a folder below it, or an absolute path.',
  ],
  [
    'the folder of everything',
    integration('{ erp: vista, adapter: file-drop, directory: . }'),
    'companies.acme.integration.directory (line 4) contains LEDGERGATE_VAR (/var) itself. Write a separate folder, such as "erp/acme".',
  ],
  [
    'an absolute folder around everything',
    integration('{ erp: vista, adapter: file-drop, directory: / }'),
    'companies.acme.integration.directory (line 4) contains LEDGERGATE_VAR (/var) itself. Write a separate folder, such as "erp/acme".',
  ],
  [
    'a wait that is a number',
    integration('{ erp: vista, adapter: file-drop, directory: a, commitWithin: 60 }'),
    `companies.acme.integration.commitWithin (line 4) is not valid (60). ${durationRemedy}`,
  ],
];

const policyCases: [what: string, text: string, complaint: string][] = [
  ['no rawSignals', policy('{}'), `companies.acme.policy.rawSignals (line 5) is missing. ${signalsRemedy}`],
  [
    'rawSignals of another word',
    policy('{ rawSignals: off }'),
    `companies.acme.policy.rawSignals (line 5) is not valid ("off"). ${signalsRemedy}`,
  ],
  [
    'fourEyes of yes',
    policy('{ rawSignals: all, fourEyes: yes }'),
    'companies.acme.policy.fourEyes (line 5) is not valid ("yes"). Write true or false.',
  ],
  ...['1 day', '24', '-1h', '1.5h', '0s', '366d', '24H', '1h30m', '1000000000s'].map(
    (text): [string, string, string] => [
      `exportFor of ${text}`,
      policy(`{ rawSignals: all, exportFor: "${text}" }`),
      `companies.acme.policy.exportFor (line 5) is not valid ("${text}"). ${exportForRemedy}`,
    ],
  ),
  [
    'a misspelt key of the policy',
    policy('{ rawSignals: all, exportfor: 1d }'),
    'companies.acme.policy.exportfor (line 5) is an unknown key. Correct or remove it. The known keys are fourEyes, exportFor, rawSignals, remindAfter, searchNames.',
  ],
];

const mask = 'companies.acme.rules.jobNumber.mask (line 6)';
const ruleCases: [what: string, text: string, complaint: string][] = [
  ['empty rules', rules(''), 'companies.acme.rules (line 6) is empty. Write the keys that belong below it.'],
  [
    'a mask that YAML takes for a comment',
    rules('\n      jobNumber:\n        mask: ##-###'),
    `companies.acme.rules.jobNumber.mask (line 8) is empty. ${maskRemedy}`,
  ],
  ['a mask that is a number', rules('{ jobNumber: { mask: 24 } }'), `${mask} is not valid (24). ${maskRemedy}`],
  [
    'a mask that one single number fits',
    rules('{ jobNumber: { mask: "24-001" } }'),
    `${mask} has no placeholder. Write # for a digit and A for a letter, such as "##-###".`,
  ],
  [
    'a mask longer than the ERP takes',
    rules('{ jobNumber: { mask: "###############-#####" } }'),
    `${mask} is 21 characters long, but at most 20 are allowed here. Shorten it.`,
  ],
  [
    'a mask with a dash where only digits are taken',
    rules('{ jobNumber: { numeric: true, mask: "##-#" } }'),
    `${mask} contains more than digits, but only digits are allowed here. Write only # and digits.`,
  ],
  [
    'a mask with a forbidden character',
    rules('{ jobNumber: { forbidden: ";-", mask: "##-#" } }'),
    `${mask} contains "-", which is forbidden here. Remove it.`,
  ],
  [
    'a mask that ends in a space',
    rules('{ jobNumber: { mask: "## " } }'),
    `${mask} begins or ends with a space, or contains a character that cannot be typed. Write plain characters.`,
  ],
  [
    'a mask that holds an emoji',
    rules('{ jobNumber: { mask: "##🏗" } }'),
    `${mask} begins or ends with a space, or contains a character that cannot be typed. Write plain characters.`,
  ],
  [
    'a bad mask of a field',
    rules('{ fields: { number: { mask: "P" } } }'),
    'companies.acme.rules.fields.number.mask (line 6) has no placeholder. Write # for a digit and A for a letter, such as "##-###".',
  ],
  [
    'rules for a job number that does not exist',
    rules('{ jobNumber: { required: false, maxLength: 3 } }'),
    'companies.acme.rules.jobNumber (line 6) has rules, but with "required: false" there is no job number. Write "required: true" or remove the rules.',
  ],
  [
    'a length in quotes',
    rules('{ fields: { name: { maxLength: "20" } } }'),
    'companies.acme.rules.fields.name.maxLength (line 6) is not valid ("20"). Write a whole number above 0.',
  ],
  [
    'no cost codes at all',
    rules('{ costCodes: { max: 0 } }'),
    'companies.acme.rules.costCodes.max (line 6) is not valid (0). Write a whole number above 0.',
  ],
  [
    'a misspelt rule',
    rules('{ fields: { name: { maxlength: 20 } } }'),
    'companies.acme.rules.fields.name.maxlength (line 6) is an unknown key. Correct or remove it. The known keys are required, maxLength, numeric, forbidden, mask.',
  ],
  [
    'a field the project does not have',
    rules('{ fields: { street: {} } }'),
    'companies.acme.rules.fields.street (line 6) is an unknown key. Correct or remove it. The known keys are name, number, address.line1, address.line2, address.city, address.region, address.postalCode, startDate, completionDate, totalValue, customer.name, customer.code, type, department, description, costCodes.code, costCodes.name.',
  ],
];

const second = (directory: string) =>
  acme({
    more: `  bravo:\n    name: B\n    integration: { erp: xero, adapter: file-drop, directory: ${directory} }\n    policy: { rawSignals: all }\n`,
  });

describe('a companies.yaml that is not right is refused with one message that says what to do', () => {
  test.each(notYamlCases)('%s', (_, text, complaint) => {
    expect(new CompaniesFolder(text).complaint()).toBe(notYaml(complaint));
  });

  test.each(shapeCases)('%s', (_, text, ...complaints) => {
    expect(new CompaniesFolder(text).complaint()).toBe(notRight(...complaints));
  });

  test.each([...integrationCases, ...policyCases, ...ruleCases])('%s', (_, text, complaint) => {
    expect(new CompaniesFolder(text).complaint()).toBe(notRight(complaint));
  });

  const sideBySide = 'Give each company a separate folder.';

  test.each(['erp/acme', 'erp/acme/', './erp/x/../acme', 'erp/Acme', 'erp/acme/inbox'])(
    'a second company in the folder %s, where acme has erp/acme',
    (directory) => {
      const place = 'companies.bravo.integration.directory (line 8) is inside the folder of acme.';
      expect(new CompaniesFolder(second(directory)).complaint()).toBe(notRight(`${place} ${sideBySide}`));
    },
  );

  test('a second company in a folder around that of the first', () => {
    const place = 'companies.acme.integration.directory (line 4) is inside the folder of bravo.';
    expect(new CompaniesFolder(second('erp')).complaint()).toBe(notRight(`${place} ${sideBySide}`));
  });

  test.each(['erp/acme2', '..acme'])('no complaint about the folder %s, which is one of its own', (directory) => {
    expect(new CompaniesFolder(second(directory)).complaint()).toBe('');
  });

  test('a file that is not there', () => {
    expect(new CompaniesFolder().complaint()).toBe(
      '/companies.yaml does not exist. Create it (the companies.yaml that comes with Ledgergate is an example), or set COMPANIES_FILE to where it is.',
    );
  });

  test('a folder in its place', () => {
    const folder = new CompaniesFolder();
    mkdirSync(folder.file);
    expect(folder.complaint()).toBe(
      '/companies.yaml cannot be read (EISDIR). Set COMPANIES_FILE to a file this process may read.',
    );
  });

  test('a file that is not UTF-8', () => {
    const text = Buffer.from(acme({}).replace('Builders', 'B\u00e4u'), 'latin1');
    expect(new CompaniesFolder(text).complaint()).toMatch(
      /^\/companies\.yaml is not UTF-8 \(byte \d+, in line 3\)\. Save it as UTF-8\.$/,
    );
  });

  test('every mistake is named at once, up to twenty', () => {
    const text = `companies:\n${Array.from({ length: 23 }, (_, n) => `  c${n}:\n`).join('')}`;
    const lines = new CompaniesFolder(text).complaint().split('\n');
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('  and 3 more.');
  });

  test('an alias that multiplies itself', () => {
    const levels = Array.from({ length: 9 }, (_, n) => `b${n}: &b${n} [${`*b${n - 1}, `.repeat(9)}]`);
    const text = ['a: &b-1 [1]', ...levels].join('\n');
    expect(new CompaniesFolder(text).complaint()).toBe(
      notYaml(
        'Excessive alias count indicates a resource exhaustion attack. Write the values out instead of an alias.',
      ),
    );
  });

  test('a value that may be a secret is not repeated', () => {
    const text = integration('{ erp: vista, adapter: file-drop, directory: a, password: hunter2 }');
    expect(new CompaniesFolder(text).complaint()).not.toContain('hunter2');
  });
});
