/**
 * The reader in the sandbox and the schema at the API's edge are made from one table. Here each field of the table is
 * held against what a raw document may bring: what the edge takes, the reader takes, and it says of the rest what open
 * submissions were told before.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from '../../workflows/contract/project';
import { documentFields, type DocumentKind } from '../../workflows/contract/project-table';
import { Malformed } from '../../workflows/domain/read';
import { toProject } from '../../workflows/domain/read-project';
import { fc } from '../support/fast-check';
import { biggestProject } from '../support/domain/biggest';
import { wholeProject } from '../support/domain/fixtures';
import { listIssues } from '../support/domain/issues';
import { listPaths, withValueAt } from '../support/domain/paths';

/** What the reader says; `undefined`: it takes the document, as it is. */
function verdict(document: unknown): string | undefined {
  try {
    expect(toProject(document)).toBe(document);
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}

const values = {
  missing: undefined,
  null: null,
  number: 5,
  list: [1],
  object: { 'a b': 'c' },
  empty: '',
  blank: ' \t ',
  padded: ' x ',
  unseen: 'a\u200bb',
  'line break': 'two\nlines',
  control: 'bell\u0007',
  turning: 'a\u202eb',
  lost: 'Caf\ufffd',
  half: 'a\ud83d',
  unknown: 'a\u0378',
  'composed otherwise': 'e\u0301',
} as const;
type ValueName = keyof typeof values;
const valueNames = Object.keys(values) as ValueName[];
type Verdicts = Partial<Record<ValueName, string>>;

const line: Verdicts = {
  missing: 'must be a text',
  null: 'must be a text',
  number: 'must be a text',
  list: 'must be a text',
  object: 'must be a text',
  empty: 'must contain a visible character',
  blank: 'must not contain U+0009 (a control character)',
  'line break': 'must not contain U+000A (a line break)',
  control: 'must not contain U+0007 (a control character)',
  turning: 'must not contain U+202E (a control of the text direction)',
  lost: 'must not contain U+FFFD (the replacement character, which a wrong encoding leaves)',
  half: 'must not contain U+D83D (a lone surrogate)',
  unknown: 'must not contain U+0378 (not assigned in Unicode 15.1)',
};
const { 'line break': _break, ...lines } = { ...line, blank: 'must contain a visible character' };
const identifier: Verdicts = { ...line, empty: 'must not be empty', unseen: 'must not contain U+200B (invisible)' };
const every = (message: string): Verdicts => Object.fromEntries(valueNames.map((name) => [name, message]));

/** By what a field holds. Lengths, dates, amounts and codes of countries are for the edge alone. */
const verdicts: Readonly<Record<DocumentKind, Verdicts>> = {
  identifier,
  line,
  lines,
  date: line,
  amount: line,
  signed_amount: line,
  country: line,
  currency: line,
  group: every('must be a JSON object'),
  list: every('must be a list of at most 2000'),
  identifiers: every('must be a list of texts'),
  texts: every('must be a JSON object'),
};

const steel = { code: '05-120', name: 'Structural steel', costTypes: ['Material'] };

/** Where the first of a list's entries has the field, and how the reader calls it. */
const places = documentFields.map(({ path: [first = '', ...below], row }) => ({
  path: first === 'costCodes' && below.length > 0 ? [first, '0', ...below] : [first, ...below],
  name: ['project', first, ...below].join('.'),
  row,
}));
const cases = places.flatMap((place) => valueNames.map((value) => ({ ...place, value })));
/** A group that lacks its own fields, and a list or texts of other things, say what is missing in them. */
const isWithin = ({ kind }: { readonly kind: DocumentKind }, value: ValueName): boolean =>
  (value === 'object' && (kind === 'group' || kind === 'texts')) ||
  (value === 'list' && (kind === 'list' || kind === 'identifiers'));

test.each(places)('$name is read by its kind', ({ path, name, row }) => {
  for (const value of valueNames.filter((each) => !isWithin(row, each))) {
    const fault = value === 'missing' && row.optional ? undefined : verdicts[row.kind][value];
    const said = verdict(withValueAt(wholeProject, path, values[value]));
    expect({ value, said }).toEqual({ value, said: fault && `${name} ${fault}` });
  }
});

test('what the edge takes, the reader takes; of what the reader refuses, the edge names the field', () => {
  let taken = 0;
  for (const { path, value } of cases) {
    const document = withValueAt(wholeProject, path, values[value]);
    const parsed = Project.safeParse(document);
    if (parsed.success) {
      taken += 1;
      expect(verdict(parsed.data)).toBeUndefined();
    } else if (verdict(document) !== undefined) {
      const issues = listIssues(Project, document);
      expect(issues.some((issue) => issue.startsWith(`/${path.join('/')}`))).toBe(true);
    }
  }
  expect(taken).toBeGreaterThan(50);
});

test.each([
  ['customer', { code: 'C-77' }, 'project.customer.name must be a text'],
  ['address', { line1: 'x', country: 'US' }, 'project.address.city must be a text'],
  ['costCodes', [null], 'an entry of project.costCodes must be a JSON object'],
  ['costCodes', [{ code: '1', name: 'x' }], 'project.costCodes.costTypes must be a list of texts'],
  [
    'costCodes',
    [{ code: 'x'.repeat(201), name: 'x', costTypes: ['Labor'] }],
    'project.costCodes.code has 201 characters, but at most 200 are allowed',
  ],
  ['costCodes', Array.from({ length: 2_001 }, () => ({})), 'project.costCodes must be a list of at most 2000'],
  [
    'costCodes',
    [steel, { ...steel, code: '05\u2010120' }],
    'project.costCodes has "05\u2010120", which is the same as "05-120"',
  ],
  [
    'costCodes',
    [{ ...steel, costTypes: ['Labor', 'LABOR'] }],
    'project.costCodes.costTypes has "LABOR", which is the same as "Labor"',
  ],
  [
    'customFields',
    { 'Caf\u00e9': '1', 'Cafe\u0301': '2' },
    'project.customFields has "Caf\u00e9", which is the same as "Caf\u00e9"',
  ],
  ['customFields', { ' x': '1', x: '2' }, 'project.customFields has "x", which is the same as "x"'],
  ['customFields', { 'a\u200b': '1' }, 'a key of project.customFields must not contain U+200B (invisible)'],
  ['customFields', { x: 5 }, 'project.customFields.x must be a text'],
  [
    'customFields',
    { x: 'x'.repeat(2_001) },
    'project.customFields.x has 2001 characters, but at most 2000 are allowed',
  ],
  [
    'customFields',
    { ['x'.repeat(201)]: 'x' },
    'a key of project.customFields has 201 characters, but at most 200 are allowed',
  ],
  ['description', 'x'.repeat(600_000), 'project must be at most 512 KiB of JSON'],
])('%s %j', (field, value, message) => {
  const document = withValueAt(wholeProject, [field], value);
  expect(verdict(document)).toBe(message);
  expect(listIssues(Project, document)).not.toEqual([]);
});

test.each([
  ['a text', 'x', undefined],
  ['no text', { x: 1 }, 'must be a text'],
  ['a text that no line may hold', 'two\nlines', 'must not contain U+000A (a line break)'],
])('a field that only a newer version knows is read as a line: %s', (_what, value, fault) => {
  for (const path of [[], ['address'], ['customer'], ['costCodes', '0']]) {
    const document = withValueAt(wholeProject, [...path, 'phone'], value);
    const name = ['project', ...path.filter((part) => part !== '0'), 'phone'].join('.');
    expect(verdict(document)).toBe(fault && `${name} ${fault}`);
  }
});

test('whatever the edge takes with anything in the place of a value, the reader takes in the form in which it is kept', () => {
  const paths = listPaths(wholeProject).filter((path) => path.length > 0);
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary' }), fc.string());
  fc.assert(
    fc.property(fc.constantFrom(...paths), value, (path, replacement) => {
      const parsed = Project.safeParse(withValueAt(wholeProject, path, replacement));
      if (parsed.success) expect(verdict(parsed.data)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['description', 'one\n\ttwo'],
  ['name', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u2764\ufe0f'],
  ['number', '\uff12\uff16\u2010\uff17\uff10\uff10'],
  ['customFields', { description: 'x', number: '\u200dx' }],
])('%s %j is taken by both', (field, value) => {
  const document = withValueAt(wholeProject, [field], value);
  expect(verdict(document)).toBeUndefined();
  expect(listIssues(Project, document)).toEqual([]);
});

test('a run that began with a currency goes on when the list has lost it', () => {
  expect(verdict({ ...wholeProject, currency: 'BGN' })).toBeUndefined();
});

describe('documents of before', () => {
  const histories = join(__dirname, '..', 'histories');
  const json = (text: string): unknown => JSON.parse(text);

  /** Every project in a value, also within the payloads of a history. */
  function projectsIn(value: unknown): object[] {
    if (typeof value !== 'object' || value === null) return [];
    const found = Object.entries(value).flatMap(([key, member]) =>
      key === 'data' && typeof member === 'string'
        ? projectsIn(json(Buffer.from(member, 'base64').toString('utf8')))
        : projectsIn(member),
    );
    return 'costCodes' in value && 'currency' in value ? [value, ...found] : found;
  }

  /** Notices and write-backs carry no document. */
  const isOfSubmission = (name: string): boolean => !/^(?:notice|write-back)\./.test(name);
  const stories = readdirSync(histories)
    .filter((name) => name.endsWith('.json') && !name.endsWith('.cold.json'))
    .filter(isOfSubmission);

  test.each(stories)('those of %s are taken as they are', (name) => {
    const found = projectsIn(json(readFileSync(join(histories, name), 'utf8')));
    expect(found.length).toBeGreaterThan(0);
    for (const document of found) {
      expect(verdict(document)).toBeUndefined();
      expect(Project.parse(document)).toEqual(document);
    }
  });

  test('the biggest is taken', () => {
    expect(verdict(biggestProject('a'))).toBeUndefined();
  });
});
