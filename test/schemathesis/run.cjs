/** `npm run schemathesis`: see the usage. */
const { spawnSync } = require('node:child_process');
const { randomInt } = require('node:crypto');
const { join } = require('node:path');
const { parseArgs } = require('node:util');

const usage = `npm run schemathesis -- [options]
Tries the running service against its own description, /openapi.json: every valid request must be taken, every invalid
one refused, and every answer must be one that is described. It starts a service of its own.
  --seed <number>      play one run again; a new one unless given, and printed
  --seconds <number>   how long requests are made up for; 120 unless given`;

const isWhole = (text) => /^[1-9]\d{0,8}$/.test(text);

function wanted() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
      seconds: { type: 'string', default: '120' },
      help: { type: 'boolean', default: false },
    },
  });
  if (!isWhole(values.seed) || !isWhole(values.seconds)) throw new Error('--seed and --seconds take a whole number');
  return values;
}

function run({ seed, seconds }) {
  const args = [require.resolve('jest/bin/jest'), '--ci', '--config', join(__dirname, 'jest.config.cjs')];
  const env = { ...process.env, SCHEMATHESIS_SEED: seed, SCHEMATHESIS_SECONDS: seconds };
  process.stdout.write(`Schemathesis with --seed ${seed}\n`);
  return spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 1;
}

try {
  const options = wanted();
  if (options.help) process.stdout.write(`${usage}\n`);
  else process.exitCode = run(options);
} catch (error) {
  process.stderr.write(`${error.message}\n\n${usage}\n`);
  process.exitCode = 2;
}
