import { readArguments } from '../../dev/arguments';

const read = (...args: string[]) => readArguments('npm start', args, 'erp');

describe('what a command is called with', () => {
  test('its option, in both ways of writing it, and help', () => {
    expect(read('--erp', 'tryton')).toEqual({ help: false, text: 'tryton' });
    expect(read('--erp=tryton')).toEqual({ help: false, text: 'tryton' });
    expect(read('-h')).toEqual({ help: true, text: undefined });
  });

  test.each([
    [['--colour'], /^Unknown option '--colour'\. "npm start -- --help" says what there is\.$/],
    [['tryton'], /^Unexpected argument 'tryton'\. "npm start -- --help" says what there is\.$/],
    [['--erp'], /^Option '--erp <value>' argument missing\. "npm start -- --help" says what there is\.$/],
  ])('%j is refused in one line that says where to look', (args, words) => {
    expect(() => read(...args)).toThrow(words);
  });
});
