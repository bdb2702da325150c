import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createCompanies } from '../../adapters/companies/companies';
import { addInitech, followCompanies } from '../../dev/tryton/company';
import { makeFolder } from '../support/processes/fake-executables';
import { waitFor } from '../../dev/processes/wait-for';

const given = readFileSync(join(__dirname, '..', '..', 'companies.yaml'), 'utf8');
const tryton = { url: 'http://127.0.0.1:8123', port: 8_123, directory: '/var/tryton' };

describe('the companies of a start with Tryton', () => {
  let folder: ReturnType<typeof makeFolder>;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  test('are those of the file and Initech, whose books are in that Tryton; the first line says whence', () => {
    const text = addInitech(given, 'companies.yaml', tryton);
    expect(text.split('\n')[0]).toBe(
      '# Written by "npm start -- --erp tryton" from companies.yaml, whenever that file changes. Edit companies.yaml instead.',
    );
    const file = join(folder.path, 'companies.tryton.yaml');
    writeFileSync(file, text);
    const companies = createCompanies({ file, varDirectory: folder.path, onError: () => undefined });
    expect(companies.all().map(({ id }) => id)).toEqual(['acme', 'globex', 'initech']);
    expect(companies.find('initech')).toMatchObject({
      takesProjects: true,
      connection: { adapter: 'tryton', url: tryton.url, database: 'erp', keyVariable: 'TRYTON_KEY' },
    });
  });

  test('an Initech that the file names itself stays as it is', () => {
    const own = 'companies:\n  initech: { name: Ours } # our own\n';
    expect(addInitech(own, 'companies.yaml', tryton)).toContain('initech: { name: Ours } # our own');
    expect(parse(addInitech(own, 'companies.yaml', tryton))).toEqual(parse(own));
  });

  test('a change of the file counts; a mistake in it is said and changes nothing', async () => {
    const files = {
      givenCompaniesFile: join(folder.path, 'companies.yaml'),
      companiesFile: join(folder.path, 'companies.tryton.yaml'),
    };
    const said: string[] = [];
    writeFileSync(files.givenCompaniesFile, given);
    const unfollow = await followCompanies(files, tryton, (line) => said.push(line));
    const written = (): string => readFileSync(files.companiesFile, 'utf8');
    try {
      writeFileSync(files.givenCompaniesFile, given.replace('Acme Builders', 'Acme Renamed'));
      await waitFor('the change', () => written().includes('Acme Renamed'));
      expect(written()).toContain('Initech Construction');
      writeFileSync(files.givenCompaniesFile, 'companies: [');
      await waitFor('the mistake', () => said.length > 0);
      expect(said[0]).toMatch(/companies\.yaml: .*; the companies are unchanged/);
      expect(written()).toContain('Acme Renamed');
    } finally {
      unfollow();
    }
  });
});
