/** The service against its own description, by requests that Schemathesis makes up. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchProcess } from '../../dev/processes/watched-process';
import { preparePython } from '../../dev/tryton/python-environment';
import { signDevToken } from '../../dev/tokens';
import { withDefaults } from '../../dev/tryton/template';
import { roles } from '../../workflows/contract/codes';
import { Stack } from '../support/processes/stack';

const seed = process.env['SCHEMATHESIS_SEED'] ?? '1';
const seconds = process.env['SCHEMATHESIS_SECONDS'] ?? '120';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
let bin: string;
let stack: Stack;
let directory: string;

beforeAll(async () => {
  const requirements = [join(__dirname, 'requirements.txt')];
  const python = { label: 'Schemathesis', folder: 'schemathesis-python', imports: 'schemathesis', requirements };
  bin = await preparePython(python, withDefaults({ say }));
  directory = mkdtempSync(join(tmpdir(), 'ledgergate-schemathesis-'));
  stack = await Stack.start({ env: { RATE_LIMIT: 'off' } });
});

afterAll(async () => {
  await stack.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Everything is asked by one caller who may do everything; documents are sent by another, or nobody could accept them. */
async function writeConfig(): Promise<string> {
  const caller = { sub: 'everybody', name: 'Everybody', roles };
  const config = readFileSync(join(__dirname, 'schemathesis.toml'), 'utf8')
    .replace('{everybody}', await signDevToken(stack.varDirectory, caller))
    .replace('{sender}', stack.token('admin'));
  const file = join(directory, 'schemathesis.toml');
  writeFileSync(file, config, { mode: 0o600 });
  return file;
}

test(`every operation does what openapi.json says (seed ${seed}, ${seconds} s)`, async () => {
  const config = ['--config-file', await writeConfig()];
  const args = [
    'run',
    `http://127.0.0.1:${stack.port}/openapi.json`,
    '--seed',
    seed,
    '--max-time',
    seconds,
    '--no-color',
  ];
  const env = { ...process.env, SCHEMATHESIS_HOOKS: 'hooks', PYTHONPATH: __dirname, PYTHONDONTWRITEBYTECODE: '1' };
  // Its own start script names the folder in which the environment was made.
  const program = ['-m', 'schemathesis.cli'];
  const { ended, output } = watchProcess(
    spawn(join(bin, 'python'), [...program, ...config, ...args], { cwd: directory, env }),
  );
  const code = await ended;
  const said = output();
  say(said.slice(code === 0 ? said.indexOf('= SUMMARY') : 0));
  // A run whose time was too short has left out what comes last.
  for (const phase of ['Examples', 'Coverage', 'Fuzzing', 'Stateful'])
    expect(said).toMatch(new RegExp(`[✅❌] +${phase}`));
  expect({ code, hasFailures: said.includes('= FAILURES =') }).toEqual({ code: 0, hasFailures: false });
});
