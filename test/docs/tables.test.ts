import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentTables, findTable, formatTable, missing } from './tables';

const docs = join(__dirname, '..', '..', 'docs');
const read = (page: string): string => readFileSync(join(docs, page), 'utf8');

describe.each(documentTables.map((table) => [table.page, table.name, table] as const))(
  'docs/%s',
  (page, name, table) => {
    test(`has the table of ${name} that the code gives; "node dev/launch.cjs test/docs/write.ts" writes it`, () => {
      const standing = findTable(read(page), table);
      expect(standing).toBe(formatTable(table, standing));
      expect(standing).not.toContain(missing);
    });
  },
);

test('the pages have no other generated tables', () => {
  const found = readdirSync(docs)
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) => [...read(page).matchAll(/<!-- table: (.+) -->/g)].map(([, name]) => `${page}: ${name ?? ''}`));
  expect(found.sort()).toEqual(documentTables.map(({ page, name }) => `${page}: ${name}`).sort());
});

/** Of OAuth and Keycloak, on the page about them. */
const foreignCodes = ['offline_access', 'invalid_grant'];

test('the pages name only codes that the code knows', () => {
  const root = join(docs, '..');
  const folders = ['workflows', 'activities', 'adapters', 'api', 'worker', 'client', 'cli', 'test/support'];
  const sources = folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)),
    )
    .filter((name) => /\.(ts|py|mjs)$/.test(name))
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');
  const named = readdirSync(docs)
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) => [...read(page).matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, word = '']) => `${page}: ${word}`));
  expect(named.length).toBeGreaterThan(50);
  const known = [sources, ...foreignCodes].join('\n');
  expect(named.filter((line) => !known.includes(line.split(': ')[1] ?? ''))).toEqual([]);
});
