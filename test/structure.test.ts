/** The tree is what README and docs say it is, and nothing in it is unfinished or belongs to one machine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

const ignored = new Set(
  read('.gitignore')
    .split('\n')
    .filter((line) => line.endsWith('/'))
    .map((line) => line.slice(0, -1)),
);
ignored.add('.git');

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (ignored.has(entry.name)) return [];
    const name = relative(root, join(root, folder, entry.name));
    return entry.isDirectory() ? filesUnder(name) : [name];
  });
}

const binary = /\.(png|jpe?g|gif|ico|woff2?|gz|db)$/;
const files = filesUnder('.').filter((name) => !binary.test(name));
const documents = files.filter((name) => name.endsWith('.md'));
const tests = files.filter((name) => name.startsWith('test/') && name.endsWith('.ts'));

/** `file:line: text` for each line that matches. */
const findings = (names: readonly string[], pattern: RegExp): string[] =>
  names.flatMap((name) =>
    read(name)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim().slice(0, 160)}`] : [])),
  );

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A member of a JSON file that is an object itself; `{}` where there is none. */
function member(json: unknown, key: string): Readonly<Record<string, unknown>> {
  const value = isRecord(json) ? json[key] : undefined;
  return isRecord(value) ? value : {};
}

const scripts = (): Readonly<Record<string, unknown>> => member(JSON.parse(read('package.json')), 'scripts');

/** The first cell or word of each row or item under the README's heading `## Folders`. */
function listReadmeFolders(): string[] {
  const section = /^## Folders$([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(read('README.md'))?.[1] ?? '';
  return [...section.matchAll(/^(?:\| *|[-*] +)\[?`([\w.-]+)\/?`/gm)].map(([, name]) => name ?? '');
}

describe('the README', () => {
  test('maps exactly the folders that are there', () => {
    const folders = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !ignored.has(entry.name))
      .map(({ name }) => name);
    expect(
      listReadmeFolders()
        .filter((name) => !name.startsWith('.'))
        .sort(),
    ).toEqual(folders.sort());
  });

  test('and all other documents name only npm scripts that exist', () => {
    const named = documents.flatMap((name) =>
      [...read(name).matchAll(/\bnpm (?:run (?:-s |--silent )?([a-z][\w:-]*)|(start|test)\b)/g)].map(
        ([, script, short]) => `${name}: ${script ?? short ?? ''}`,
      ),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((line) => !Object.hasOwn(scripts(), line.split(': ')[1] ?? ''))).toEqual([]);
  });

  test('and all other documents link only to files that exist', () => {
    const broken = documents.flatMap((name) =>
      [...read(name).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target]) => join(name, '..', target ?? ''))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${name}: ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (name: string): Set<string> =>
  new Set(
    [...read(name).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

describe('the documents', () => {
  test('link only to headings that exist', () => {
    const broken = documents.flatMap((name) =>
      [...read(name).matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)]
        .map(([, page = '', anchor = '']) => ({ target: page === '' ? name : join(name, '..', page), anchor }))
        .filter(({ target, anchor }) => target.endsWith('.md') && !anchorsOf(target).has(anchor))
        .map(({ target, anchor }) => `${name}: ${target}#${anchor}`),
    );
    expect(broken).toEqual([]);
  });

  test('hold each decision on a numbered page of at most 60 lines', () => {
    const pages = readdirSync(join(root, 'docs', 'decisions')).sort();
    const misnamed = pages.filter((page) => !/^\d{4}-[a-z0-9-]+\.md$/.test(page));
    expect(misnamed).toEqual([]);
    const numbers = pages.map((page) => page.slice(0, 4));
    expect(new Set(numbers).size).toBe(numbers.length);
    const long = pages.filter(
      (page) =>
        read(join('docs', 'decisions', page))
          .trimEnd()
          .split('\n').length > 60,
    );
    expect(long).toEqual([]);
  });
});

describe('no file', () => {
  const written = files.filter((name) => name !== 'LICENSE' && name !== 'package-lock.json');

  test('holds a path of the machine it was written on', () => {
    expect(findings(written, /(?<![\w.~/)}*-])\/(?:home|Users|root|work|tmp)\/[\w.-]/)).toEqual([]);
  });

  test('names the package registry it was installed from', () => {
    expect(findings(written, /\bhttps?:\/\/(?:registry|mirror|proxy|artifactory|nexus)\b/)).toEqual([]);
    expect(findings(written, /^\s*(?:registry|(?:extra-)?index-url)\s*=/)).toEqual([]);
    expect(findings(['package-lock.json'], /"resolved":|https?:\/\/(?:registry|mirror|proxy)/)).toEqual([]);
  });

  test('waits to be finished', () => {
    expect(findings(written, new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b`))).toEqual([]);
  });

  test('switches a lint rule off without saying why', () => {
    const unexplained = findings(written, /(?:\/\/|\/\*) *eslint-disable(?!.* -- \S)/);
    expect(unexplained).toEqual([]);
  });

  test('re-exports a folder, but for the two that Temporal loads', () => {
    const barrels = files.filter((name) => /(?:^|\/)index\.ts$/.test(name));
    expect(barrels.sort()).toEqual(['activities/index.ts', 'workflows/index.ts']);
  });
});

describe('the tests', () => {
  test('leave none out, but those that need a PostgreSQL or a Python where there is none', () => {
    const leftOut =
      /\b(?:it|test|describe)(?:\.\w+)*\.(?:only|skip|todo|failing)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/;
    expect(tests.length).toBeGreaterThan(1);
    const needing = ['test/support/erp/describe-on-postgresql.ts', 'test/support/processes/test-with-python.ts'];
    const always = tests.filter((name) => !needing.includes(name));
    expect(findings(always, leftOut)).toEqual([]);
  });
});

describe('package.json', () => {
  test('has at most 24 scripts', () => {
    expect(Object.keys(scripts()).length).toBeLessThanOrEqual(24);
  });

  test('checks by scripts that can each be run alone', () => {
    const parts = String(scripts()['check']).split(' && ');
    expect(parts.at(-1)).toBe('npm test');
    const names = parts.map((part) => /^npm (?:run )?([a-z:]+)$/.exec(part)?.[1] ?? part);
    expect(names.filter((name) => !Object.hasOwn(scripts(), name))).toEqual([]);
  });
});

describe('package-lock.json', () => {
  test('names the optional packages of every platform, so that npm ci works on each', () => {
    const packages = member(JSON.parse(read('package-lock.json')), 'packages');
    const missing = Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(member(entry, 'optionalDependencies'))
        .filter((name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`])
        .map((name) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});
