/** What is wrong with a command line or a setting is said in one line, before anything is sent. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiCodes, refusalCodes } from '../../workflows/contract/codes';
import { ApiProblem } from '../../client/problem';
import { commands } from '../../cli/commands';
import { exitCodes } from '../../cli/exit-codes';
import { problemFailure } from '../../cli/problems';
import { call, type Calling } from './calling';

/** Nothing listens there: what is sent all the same would end with 5. */
const environment = { LEDGERGATE_URL: 'http://127.0.0.1:1', LEDGERGATE_COMPANY: 'acme', LEDGERGATE_TOKEN: 'secret' };
const using = (line: string | readonly string[], calling: Partial<Calling> = {}) =>
  call(line, { environment, ...calling });

describe('a mistake on the command line', () => {
  test.each([
    ['shwo 1042', 'ledgergate: shwo is not a command; did you mean show?'],
    ['show', 'ledgergate: <project> is missing; write ledgergate show <project>'],
    ['show 1042 1043', 'ledgergate: "1043" is one word too many; write ledgergate show <project>'],
    ['accept 1042 --jobb 1', 'ledgergate: --jobb is not an option of this command; did you mean --job?'],
    ['show 1042 -x', 'ledgergate: -x is not an option of this command; see ledgergate --help'],
    ['show 1042 --reason no', 'ledgergate: --reason is not an option of show; see ledgergate show --help'],
    ['list --status parkd', 'did you mean parked?'],
    ['list --limit 101', 'ledgergate: --limit 101 is not valid; give a whole number, such as --limit 1'],
    ['reject 1042 --reason --latest', 'ledgergate: --reason needs <text>; a value that begins with a dash'],
    ['show 1042 --json=yes', 'ledgergate: --json takes no value; write --json alone'],
    ['accept 1042 --job 1 --job 2', 'ledgergate: --job was given twice; give it once'],
    ['accept 1042 --field department --latest', 'ledgergate: --field department has no name and value'],
    ['accept 1042 --revision 1 --latest', 'ledgergate: --revision and --latest exclude each other; give only one'],
    ['retrieve 1042 --revision two', 'ledgergate: --revision two is not valid'],
    [
      'wait 1042 --timeout soon',
      'ledgergate: --timeout soon is not a duration; write it as --timeout 90s, 10m, 2h or 1d',
    ],
    ['settle 1042 --revision 1 --note x', 'ledgergate: --id and --note are required'],
    ['reject 1042 --revision 1', 'ledgergate: --reason is required'],
    ['records', 'ledgergate: --from is required'],
    ['show a:b', 'ledgergate: "a:b" is not a project id'],
    ['retrieve 1042 --revision 1 --key=ü', 'ledgergate: --key is not valid'],
    ['submit 1042 nowhere.json', 'ledgergate: nowhere.json cannot be read (ENOENT); name a file that exists'],
    ['--json', 'ledgergate: no command is given; "ledgergate --help" lists them all'],
  ])('%s', async (line, message) => {
    const { code, out, err } = await using(line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err.split('\n')).toHaveLength(2);
  });

  test('a project that is not a JSON object', async () => {
    expect((await using('submit 1042 -', { input: '{"name":' })).err).toContain('standard input is not JSON');
    expect((await using('submit 1042 -', { input: '[]' })).err).toContain('standard input is not a JSON object');
  });

  test('a project with a key twice, of which one would be lost', async () => {
    const { code, err } = await using('submit 1042 -', { input: '{"name":"A","name":"B"}' });
    expect(code).toBe(2);
    expect(err).toContain('standard input has the key "name" twice in one object; keep one of them');
  });

  test('a project in another encoding is named, and nothing is sent', async () => {
    const latin1 = Buffer.from('{"name":\n"Caf\u00e9"}', 'latin1');
    const { code, err } = await using('submit 1042 -', { input: latin1 });
    expect(code).toBe(2);
    expect(err).toBe('ledgergate: standard input is not UTF-8 (byte 14, in line 2); save it as UTF-8\n');
    const file = join(mkdtempSync(join(tmpdir(), 'ledgergate-cli-')), 'project.json');
    writeFileSync(file, latin1);
    expect((await using(['validate', file])).err).toContain(`${file} is not UTF-8 (byte 14, in line 2)`);
  });

  test('never repeats a token that was put there', async () => {
    for (const line of ['list --token eyJhbGci', 'list --token=eyJhbGci']) {
      const { code, err } = await using(line);
      expect(code).toBe(2);
      expect(err).toContain('set LEDGERGATE_TOKEN or LEDGERGATE_TOKEN_FILE');
      expect(err).not.toContain('eyJhbGci');
    }
  });
});

describe('a setting', () => {
  test.each([
    [{ LEDGERGATE_URL: undefined }, 2, 'set LEDGERGATE_URL'],
    [{ LEDGERGATE_URL: 'ledgergate.example.com' }, 2, 'is not an address of Ledgergate'],
    [{ LEDGERGATE_COMPANY: undefined }, 2, 'set LEDGERGATE_COMPANY, or give --company <id>'],
    [{ LEDGERGATE_TOKEN: undefined }, 3, 'the token is missing; set LEDGERGATE_TOKEN'],
    [{ LEDGERGATE_TOKEN: 'Bearer x' }, 3, 'LEDGERGATE_TOKEN contains no token'],
    [
      { LEDGERGATE_TOKEN: undefined, LEDGERGATE_TOKEN_FILE: '/nowhere/token' },
      2,
      'the token file /nowhere/token cannot be read',
    ],
  ])('%j is told', async (changes, code, message) => {
    const called = await using('list', { environment: { ...environment, ...changes } });
    expect(called).toMatchObject({ code, out: '' });
    expect(called.err).toContain(message);
  });

  test('a password in the URL is not repeated', async () => {
    const changes = { LEDGERGATE_URL: 'https://ada:hunter2@ledgergate.example.com' };
    const { code, err } = await using('list', { environment: { ...environment, ...changes } });
    expect(code).toBe(2);
    expect(err).not.toContain('hunter2');
  });

  test('a token comes from a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledgergate-cli-'));
    const file = join(folder, 'token');
    writeFileSync(file, 'secret\n');
    const { code } = await using(['list', '--token-file', file, '--retry-for', '0s']);
    expect(code).toBe(5);
    rmSync(folder, { recursive: true });
  });
});

describe('the help', () => {
  test('begins with examples, and names every command and exit code', async () => {
    const { code, out } = await using('--help');
    expect(code).toBe(0);
    expect(out.indexOf('Examples')).toBeLessThan(out.indexOf('Commands'));
    for (const name of Object.keys(commands)) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    for (const { code: number } of Object.values(exitCodes)) expect(out).toMatch(new RegExp(`^  ${number} +\\S`, 'm'));
    expect((await using([])).out).toBe(out);
  });

  test.each(Object.keys(commands))('of %s has an example to paste and each of its options', async (name) => {
    const { code, out } = await using(`${name} --help`);
    expect(code).toBe(0);
    expect(out).toContain(`\n  ledgergate ${name}`);
    for (const option of Object.keys(commands[name]?.options ?? {})) expect(out).toContain(`  --${option}`);
  });
});

test('docs/cli.md names every option of every command', () => {
  const document = readFileSync(join(__dirname, '..', '..', 'docs', 'cli.md'), 'utf8');
  const options = Object.values(commands).flatMap(({ options: own }) => Object.keys(own));
  expect(options.filter((name) => !document.includes(`--${name}`))).toEqual([]);
});

describe('a problem of the API', () => {
  const makeFailure = (code: string, status: number) =>
    problemFailure(new ApiProblem({ code, status, title: 'Title', detail: 'It is so.' }), {
      projectId: '1042',
      key: 'k',
    });

  test.each([...new Set([...refusalCodes, ...apiCodes])])('%s says what to do', (code) => {
    const { message, remedy } = makeFailure(code, 409);
    expect(message).toBe('It is so');
    expect(remedy).not.toBe('');
  });

  test.each([
    [400, 1],
    [401, 3],
    [403, 3],
    [404, 4],
    [409, 1],
    [422, 1],
    [429, 5],
    [500, 5],
    [503, 5],
  ])('with status %i ends with %i', (status, code) => {
    expect(exitCodes[makeFailure('x', status).ending].code).toBe(code);
  });

  test('that leaves open whether the command was applied names the key to repeat it with', () => {
    const problem = new ApiProblem({ code: 'not_confirmed', status: 503, title: '', detail: 'Not confirmed.' });
    const { message, remedy } = problemFailure(problem, { projectId: '1042', revision: 2, key: 'k1' });
    expect(message).toBe('Not confirmed; the command may have been applied');
    expect(remedy).toContain('--revision 2 --key k1');
  });
});
