/** The closing line, as a real run of jest ends with it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const runner = join(__dirname, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'closing-line-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** `act` sees each piece of the run's progress. */
async function lastLine(
  files: Readonly<Record<string, string>>,
  act: (child: ChildProcess, progress: string) => void = () => {},
): Promise<string | undefined> {
  const config = { rootDir: directory, reporters: ['default', require.resolve('./closing-line.cjs')] };
  writeFileSync(join(directory, 'jest.config.json'), JSON.stringify(config));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const child = spawn(process.execPath, [runner, '--config', 'jest.config.json', '--maxWorkers=2', 'test.js'], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let answer = '';
  child.stdout.on('data', (piece: Buffer) => (answer += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => act(child, piece.toString()));
  await once(child, 'close');
  return answer.split('\n').at(-2);
}

const good = `test('a', () => {}); test('b', () => {});`;

test('a run that is all well ends with the number of its tests', async () => {
  expect(await lastLine({ 'good.test.js': good })).toBe('2 passed, 0 failed');
});

test('failed tests, and files that cannot run, count as failed', async () => {
  const bad = `test('c', () => { throw new Error('no'); });`;
  const broken = `throw new Error('cannot run');`;
  const files = { 'good.test.js': good, 'bad.test.js': bad, 'broken.test.js': broken };
  expect(await lastLine(files)).toBe('2 passed, 2 failed');
});

test('tests left out are no passes', async () => {
  expect(await lastLine({ 'some.test.js': `${good} test['skip']('c', () => {});` })).toBe('2 passed, 0 failed');
});

test('a run that is ended from outside tells what had passed, and has failed', async () => {
  const endless = `test('d', () => new Promise(() => { setInterval(() => {}, 1000); }), 60000);`;
  const files = { 'good.test.js': good, 'endless.test.js': endless };
  const endIt = (child: ChildProcess, progress: string): void => {
    if (progress.includes('good.test.js')) child.kill('SIGTERM');
  };
  expect(await lastLine(files, endIt)).toBe('2 passed, 1 failed');
});
