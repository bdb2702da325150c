/** The pages about security answer for every risk and requirement, and name tests that are there. */
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

describe('the requirements of ASVS', () => {
  const rows = readRows('docs/asvs.md', /^V\d/);
  const answers = rows.map(([, , , answer = '']) => answer);
  const kinds = ['test: ', 'reason: ', '**not met**: '];
  const countOf = (kind: string): number => answers.filter((answer) => answer.startsWith(kind)).length;

  test('have a row each, in order', () => {
    const ids = rows.map(([id = '']) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const toKey = (id: string): string => id.replaceAll(/\d+/g, (digits) => digits.padStart(3, '0'));
    expect(ids).toEqual([...ids].sort((a, b) => (toKey(a) < toKey(b) ? -1 : 1)));
    const chapters = ids.map((id) => id.split('.')[0] ?? '');
    const sizes = [...new Set(chapters)].map((one) => `${one} ${chapters.filter((chapter) => chapter === one).length}`);
    expect(sizes).toEqual([
      ...['V1 30', 'V2 13', 'V3 8', 'V4 2', 'V5 4', 'V6 13', 'V7 19', 'V8 4', 'V9 7', 'V10 36'],
      ...['V11 3', 'V12 3', 'V13 1', 'V14 2', 'V15 3'],
    ]);
  });

  test('are each answered by a test that is there, by a reason, or as not met', () => {
    const unanswered = rows.filter(([, , , answer = '']) => {
      const kind = kinds.find((one) => answer.startsWith(one));
      const [first] = namedTests(answer);
      return kind === undefined || answer.length < kind.length + 8 || (kind === 'test: ' && first === undefined);
    });
    expect(unanswered).toEqual([]);
    expect(answers.flatMap(missing)).toEqual([]);
  });

  test('are counted as they are', () => {
    const [tests, reasons, not] = kinds.map(countOf).map(String);
    const line = `${rows.length} rows: ${tests ?? ''} by a test, ${reasons ?? ''} with a reason, ${not ?? ''} not met.`;
    expect(read('docs/asvs.md')).toContain(line);
  });
});
