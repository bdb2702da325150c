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
Tries the running service against its own description, /openapi.json: every valid request must be taken, every invalid
one refused, and every answer must be one that is described. It starts a service of its own.
  --seed <number>      play one run again; a new one unless given, and printed
  --seconds <number>   how long requests are made up for; ${secondsUnlessGiven} unless given`,
  options: {
    seed: { takes: '<number>', help: 'play one run again' },
    seconds: { takes: '<number>', help: 'how long requests are made up for' },
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
