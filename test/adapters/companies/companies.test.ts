import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createCompanies } from '../../../adapters/companies/companies';
import { CompaniesFolder, removeCompaniesFolders } from '../../support/companies-folder';

afterAll(removeCompaniesFolders);

const written = (
  id: string,
  { integration = `{ erp: vista, adapter: file-drop, directory: erp/${id} }`, policy = '{ rawSignals: all }' } = {},
) => `  ${id}: { name: The ${id} company, integration: ${integration}, policy: ${policy} }\n`;
const file = (...companies: string[]) => `companies:\n${companies.join('')}`;

describe('a companies.yaml that is right', () => {
  test('needs no more than name, integration and rawSignals', () => {
    const folder = new CompaniesFolder(file(written('acme')));
    const company = folder.open().find('acme');
    expect(company?.policy).toEqual({ fourEyes: true, exportForMs: 24 * 3_600_000, rawSignals: 'all' });
    expect(company?.connection).toEqual({
      adapter: 'file-drop',
      directory: join(folder.varDirectory, 'erp/acme'),
      registerFile: join(folder.varDirectory, 'drops.json'),
      commitWithinMs: 0,
    });
    expect(company?.takesProjects).toBe(true);
    expect(company).not.toHaveProperty('notSupported');
  });

  test.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['30d', 2_592_000_000],
    ['365d', 31_536_000_000],
  ])('reads the duration %s as %d milliseconds', (text, ms) => {
    const company = new CompaniesFolder(
      file(written('acme', { policy: `{ rawSignals: none, exportFor: ${text}, fourEyes: false }` })),
    )
      .open()
      .find('acme');
    expect(company?.policy).toEqual({ fourEyes: false, exportForMs: ms, rawSignals: 'none' });
  });

  test('may name an absolute folder and a wait for the ERP', () => {
    const folder = new CompaniesFolder(
      file(
        written('acme', {
          integration: '{ erp: vista, adapter: file-drop, directory: /srv/../srv/erp, commitWithin: 1m }',
        }),
      ),
    );
    expect(folder.open().find('acme')?.connection).toEqual({
      adapter: 'file-drop',
      directory: '/srv/erp',
      registerFile: join(folder.varDirectory, 'drops.json'),
      commitWithinMs: 60_000,
    });
  });

  test('reaches a Tryton, with the name of the variable that holds its key and never the key', () => {
    const integration =
      '{ erp: tryton, adapter: tryton, url: "https://erp.example.com", database: erp, keyVariable: ERP_KEY }';
    const company = new CompaniesFolder(file(written('initech', { integration }))).open().find('initech');
    expect(company?.connection).toEqual({
      adapter: 'tryton',
      url: 'https://erp.example.com',
      database: 'erp',
      keyVariable: 'ERP_KEY',
      commitWithinMs: 180_000,
    });
    expect(company?.integration.supportsPreflight).toBe(true);
  });

  test('lists the companies in the order of the file', () => {
    const ids = new CompaniesFolder(file(written('zeta'), written('bravo'))).open().all();
    expect(ids.map(({ id }) => id)).toEqual(['zeta', 'bravo']);
  });

  test('keeps an id that looks like a number as it is written', () => {
    expect(new CompaniesFolder(file(written('007'), written('1e3'))).open().find('007')?.id).toBe('007');
  });

  test('places folders below LEDGERGATE_VAR wherever the process runs', () => {
    const { file: name, varDirectory } = new CompaniesFolder(file(written('acme')));
    const shown = relative(process.cwd(), varDirectory);
    const companies = createCompanies({ file: relative(process.cwd(), name), varDirectory: shown, onError: jest.fn() });
    expect(companies.find('acme')?.connection).toMatchObject({ directory: join(varDirectory, 'erp/acme') });
  });

  test('may hold no company', () => {
    expect(new CompaniesFolder('companies: {}').open().all()).toEqual([]);
  });

  test('knows a company called constructor only when it is written', () => {
    const without = new CompaniesFolder(file(written('acme'))).open();
    expect(['constructor', '__proto__', 'toString', ''].map((id) => without.find(id))).toEqual(
      Array(4).fill(undefined),
    );
    const named = new CompaniesFolder(file(written('constructor'))).open();
    expect(named.find('constructor')?.id).toBe('constructor');
  });
});

describe('a companies.yaml that changes while the process runs', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
  afterEach(() => jest.useRealTimers());

  const aSecondLater = () => jest.advanceTimersByTime(1_000);
  const open = (...ids: string[]) => {
    const folder = new CompaniesFolder(file(...ids.map((id) => written(id))));
    const companies = folder.open();
    return { folder, companies, ids: () => companies.all().map(({ id }) => id) };
  };

  test('counts from the next look-up: who was taken out is gone, who was added is there', () => {
    const { folder, companies } = open('acme', 'globex');
    folder.write(file(written('globex'), written('initech')));
    aSecondLater();
    expect(companies.find('acme')).toBeUndefined();
    expect(companies.find('initech')?.name).toBe('The initech company');
    expect(companies.all().map(({ id }) => id)).toEqual(['globex', 'initech']);
  });

  test('is looked at once a second at most', () => {
    const { folder, ids } = open('acme');
    folder.write(file(written('globex')));
    jest.advanceTimersByTime(999);
    expect(ids()).toEqual(['acme']);
    jest.advanceTimersByTime(1);
    expect(ids()).toEqual(['globex']);
    folder.write(file(written('initech')));
    expect(ids()).toEqual(['globex']);
    aSecondLater();
    expect(ids()).toEqual(['initech']);
  });

  test('has another fingerprint when it is used, and the same one while a mistake is in it', () => {
    const { folder, companies } = open('acme');
    const before = companies.fingerprint();
    expect(open('acme').companies.fingerprint()).toBe(before);
    folder.write('companies: [');
    aSecondLater();
    expect(companies.fingerprint()).toBe(before);
    folder.write(file(written('globex')));
    aSecondLater();
    expect(companies.fingerprint()).not.toBe(before);
  });

  test('is not read again while it stays the same', () => {
    const { folder, companies } = open('acme');
    const before = companies.find('acme');
    aSecondLater();
    expect(companies.find('acme')).toBe(before);
    folder.write(file(written('acme'), written('globex')));
    aSecondLater();
    const after = companies.find('acme');
    expect(after).not.toBe(before);
    aSecondLater();
    expect(companies.find('acme')).toBe(after);
  });

  test('is read again when it was replaced by one of the same length and time', () => {
    const { folder, ids } = open('acme');
    const { atime, mtime } = statSync(folder.file);
    const other = join(folder.path, 'other.yaml');
    writeFileSync(other, file(written('bcme')));
    utimesSync(other, atime, mtime);
    renameSync(other, folder.file);
    aSecondLater();
    expect(ids()).toEqual(['bcme']);
  });

  test.each<[string, (folder: CompaniesFolder) => void, string]>([
    ['wrong', (folder) => folder.write('companies: {'), 'is not valid YAML'],
    ['incomplete', (folder) => folder.write(file(written('acme', { policy: '{}' }))), 'policy.rawSignals'],
    ['empty, as while an editor writes it', (folder) => folder.write(''), 'the file is empty'],
    ['missing', (folder) => rmSync(folder.file), 'does not exist'],
  ])('keeps the companies it had when it became %s, and says so once', (_, damage, complaint) => {
    const { folder, ids } = open('acme');
    damage(folder);
    for (let look = 0; look < 3; look++) {
      aSecondLater();
      expect(ids()).toEqual(['acme']);
    }
    expect(folder.errors).toHaveLength(1);
    expect(folder.errors[0]).toContain(folder.file);
    expect(folder.errors[0]).toContain(complaint);
    expect(folder.errors[0]).toMatch(/\nThe companies that were read before remain in use\.$/);
  });

  test('is obeyed again once it is mended, and a mistake made anew is told anew', () => {
    const { folder, ids } = open('acme');
    folder.write('companies: {');
    aSecondLater();
    expect(ids()).toEqual(['acme']);
    folder.write(file(written('globex')));
    aSecondLater();
    expect(ids()).toEqual(['globex']);
    folder.write('companies: {');
    aSecondLater();
    expect(ids()).toEqual(['globex']);
    expect(folder.errors).toHaveLength(2);
  });
});
