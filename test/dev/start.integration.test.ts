import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeFolder } from '../support/processes/fake-executables';
import { freePort } from '../../dev/processes/ports';
import { runStart, type StartProcess } from '../support/processes/start-process';
import { waitFor } from '../../dev/processes/wait-for';
import { untilReady } from '../../dev/processes/watched-process';

const root = join(__dirname, '..', '..');

describe('npm start', () => {
  let folder: ReturnType<typeof makeFolder>;
  let env: Record<string, string>;
  const started: StartProcess[] = [];
  const start = (more: Record<string, string> = {}, args: string[] = []): StartProcess => {
    const running = runStart({ ...env, ...more }, args);
    started.push(running);
    return running;
  };
  const isUp = (running: StartProcess): Promise<true> =>
    untilReady(running, 'being up', () => running.output().includes('Ledgergate is up.'));
  const isGone = ({ group }: StartProcess): Promise<true> => waitFor('the end of all', () => group().length === 0);

  beforeEach(async () => {
    folder = makeFolder();
    env = {
      PORT: String(await freePort()),
      TEMPORAL_PORT: String(await freePort()),
      TEMPORAL_UI_PORT: String(await freePort()),
      LEDGERGATE_VAR: folder.path,
    };
  });
  afterEach(async () => {
    for (const { pid, group } of started.splice(0)) if (group().length > 0) process.kill(-pid, 'SIGKILL');
    folder.remove();
  });

  test('says how it is used', async () => {
    const help = start({}, ['--help']);
    expect(await help.ended).toBe(0);
    expect(help.output()).toMatch(/TEMPORAL_ADDRESS +A Temporal server to use/);
  });

  test('a busy port: it is named, nothing is started, exit code 1', async () => {
    const other = createServer().listen(Number(env['PORT']), '127.0.0.1');
    await once(other, 'listening');
    const refused = start();
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(`Port ${String(env['PORT'])} for the API is in use`);
    expect(refused.group()).toEqual([]);
    other.close();
  });

  test('a broken companies.yaml: its message once, nothing is started, exit code 1', async () => {
    const file = join(folder.path, 'companies.yaml');
    writeFileSync(file, 'companies: {acme: {name: Acme}}\n');
    const refused = start({ COMPANIES_FILE: file });
    expect(await refused.ended).toBe(1);
    expect(refused.output().split('is not valid')).toHaveLength(2);
    expect(refused.group()).toEqual([]);
  });

  test('a process that refuses its own configuration: its reason once, everything ends, exit code 1', async () => {
    const refused = start({ RATE_LIMIT: 'very many' });
    expect(await refused.ended).toBe(1);
    expect(refused.output().split('RATE_LIMIT')).toHaveLength(2);
    expect(refused.output()).toContain('api ended with exit code 1. All processes have been stopped.');
    expect(refused.output()).not.toContain('starting it again');
    expect(refused.group()).toEqual([]);
  });

  test('a data folder that cannot be written is named, exit code 1', async () => {
    writeFileSync(join(folder.path, 'file'), '');
    const refused = start({ LEDGERGATE_VAR: join(folder.path, 'file', 'var') });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/The data folder cannot be used \(LEDGERGATE_VAR\): ENOTDIR/);
  });

  test('a machine without the Temporal CLI on PATH: the commands say how to call the one that was fetched', async () => {
    const running = start({ PATH: '/usr/bin:/bin', TEMPORAL_CLI: process.env['TEMPORAL_CLI'] ?? '' });
    await isUp(running);
    expect(running.output()).toContain('npm run --silent temporal -- workflow signal -w submission:acme:');
    const temporal = async (...args: string[]): Promise<string> => {
      const options = { cwd: root, env: { ...process.env, ...env } };
      return (await promisify(execFile)('node', ['dev/launch.cjs', 'dev/temporal/temporal.ts', ...args], options))
        .stdout;
    };
    expect(await temporal('operator', 'cluster', 'health')).toContain('SERVING');
    await expect(temporal('workflow', 'describe', '-w', 'submission:acme:nobody')).rejects.toMatchObject({ code: 1 });
  });

  test('a damaged database: the file and what to do, exit code 1', async () => {
    writeFileSync(join(folder.path, 'temporal.db'), 'no database, but long enough to be read as one'.repeat(100));
    const refused = start();
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/temporal\.db is damaged or is not a database of Temporal\. Restore a backup/);
    expect(refused.group()).toEqual([]);
  });

  test('prints three commands that work as they stand: submit, reject by a raw signal, read the story', async () => {
    const running = start();
    await isUp(running);
    const printed = (title: string): string =>
      new RegExp(`# ${title}.*\\n((?: {2}.+\\n)+)`).exec(running.output())?.[1] ?? 'exit 1';
    const paste = async (title: string): Promise<string> => {
      const { stdout } = await promisify(execFile)('sh', ['-c', printed(title)], { cwd: root });
      return stdout;
    };
    expect(running.output()).not.toContain('WARN');
    expect(JSON.parse(await paste('Submit'))).toMatchObject({ status: 'awaiting_decision', revision: 1 });
    await paste('Reject');
    await waitFor('the rejection', async () => (await paste('Read')).includes('WorkflowExecutionSignaled'));
  });

  test('with --encrypt the database holds no text of a project, and the codec server shows it to the CLI', async () => {
    const codecPort = String(await freePort());
    const running = start({ CODEC_PORT: codecPort }, ['--encrypt']);
    await isUp(running);
    const printed = (title: string): string =>
      new RegExp(`# ${title}.*\\n((?: {2}.+\\n)+)`).exec(running.output())?.[1] ?? 'exit 1';
    const paste = async (command: string): Promise<string> =>
      (await promisify(execFile)('sh', ['-c', command], { cwd: root })).stdout;
    const { projectId } = JSON.parse(await paste(printed('Submit'))) as { projectId: string };
    const read = printed('Read');
    expect(read).toContain(`--codec-endpoint http://127.0.0.1:${codecPort} --codec-auth`);
    expect(read).toContain(projectId);
    expect(await paste(read)).toContain('WorkflowExecutionStarted');
    const shown = read.replace('workflow show', 'workflow query --type view');
    await waitFor('the view', async () => (await paste(shown)).includes('Harbour Street'));
    for (const secret of ['payload-keys', 'codec-token']) {
      expect(statSync(join(folder.path, secret)).mode & 0o777).toBe(0o600);
    }
    process.kill(running.pid, 'SIGTERM');
    expect(await running.ended).toBe(0);
    const files = readdirSync(folder.path).filter((name) => name.startsWith('temporal.db'));
    expect(files).not.toEqual([]);
    const holding = (text: string): string[] =>
      files.filter((name) => readFileSync(join(folder.path, name)).includes(text));
    expect(holding(projectId)).not.toEqual([]);
    expect(holding('Harbour Street')).toEqual([]);
  });

  test('with PAYLOAD_KEYS that are none, --encrypt says so once and never shows them', async () => {
    const refused = start({ PAYLOAD_KEYS: 'k1:not-a-key-but-a-secret' }, ['--encrypt']);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('PAYLOAD_KEYS: must be <id>:<32 random bytes in base64url>');
    expect(refused.output()).not.toContain('not-a-key-but-a-secret');
    expect(refused.group()).toEqual([]);
  });

  test('killed with kill -9: worker, API and Temporal server end as well, and the next start finds the data', async () => {
    const first = start();
    await isUp(first);
    const second = start({ PORT: String(await freePort()), TEMPORAL_PORT: '1', TEMPORAL_UI_PORT: '2' });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('Another npm start uses');
    expect(first.group().filter((command) => command.includes('worker'))).toHaveLength(1);

    process.kill(first.pid, 'SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    await isGone(first);

    const third = start();
    await isUp(third);
    process.kill(third.pid, 'SIGTERM');
    expect(await third.ended).toBe(0);
    expect(third.group()).toEqual([]);
  });

  /** Each line says what has just begun; the last one that all is up. */
  const steps = [
    'Temporal server on',
    'server is up on',
    'worker and API',
    'the API does not answer yet',
    'api started',
    'no worker',
    'worker started',
    'Ledgergate is up.',
  ];

  test.each(steps)('Ctrl-C after "%s": everything ends, without a stack, exit code 0', async (line) => {
    const early = start();
    // A line that this machine was too fast for is as good as the end.
    const isThere = (): boolean => early.output().includes(line) || early.output().includes('Ledgergate is up.');
    await waitFor(line, isThere);
    process.kill(-early.pid, 'SIGINT');
    expect(await early.ended).toBe(0);
    expect(early.group()).toEqual([]);
    expect(early.output()).not.toMatch(/^\w+ +at .*:\d+:\d+|TransportError|is killed/m);
  });

  test('Ctrl-C twice: the second changes nothing', async () => {
    const early = start();
    await waitFor('the worker', () => early.output().includes('worker and API'));
    process.kill(-early.pid, 'SIGINT');
    await waitFor('the stop', () => early.output().includes('stopping'));
    process.kill(-early.pid, 'SIGINT');
    expect(await early.ended).toBe(0);
    expect(early.group()).toEqual([]);
    expect(early.output()).not.toMatch(/^\w+ +at .*:\d+:\d+|TransportError|is killed/m);
  });

  test('a terminal that is closed ends everything', async () => {
    const closed = start();
    await isUp(closed);
    process.kill(-closed.pid, 'SIGHUP');
    await closed.ended;
    await isGone(closed);
  });
});
