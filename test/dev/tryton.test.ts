import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { openTryton } from '../../dev/tryton/tryton';
import { withDefaults } from '../../dev/tryton/template';
import { makeFolder } from '../support/processes/fake-executables';
import { fakePython, type FakeSteps } from '../support/erp/fake-tryton';

describe("the start's own Tryton", () => {
  let folder: ReturnType<typeof makeFolder>;
  let said: string[];
  const at = (...parts: string[]): string => join(folder.path, ...parts);
  const open = (steps: FakeSteps = {}, more: { searchPath?: string; signal?: AbortSignal } = {}) => {
    const searchPath = fakePython(at('bin'), steps);
    const own = { url: 'http://127.0.0.1:1', port: 1, directory: at('var', 'tryton') };
    const say = (line: string): void => void said.push(line);
    return openTryton(own, withDefaults({ cacheDirectory: at('cache'), searchPath, say, ...more }));
  };
  const cached = (): string[] => (existsSync(at('cache')) ? readdirSync(at('cache')) : []);
  const database = (): string => readFileSync(at('var', 'tryton', 'erp.sqlite'), 'utf8');

  beforeEach(() => {
    folder = makeFolder();
    mkdirSync(at('var'));
    said = [];
  });
  afterEach(() => {
    folder.remove();
  });

  test('is made once, with lines that say so, and copied into the data folder', async () => {
    await open();
    expect(said.join('\n')).toMatch(
      /fetching Tryton from PyPI[^]*creating the Tryton database, about 40 s[^]*made the/,
    );
    expect(readdirSync(at('var', 'tryton')).sort()).toEqual([
      'admin-password',
      'erp.sqlite',
      'key',
      'made-from',
      'trytond.conf',
    ]);
    expect(readFileSync(at('var', 'tryton', 'key'), 'utf8')).toBe('the-key\n');
    const lines = said.length;
    rmSync(at('var', 'tryton'), { recursive: true });
    await open();
    expect(said).toHaveLength(lines);
    expect(database()).toBe('made\n');
  });

  test.each(['key', 'admin-password', 'erp.sqlite'])('nobody else can read its %s', async (name) => {
    await open();
    expect((statSync(at('var', 'tryton', name)).mode & 0o777).toString(8)).toBe('600');
  });

  test('a database that is there is never replaced', async () => {
    await open();
    appendFileSync(at('var', 'tryton', 'erp.sqlite'), 'a job\n');
    await open();
    expect(database()).toBe('made\na job\n');
  });

  test('a database of another version of the module is brought up to date and keeps what it holds', async () => {
    await open();
    appendFileSync(at('var', 'tryton', 'erp.sqlite'), 'a job\n');
    writeFileSync(at('var', 'tryton', 'made-from'), 'older\n');
    await open();
    expect(said.join('\n')).toContain('created by another version of the Tryton module: updating it');
    expect(database()).toBe('made\na job\nupdated\n');
    const lines = said.length;
    await open();
    expect(said).toHaveLength(lines);
  });

  test('two starts at once make it once', async () => {
    const searchPath = fakePython(at('bin'), {});
    const say = (line: string): void => void said.push(line);
    const preparation = withDefaults({ cacheDirectory: at('cache'), searchPath, say });
    const starts = ['one', 'two'].map((name) =>
      openTryton({ url: '', port: 1, directory: at('var', name) }, preparation),
    );
    await Promise.all(starts);
    expect(said.filter((line) => line.includes('about 40 s'))).toHaveLength(1);
    for (const name of ['one', 'two']) expect(readFileSync(at('var', name, 'erp.sqlite'), 'utf8')).toBe('made\n');
  });

  const failures: readonly (readonly [string, FakeSteps, RegExp, number])[] = [
    [
      'its packages cannot be fetched',
      { pip: 'echo "no network" >&2; exit 1' },
      /pip install .* code 1: no network/,
      0,
    ],
    ['its database cannot be made', { admin: 'echo "no space" >&2; exit 1' }, /trytond-admin .* code 1: no space/, 1],
    ['it cannot be filled', { setUp: 'echo "no company" >&2; exit 1' }, /set_up.py .* code 1: no company/, 1],
  ];
  test.each(failures)('when %s, that is said and nothing half-made is left', async (_name, steps, words, kept) => {
    await expect(open(steps)).rejects.toThrow(words);
    expect(cached()).toHaveLength(kept);
    expect(cached().join()).not.toContain('unfinished');
    expect(existsSync(at('var', 'tryton'))).toBe(false);
    rmSync(at('cache'), { recursive: true });
    await open();
    expect(database()).toBe('made\n');
  });

  test('Ctrl-C in mid-making ends what runs and leaves nothing half-made', async () => {
    const stop = new AbortController();
    const opening = open({ admin: `echo $$ > ${at('pid')}; kill -STOP $$` }, { signal: stop.signal });
    const cut = expect(opening).rejects.toThrow(/abort/);
    const pid = (): number => (existsSync(at('pid')) ? Number(readFileSync(at('pid'), 'utf8')) : 0);
    while (pid() === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await cut;
    expect(() => process.kill(pid(), 0)).toThrow('ESRCH');
    expect(cached().join()).not.toContain('unfinished');
  });

  test('without Python it says what to install', async () => {
    await expect(open({}, { searchPath: at('nowhere') })).rejects.toThrow(/^Tryton needs Python 3.11 or later/);
  });

  test('a Python that is too old is named, with what to install', async () => {
    const refused = open({ version: '3.9.2' }, { searchPath: `${at('bin')}${delimiter}${at('nowhere')}` });
    await expect(refused).rejects.toThrow(/Tryton needs Python 3.11 or later[^]*bin\/python3 is 3.9.2/);
  });

  test('an environment whose Python is gone is made anew', async () => {
    await open();
    const [environment = ''] = cached().filter((name) => name.startsWith('tryton-python'));
    writeFileSync(at('cache', environment, 'bin', 'python'), '#!/bin/sh\nexit 127\n');
    await open();
    expect(said.join('\n')).toContain('no longer works and is created again');
  });

  test('something else in its place is not touched', async () => {
    mkdirSync(at('var', 'tryton'));
    writeFileSync(at('var', 'tryton', 'letter'), 'mine');
    await expect(open()).rejects.toThrow(/is not a Tryton database .*Move it away/);
    expect(readFileSync(at('var', 'tryton', 'letter'), 'utf8')).toBe('mine');
  });
});
