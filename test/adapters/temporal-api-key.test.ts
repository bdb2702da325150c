import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followApiKey, readApiKey } from '../../adapters/temporal/api-key';
import { waitFor } from '../../dev/processes/wait-for';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgergate-key-'));
  file = join(folder, 'key');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('spaces and line ends around the key do not count', () => {
  writeFileSync(file, '  t0k.en-_=\r\n');
  expect(readApiKey(file)).toBe('t0k.en-_=');
});

test.each<[string, Buffer, RegExp]>([
  ['is empty', Buffer.from(' \n'), /is empty/],
  ['has two words', Buffer.from('hunter2 hunter3'), /more than one word/],
  ['has what no header carries', Buffer.from('hünter2'), /more than one word|not/],
  ['is not text', Buffer.from([0xff, 0xfe, 0x00]), /TEMPORAL_API_KEY_FILE/],
])('a file that %s is refused, and not repeated', (_, bytes, why) => {
  writeFileSync(file, bytes);
  expect(() => readApiKey(file)).toThrow(why);
  expect(() => readApiKey(file)).not.toThrow(/hunter|hünter/);
});

test('a new key is handed on, and of a bad file one line is said until the file is good again', async () => {
  writeFileSync(file, 'one');
  const [keys, errors]: [string[], string[]] = [[], []];
  const stop = followApiKey(file, {
    key: 'one',
    onKey: (key) => keys.push(key),
    onError: (message) => errors.push(message),
    everyMs: 1,
  });
  const said = (count: number): Promise<unknown> =>
    waitFor('the error', () => Promise.resolve(errors.length === count || undefined));
  const read = (key: string): Promise<unknown> => waitFor(key, () => Promise.resolve(keys.at(-1) === key || undefined));

  rmSync(file);
  await said(1);
  writeFileSync(file, 'two');
  await read('two');
  writeFileSync(file, '');
  await said(2);
  writeFileSync(file, 'three');
  await read('three');
  stop();
  expect(keys).toEqual(['two', 'three']);
  expect(errors[0]).toMatch(/ENOENT.*remains in use/);
  expect(errors[1]).toMatch(/is empty.*remains in use/);
});
