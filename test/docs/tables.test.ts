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
