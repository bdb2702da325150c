/** The closing line, as a real run of jest ends with it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const runner = join(__dirname, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'closing-line-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function lastLine(files: Readonly<Record<string, string>>): string | undefined {
  const config = { rootDir: directory, reporters: ['default', require.resolve('./closing-line.cjs')] };
  writeFileSync(join(directory, 'jest.config.json'), JSON.stringify(config));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const { stdout } = spawnSync(process.execPath, [runner, '--config', 'jest.config.json', '--runInBand'], {
    cwd: directory,
    encoding: 'utf8',
  });
  return stdout.split('\n').at(-2);
}

const good = `test('a', () => {}); test('b', () => {});`;

test('a run that is all well ends with the number of its tests', () => {
  expect(lastLine({ 'good.test.js': good })).toBe('2 passed, 0 failed');
});

test('failed tests, and files that cannot run, count as failed', () => {
  const bad = `test('c', () => { throw new Error('no'); });`;
  const broken = `throw new Error('cannot run');`;
  const files = { 'good.test.js': good, 'bad.test.js': bad, 'broken.test.js': broken };
  expect(lastLine(files)).toBe('2 passed, 2 failed');
});

test('tests left out are no passes', () => {
  expect(lastLine({ 'some.test.js': `${good} test['skip']('c', () => {});` })).toBe('2 passed, 0 failed');
});
