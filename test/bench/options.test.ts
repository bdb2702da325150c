/** What `npm run bench` can be told. */
import { UsageError } from '../../adapters/arguments';
import { isKept, readOptions, toSuffix } from '../../bench/options';

const read = (...args: readonly string[]) => {
  const options = readOptions(args);
  if (!options) throw new Error('help was not asked for');
  return options;
};

test('without flags everything runs five rounds, with 1,000 waiting, and is kept', () => {
  const options = read();
  expect(options).toEqual({
    rounds: 5,
    waiting: 1000,
    only: ['decision', 'flows', 'history', 'waiting', 'recovery', 'dead-erp', 'desk', 'replay', 'neighbour', 'start'],
    keep: false,
    on: 'npm start',
  });
  expect(isKept(options)).toBe(true);
  expect(toSuffix(options)).toBe('');
});

test('a part of it, or too few rounds, are shown and not kept', () => {
  expect(isKept(read('--only', 'history, decision'))).toBe(false);
  expect(read('--only', 'history, decision').only).toEqual(['history', 'decision']);
  expect(isKept(read('--rounds', '4'))).toBe(false);
});

test('a part of it is kept when that is asked for, under a name that says so', () => {
  const options = read('--only', 'desk', '--waiting', '10000', '--keep');
  expect(isKept(options)).toBe(true);
  expect(toSuffix(options)).toBe('-desk-10000-waiting');
  expect(isKept(read('--only', 'desk', '--rounds', '4', '--keep'))).toBe(false);
});

test('it runs on a cluster when that is asked for, and its result says so', () => {
  const options = read('--on', 'cluster');
  expect(options.on).toBe('cluster');
  expect(toSuffix(options)).toBe('-cluster');
});

test('5,000 may wait as well', () => {
  expect(read('--waiting', '5000').waiting).toBe(5000);
});

test('help is printed', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  expect(readOptions(['--help'])).toBeUndefined();
  expect(write).toHaveBeenCalledWith(expect.stringContaining('npm run bench'));
  write.mockRestore();
});

test.each([
  ['an unknown flag', ['--round', '3'], '--round'],
  ['a word that stands alone', ['decision'], 'decision'],
  ['no number', ['--rounds', 'many'], '--rounds many'],
  ['no rounds at all', ['--rounds', '0'], '--rounds 0'],
  ['unknown servers', ['--on', 'mainframe'], '--on mainframe'],
  ['an unknown part', ['--only', 'decision,speed'], '--only speed'],
])('%s is refused by name', (_, args, named) => {
  expect(() => readOptions(args)).toThrow(UsageError);
  expect(() => readOptions(args)).toThrow(named);
});
