/** `npm run guards`: see the usage. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { readCommandLine } from '../../adapters/arguments';
import { childEnv, ConfigError, runMain } from '../../adapters/env';
import { projectRoot } from '../../dev/project';
import { type Guard, guards } from './guards';

const program = {
  command: 'npm run guards',
  usage: `npm run guards: takes each guard of the gate out, and sees that its tests fail.

It works on a copy of the project. First the tests run with all guards in place and pass; then once for each guard of
test/guards/guards.ts, without it. A guard that no test misses fails the run. It takes five minutes.

  --only <text>   only the guards whose file or sentence has this text`,
  options: { only: { takes: '<text>', help: 'only some of them' } },
} as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Linked and not copied: they do not change. */
const linked = ['node_modules', '.cache'];
const leftOut = new Set([...linked, '.git', 'var']);

function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'ledgergate-guards-'));
  cpSync(projectRoot, copy, {
    recursive: true,
    filter: (source) => !leftOut.has(relative(projectRoot, source)),
  });
  for (const name of linked) symlinkSync(join(projectRoot, name), join(copy, name));
  return copy;
}

/** A test of these needs the build. */
const needsBuild = (test: string): boolean => test.includes('.integration.') || test.startsWith('test/workflows/');

const Report = z.object({
  numFailedTests: z.int(),
  numPassedTests: z.int(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), message: z.string() })),
});
type Report = z.infer<typeof Report>;

function runNode(copy: string, args: readonly string[]): string {
  const { stderr, stdout } = spawnSync(process.execPath, args, { cwd: copy, env: childEnv({}), encoding: 'utf8' });
  return stdout + stderr;
}

/** @throws ConfigError when the tests could not run at all */
function runTests(copy: string, tests: readonly string[]): Report {
  const output = join(copy, 'guards.json');
  if (tests.some(needsBuild)) runNode(copy, ['dev/launch.cjs', 'dev/build/main.ts']);
  rmSync(output, { force: true });
  const said = runNode(copy, [require.resolve('jest/bin/jest'), '--ci', '--json', `--outputFile=${output}`, ...tests]);
  try {
    return Report.parse(JSON.parse(readFileSync(output, 'utf8')));
  } catch {
    throw new ConfigError(`The tests could not run:\n${said}`);
  }
}

/** Whether each of the files failed. @throws ConfigError when one could not be read, which proves nothing */
function hasMissed({ tests, without }: Guard, { testResults }: Report): boolean {
  const red = testResults.filter(({ status }) => status === 'failed');
  const unread = red.find(({ message }) => message.includes('SyntaxError'));
  if (unread) throw new ConfigError(`"${without}" is no code that can stand there:\n${unread.message}`);
  return tests.every((test) => red.some(({ name }) => name.includes(test)));
}

function takeOut(copy: string, guard: Guard): boolean {
  const path = join(copy, guard.file);
  const whole = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    whole.replace(guard.code, () => guard.without),
  );
  try {
    const report = runTests(copy, guard.tests);
    const missed = hasMissed(guard, report);
    say(`${missed ? 'missed    ' : 'NOT MISSED'}  ${guard.file}: ${guard.otherwise}`);
    return missed;
  } finally {
    writeFileSync(path, whole);
  }
}

function tryAll(chosen: readonly Guard[]): number {
  const copy = copyProject();
  try {
    const tests = [...new Set(chosen.flatMap((guard) => guard.tests))];
    const whole = runTests(copy, tests);
    say(`With all guards in place: ${whole.numPassedTests} tests pass, ${whole.numFailedTests} fail.`);
    for (const { message } of whole.testResults.filter(({ status }) => status === 'failed')) say(message);
    if (whole.numFailedTests > 0) return chosen.length;
    return chosen.filter((guard) => !takeOut(copy, guard)).length;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

void runMain(() => {
  const given = readCommandLine(process.argv.slice(2), program);
  if (!given) return Promise.resolve();
  const only = given.text('only') ?? '';
  const chosen = guards.filter(({ file, otherwise }) => `${file} ${otherwise}`.includes(only));
  const failed = tryAll(chosen);
  say(`\n${chosen.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && chosen.length > 0 ? 0 : 1;
  return Promise.resolve();
});
