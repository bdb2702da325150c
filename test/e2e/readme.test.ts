/** README.md and docs/tour.md as a newcomer plays them: a fresh copy of the project, a terminal for `npm start` and one for the rest. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shellBlocks, Terminal, type Block } from '../support/documents';
import { testWithPython } from '../support/processes/test-with-python';
import { until } from '../support/processes/stack';
import { freePort } from '../../dev/processes/ports';
import { waitFor } from '../../dev/processes/wait-for';

const root = join(__dirname, '..', '..');
/** Installing, building and making an ERP's database take a while on a busy machine. */
const patienceMs = 600_000;

let project: string;
let ports: Readonly<Record<'PORT' | 'TEMPORAL_PORT' | 'TEMPORAL_UI_PORT' | 'TRYTON_PORT', string>>;
let blocks: readonly Block[];
let service: Terminal;
let shell: Terminal;

/** What git knows and does not ignore, as a clone has it; what was fetched before is fetched no second time. */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'ledgergate-readme-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const name of listed.toString().split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    cpSync(join(root, name), join(copy, name));
  }
  symlinkSync(join(root, '.cache'), join(copy, '.cache'));
  return copy;
}

/** A block as it stands, on ports of its own. */
function readText(place: string): string {
  const block = blocks.find((one) => one.place === place);
  if (!block) throw new Error(`README.md and docs/tour.md have no block "${place}"`);
  return block.text
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${ports.PORT}`)
    .replaceAll(':8000', `:${ports.TRYTON_PORT}`);
}

const listCommands = (place: string): string[] =>
  readText(place)
    .split('\n')
    .map((line) => line.replace(/ +#.*$/, ''));

/** A terminal of a person: nothing of this test, and no `temporal`. */
const openTerminal = (): Terminal =>
  new Terminal(project, {
    ...process.env,
    ...ports,
    TEMPORAL_CLI: undefined,
    TEMPORAL_TEST_SERVER: undefined,
    CI: undefined,
  });

async function start(command: string): Promise<void> {
  service = openTerminal();
  service.type(command);
  await waitFor(command, () => service.output.includes('Ctrl-C stops everything'), patienceMs);
}

const inbox = (): string[] => readdirSync(join(project, 'var/erp/acme/inbox'));

beforeAll(async () => {
  const [PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT, TRYTON_PORT] = await Promise.all(
    Array.from({ length: 4 }, async () => String(await freePort())),
  );
  ports = { PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT, TRYTON_PORT } as typeof ports;
  project = copyProject();
  blocks = ['README.md', 'docs/tour.md'].flatMap((name) => shellBlocks(join(project, name)));
  shell = openTerminal();
});
afterAll(async () => {
  await shell.interrupt();
  await service.interrupt();
  rmSync(project, { recursive: true, force: true });
});

const played = [
  '# Ledgergate 1',
  '## By hand 1',
  '## By hand 2',
  '## By hand 3',
  '## With a real ERP 1',
  '## With a real ERP 2',
];

test('has no block that is not played here', () => {
  expect(blocks.map(({ place }) => place)).toEqual(played);
});

test('installs, starts and tours with its commands', async () => {
  const [install = '', starting = '', tour = ''] = listCommands('# Ledgergate 1');
  await start(`${install} && ${starting}`);
  expect(await shell.play(tour)).toContain('9. The export brings each project into Sage Intacct, once');
});

test('is played by hand with curl', async () => {
  const said = await shell.play(readText('## By hand 1'));
  expect(said).toContain('"reason":"Job number is taken"');
  await until('the import file', () => Promise.resolve(inbox().includes('acme~1042.json') || undefined));
});

test('is played by hand with raw signals', async () => {
  const said = await shell.play(readText('## By hand 2'));
  expect(said).toContain('revision');
  const exported = () => Promise.resolve(inbox().includes('acme~1043.json') || undefined);
  await until('the import file', exported);
  const { job } = JSON.parse(readFileSync(join(project, 'var/erp/acme/inbox/acme~1043.json'), 'utf8')) as {
    job: unknown;
  };
  expect(job).toMatchObject({ number: '24-018' });
});

test('is read on the command line', async () => {
  const said = await shell.play(readText('## By hand 3'));
  expect(said).toContain('1042');
  expect(said).toContain('exported');
});

testWithPython('is played with a real ERP', async () => {
  await service.interrupt();
  const [starting = '', tour = ''] = listCommands('## With a real ERP 1');
  await start(starting);
  const told = await shell.play(tour);
  const [, reference = ''] = /"reference":"initech~([^"]+)"/.exec(told) ?? [];
  expect(await shell.play(readText('## With a real ERP 2').replace('<project id>', reference))).toContain(reference);
});
