import { fc } from '../support/fast-check';
import { confirmations } from '../../workflows/contract/codes';
import { commandNames, commandRow, type CommandName } from '../../workflows/contract/command-table';
import { commandBodies } from '../../workflows/contract/commands';
import { listSignalFields } from '../../workflows/domain/command-fields';
import { parseSignal, parseUpdate } from '../../workflows/domain/parse';
import { Malformed } from '../../workflows/domain/read';
import { project } from '../support/domain/fixtures';
import { defined } from '../../workflows/contract/defined';

/** The schemas at the API's edge and the reader in the workflow are two; these hold them to one answer. */

const sizes = (...lengths: number[]) => fc.constantFrom(...lengths.map((length) => 'x'.repeat(length)));
const edges = sizes(0, 1, 199, 200, 201, 499, 500, 501, 1_999, 2_000, 2_001);
const odd = fc.constantFrom(
  ...[' ', ' padded ', 'e\u0301', 'two\nlines', 'tab\tbed', 'nul\u0000', 'half\ud83d', '\udc00half', '\ufeffbom\ufeff'],
  ...[
    '/name',
    '/a b',
    ' /name',
    '/name ',
    '/',
    '/a\nb',
    'name',
    '漢字',
    '\ud83c\udfd7',
    'constructor',
    '__proto__',
    'a\u0085b',
    'zero\u200bwidth',
    '\u3164',
    'turned\u202e',
    'Caf\ufffd',
    '\u0378',
    '\uff10\uff13',
    '\u2764\ufe0f',
  ],
);
const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('good', '/good') },
  edges,
  odd,
  fc.string({ unit: 'binary' }),
);
const wrong = fc.oneof(fc.constantFrom<unknown>(null, 0, 1, true, [], {}, ['x']), fc.jsonValue({ maxDepth: 1 }));
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 8, arbitrary: arbitrary }, wrong);

const key = fc.oneof(
  text.filter((one) => one !== '__proto__'),
  fc.constantFrom('Good', ' good', '\uff47ood', 'e\u0301', '\u00e9'),
);
const smallRecord = fc.dictionary(key, some(text), { maxKeys: 3, noNullPrototype: true });
const bigRecord = fc
  .constantFrom(49, 50, 51)
  .map((count) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 'v'])));
const record = fc.oneof({ weight: 6, arbitrary: smallRecord }, bigRecord);
const job = fc
  .record({ number: some(text), fields: some(record), odd: text }, { requiredKeys: [] })
  .map(({ odd: one, ...rest }) => (one === 'good' ? { ...rest, odd: one } : rest));
const fieldMessage = fc.record({ pointer: some(text), message: some(text) });
const fields = fc.oneof(
  { weight: 6, arbitrary: fc.array(some(fieldMessage), { maxLength: 3 }) },
  fc.constantFrom(49, 50, 51).map((count) => Array.from({ length: count }, () => ({ pointer: '/name', message: 'm' }))),
);

const revision = some(fc.constantFrom(1, 2, 77, 2 ** 53 - 1));
const members = {
  job: some(job),
  note: some(text),
  reason: some(text),
  category: some(text),
  fields: some(fields),
  ids: some(record),
  nobodyKnows: text,
  number: some(text),
  confirm: some(fc.constantFrom<unknown>(...confirmations, ...confirmations, ...confirmations, 'both', 7)),
  differencesHash: some(text),
  text: some(text),
  isQuestion: some(fc.constantFrom<unknown>(true, false, true, false, 'true')),
};
const member = (key: string): fc.Arbitrary<unknown> => {
  const found = Object.entries(members).find(([name]) => name === key);
  if (!found) throw new Error(`what ${key} may be is not said above`);
  return found[1];
};

/** Bodies of a command: mostly its own fields, some wrong, some left out, seldom one too many. */
const anyBody = (name: CommandName): fc.Arbitrary<object> => {
  const own = listSignalFields(name).map((key) => [key, member(key)] as const);
  const fields: Record<string, fc.Arbitrary<unknown>> = { revision, ...Object.fromEntries(own) };
  const together = commandRow(name).together?.fields ?? [];
  const apart = fc.record(fields, { requiredKeys: [] });
  const body = fc.oneof(apart, fc.record(fields, { requiredKeys: [...together] }));
  const stray = fc.constantFrom(...(Object.keys(members) as (keyof typeof members)[]));
  return fc.oneof(
    { weight: 9, arbitrary: body },
    fc.tuple(body, stray).map(([fitting, key]) => ({ ...fitting, [key]: 'good' })),
  );
};

function read<T>(from: () => T): T | undefined {
  try {
    return from();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

describe.each(commandNames)('%s', (name) => {
  const schema = commandBodies[name];

  it('what the API takes, the update takes, and reads the same from it', () => {
    let taken = 0;
    fc.assert(
      fc.property(anyBody(name), (body) => {
        const parsed = schema.safeParse(body);
        if (!parsed.success) return;
        taken += 1;
        const expected = { type: name, ...parsed.data };
        const update = (sent: object) => read(() => parseUpdate(name, [{ actor: { id: 'tess' }, ...sent }]))?.command;
        expect(update(parsed.data)).toEqual(expected);
        expect(update(body)).toEqual(expected);
      }),
      { numRuns: 600 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('what a raw signal takes, the API takes with a revision, and reads the same from it', () => {
    let taken = 0;
    fc.assert(
      fc.property(anyBody(name), (body) => {
        const signal = read(() => parseSignal(name, [{ by: 'tess', ...body }]));
        if (!signal) return;
        taken += 1;
        const { type: _type, ...command } = signal.command;
        const whole = { revision: 1, ...defined({ job: name === 'accept' ? {} : undefined }), ...body };
        const parsed = schema.safeParse(whole);
        expect(parsed.error).toBeUndefined();
        expect(parsed.data).toEqual({ revision: 1, ...command });
      }),
      { numRuns: 600 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});

it('a project that the API takes with a resend is the one the update takes', () => {
  const body = commandBodies.resend.parse({ revision: 1, project, note: ' x ' });
  expect(parseUpdate('resend', [{ actor: { id: 'ada' }, ...body }]).command).toEqual({ type: 'resend', ...body });
});
