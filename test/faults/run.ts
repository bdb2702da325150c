/** `npm run faults`: see the usage. The seeds 1 to n, or one of them again. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readChoice, readCount, readCommandLine, type Given } from '../../adapters/arguments';
import { runMain } from '../../adapters/env';
import { defined } from '../../workflows/contract/defined';

const seedsUnlessGiven = 2;
const mostSeeds = 999_999;

const program = {
  command: 'npm run faults',
  usage: `npm run faults -- erp [options]
Exports projects through a proxy that injects faults, and checks what the ERP holds afterwards.
  --seed <which>          one seed only
  --only <id>             one scenario, by its id in test/faults
  --server <which>        tryton (the default); http: the reference server of the http protocol;
                          agent: the same, with an agent that fetches the orders
  --database <which>      the database of Tryton: sqlite (the default) or postgresql`,
  words: ['erp'],
  options: {
    seeds: { takes: '<how many>', help: 'how many seeds, from 1 on' },
    seed: { takes: '<which>', help: 'one seed only' },
    only: { takes: '<id>', help: 'one scenario' },
    server: { takes: '<which>', help: 'the server to test' },
    database: { takes: '<which>', help: 'the database of Tryton' },
  },
} as const;

function readSeeds(given: Given): number[] {
  const seed = readCount(given, 'seed', mostSeeds);
  if (seed !== undefined) return [seed];
  return Array.from({ length: readCount(given, 'seeds', mostSeeds) ?? seedsUnlessGiven }, (_, n) => n + 1);
}

/** @returns the exit code */
function run(given: Given): number {
  const only = given.text('only');
  const env = {
    ...process.env,
    FAULT_SEEDS: readSeeds(given).join(' '),
    FAULT_SERVER: readChoice(given, 'server', ['tryton', 'http', 'agent']) ?? 'tryton',
    FAULT_DATABASE: readChoice(given, 'database', ['sqlite', 'postgresql']) ?? 'sqlite',
    ...defined({ FAULT_ONLY: only }),
  };
  const args = [require.resolve('jest/bin/jest'), '--ci', '--config', join(__dirname, 'jest.config.cjs')];
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}

void runMain(() => {
  const given = readCommandLine(process.argv.slice(2), program);
  if (given) process.exitCode = run(given);
  return Promise.resolve();
});
