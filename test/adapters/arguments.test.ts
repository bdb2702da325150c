import { readChoice, readCount, readCommandLine, UsageError, type Program } from '../../adapters/arguments';

const program: Program = {
  command: 'npm start',
  usage: 'npm start: starts it all.',
  options: {
    erp: { takes: '<name>', help: 'also an ERP' },
    seeds: { takes: '<number>', help: 'how many' },
    keep: { help: 'keep it' },
  },
  words: ['all', '<company>'],
};
const read = (...args: string[]) => readCommandLine(args, program);
const readWordless = (...args: string[]) => readCommandLine(args, { ...program, words: [] });

describe('what a program is called with', () => {
  test('its options, in both ways of writing them, and its words', () => {
    const given = read('--erp', 'tryton', 'all', '--seeds=3', 'acme');
    expect([given?.text('erp'), given?.text('seeds'), given?.has('keep'), given?.words]).toEqual([
      'tryton',
      '3',
      false,
      ['all', 'acme'],
    ]);
  });

  test.each(['--help', '-h'])('%s prints how it is used, and nothing more is done', (flag) => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(read(flag)).toBeUndefined();
    expect(write).toHaveBeenCalledWith('npm start: starts it all.\n');
    write.mockRestore();
  });

  test.each([
    [['--epr', 'tryton'], '--epr is not an option of this command; did you mean --erp?'],
    [
      ['--colour'],
      '--colour is not an option of this command; "npm start -- --help" lists the options, which follow "--"',
    ],
    [['-x'], '-x is not an option of this command; "npm start -- --help" lists the options, which follow "--"'],
    [['tryton'], '"tryton" is one word too many; "npm start -- --help" lists the options, which follow "--"'],
    [['kep'], /^"kep" is one word too many; did you mean --keep\?/],
    [['--erp'], /^--erp needs <name>;/],
    [['--keep=yes'], '--keep takes no value; write --keep alone'],
    [['--keep', '--keep'], '--keep was given twice; give it once'],
    [['--constructor'], /^--constructor is not an option of this command/],
  ] satisfies [string[], string | RegExp][])(
    '%j is refused in one line that says what to do, with exit code 2',
    (args, words) => {
      expect(() => readWordless(...args)).toThrow(words);
      expect(() => readWordless(...args)).toThrow(UsageError);
    },
  );

  test.each([
    [['al', 'acme'], /^"al" is not expected here; did you mean all\?/],
    [['all'], '<company> is missing; write npm start -- all <company>'],
    [['all', 'acme', 'globex'], /^"globex" is one word too many;/],
  ])('%j has not the words that it needs', (args, words) => {
    expect(() => read(...args)).toThrow(words);
  });

  test('a number and a choice that do not fit are refused', () => {
    const given = readWordless('--erp', 'trytn', '--seeds', '0');
    if (!given) throw new Error('nothing was given');
    expect(() => readCount(given, 'seeds')).toThrow(UsageError);
    expect(() => readChoice(given, 'erp', ['tryton'])).toThrow('--erp trytn is none of tryton; did you mean tryton?');
    expect(readCount(given, 'keep')).toBeUndefined();
  });
});
