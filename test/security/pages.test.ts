/** The pages about security name tests that are there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

/** The cells of each row of a page whose first cell matches. */
const readRows = (page: string, first: RegExp): string[][] =>
  read(page)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    )
    .filter(([cell = '']) => first.test(cell));

const namedTests = (text: string): string[] => [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, name = '']) => name);
const missing = (text: string): string[] => namedTests(text).filter((name) => !existsSync(join(root, name)));

describe('the ten risks', () => {
  const rows = readRows('docs/security.md', /^API\d/);

  test('have a row each', () => {
    expect(rows.map(([risk = '']) => risk.split(' ')[0])).toEqual(Array.from({ length: 10 }, (_, n) => `API${n + 1}`));
  });

  test.each(rows)(
    '%s names the test that makes its cases, and others that are there',
    (risk = '', _what = '', madeBy = '', besides = '') => {
      const [file = '', ...more] = namedTests(madeBy);
      expect(more).toEqual([]);
      expect(read(file)).toContain(`describe('${risk.split(' ')[0] ?? ''}: `);
      expect(missing(besides)).toEqual([]);
      expect(namedTests(besides).length).toBeGreaterThan(0);
    },
  );
});
