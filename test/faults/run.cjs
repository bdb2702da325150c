/** `npm run faults`: see the usage. The seeds 1 to n, or one of them again. */
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { parseArgs } = require('node:util');

const usage = `npm run faults -- erp [options]
  --seeds <how many>      2 unless given
  --seed <which>          one of them again
  --only <id>             one scenario, by its id in test/faults
  --server <which>        tryton unless given; http: the reference server of the http protocol;
                          agent: the same, with an agent that fetches the orders
  --database <which>      of Tryton: sqlite unless given, or postgresql`;

const isWhole = (text) => /^[1-9]\d{0,5}$/.test(text);

function wanted() {
  const { values, positionals } = parseArgs({
    options: {
      seeds: { type: 'string', default: '2' },
      seed: { type: 'string' },
      only: { type: 'string' },
      server: { type: 'string', default: 'tryton' },
      database: { type: 'string', default: 'sqlite' },
    },
    allowPositionals: true,
  });
  const { seeds, seed, only, server, database } = values;
  const isServer = ['tryton', 'http', 'agent'].includes(server) && ['sqlite', 'postgresql'].includes(database);
  const isKnown = positionals.join(' ') === 'erp' && isServer;
  if (!isKnown || !isWhole(seeds) || !isWhole(seed ?? '1')) throw new Error('not understood');
  return {
    server,
    database,
    only,
    seeds: seed === undefined ? Array.from({ length: Number(seeds) }, (_, n) => n + 1) : [seed],
  };
}

function run({ server, database, only, seeds }) {
  const args = [require.resolve('jest/bin/jest'), '--ci', '--config', join(__dirname, 'jest.config.cjs')];
  const env = {
    ...process.env,
    FAULT_SEEDS: seeds.join(' '),
    FAULT_SERVER: server,
    FAULT_DATABASE: database,
    ...(only && { FAULT_ONLY: only }),
  };
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}

try {
  process.exitCode = run(wanted());
} catch {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 1;
}
