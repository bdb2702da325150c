/** `npm run schemathesis`: see the usage. */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { readCount, readCommandLine, type Given } from '../../adapters/arguments';
import { runMain } from '../../adapters/env';

const most = 999_999_999;
const secondsUnlessGiven = 120;

const program = {
  command: 'npm run schemathesis',
  usage: `npm run schemathesis -- [options]
Tests a service against its own description, /openapi.json: every valid request must be accepted, every invalid
one refused, and every answer must be described. It starts the service itself.
  --seed <number>      repeats a run; default: a new seed, which is printed
  --seconds <number>   how long requests are generated; default: ${secondsUnlessGiven}`,
  options: {
    seed: { takes: '<number>', help: 'repeats a run' },
    seconds: { takes: '<number>', help: 'how long requests are generated' },
  },
} as const;

/** @returns the exit code */
function run(given: Given): number {
  const seed = String(readCount(given, 'seed', most) ?? randomInt(1, 1_000_000));
  const seconds = String(readCount(given, 'seconds', most) ?? secondsUnlessGiven);
  const args = [require.resolve('jest/bin/jest'), '--ci', '--config', join(__dirname, 'jest.config.cjs')];
  const env = { ...process.env, SCHEMATHESIS_SEED: seed, SCHEMATHESIS_SECONDS: seconds };
  process.stdout.write(`Schemathesis with --seed ${seed}\n`);
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}

void runMain(() => {
  const given = readCommandLine(process.argv.slice(2), program);
  if (given) process.exitCode = run(given);
  return Promise.resolve();
});
