import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withDefaults, prepareTryton } from '../../dev/tryton/template';
import { makeFolder } from '../support/processes/fake-executables';
import { freePort } from '../../dev/processes/ports';
import { runStart, type StartProcess } from '../support/processes/start-process';
import { waitFor } from '../../dev/processes/wait-for';
import { untilReady } from '../../dev/processes/watched-process';

const root = join(__dirname, '..', '..');
const run = promisify(execFile);

describe('npm start -- --erp tryton', () => {
  let folder: ReturnType<typeof makeFolder>;
  let env: Record<string, string>;
  const started: StartProcess[] = [];
  const start = (): StartProcess => {
    const running = runStart(env, ['--erp', 'tryton']);
    started.push(running);
    return running;
  };
  const isUp = (running: StartProcess): Promise<true> =>
    untilReady(running, 'being up', () => running.output().includes('Ledgergate is up.'));
  const tour = async (...args: string[]): Promise<string> =>
    (await run(process.execPath, ['dist/dev/tour/tour.js', ...args], { cwd: root, env: { ...process.env, ...env } }))
      .stdout;

  // Once a machine it takes a minute.
  beforeAll(async () => {
    await prepareTryton(withDefaults({ say: () => undefined }));
  });
  beforeEach(async () => {
    folder = makeFolder();
    const names = ['PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'TRYTON_PORT'];
    const ports = await Promise.all(names.map(async (name) => [name, String(await freePort())] as const));
    env = { ...Object.fromEntries(ports), LEDGERGATE_VAR: folder.path };
  });
  afterEach(() => {
    for (const { pid, group } of started.splice(0)) if (group().length > 0) process.kill(-pid, 'SIGKILL');
    folder.remove();
  });

  test('the tour plays in Initech, and its jobs are in Tryton, also after a kill -9 of everything', async () => {
    const first = start();
    await isUp(first);
    expect(first.output()).toContain(`Tryton       http://127.0.0.1:${String(env['TRYTON_PORT'])}`);
    expect(first.group().filter((command) => command.includes('worker'))).toHaveLength(1);

    const played = await tour('--company', 'initech');
    expect(played).toContain('All steps succeeded.');
    const [, number] = /in Tryton: number (\S+), customer C-2043/.exec(played) ?? [];
    const [look = 'exit 1'] = /curl .*\\\n.*/.exec(played) ?? [];
    const lookInTryton = async (): Promise<string> => (await run('sh', ['-c', look], { cwd: root })).stdout;
    expect(await lookInTryton()).toContain(`"number": "${String(number)}"`);

    process.kill(first.pid, 'SIGKILL');
    await first.ended;
    await waitFor('the end of all', () => first.group().length === 0);

    const second = start();
    await isUp(second);
    expect(await lookInTryton()).toContain(`"number": "${String(number)}"`);
    process.kill(-second.pid, 'SIGINT');
    process.kill(-second.pid, 'SIGINT');
    expect(await second.ended).toBe(0);
    expect(second.group()).toEqual([]);
  });

  test('the key reaches the worker, and no other process', async () => {
    const running = start();
    await isUp(running);
    const key = readFileSync(join(folder.path, 'tryton', 'key'), 'utf8').trim();
    const told = await run('ps', ['-A', 'eww', '-o', 'pgid=,command='], { maxBuffer: 64 << 20 });
    const group = told.stdout.split('\n').filter((line) => line.trim().startsWith(`${running.pid} `));
    expect(group.filter((line) => line.includes(key)).map((line) => line.includes('dist/worker/main.js'))).toEqual([
      true,
    ]);
    process.kill(running.pid, 'SIGTERM');
    expect(await running.ended).toBe(0);
  });

  test('Tryton that is killed is started again, and that is said', async () => {
    const running = start();
    await isUp(running);
    const { stdout } = await run('ps', ['-A', '-o', 'pgid=,pid=,command=']);
    const pid = new RegExp(`^ *${running.pid} +(\\d+) .*bin/trytond`, 'm').exec(stdout)?.[1];
    process.kill(Number(pid), 'SIGKILL');
    await waitFor('the restart', () => running.output().split('tryton   server is up on').length === 3);
    expect(running.output()).toContain('tryton was ended by SIGKILL; starting it again');
    process.kill(running.pid, 'SIGTERM');
    expect(await running.ended).toBe(0);
  });

  test('a busy port of Tryton: it is named, nothing is started, exit code 1', async () => {
    const other = createServer().listen(Number(env['TRYTON_PORT']), '127.0.0.1');
    await once(other, 'listening');
    const refused = start();
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/Port \d+ for Tryton is in use .*Set TRYTON_PORT to a free port/);
    expect(refused.group()).toEqual([]);
    other.close();
  });

  test('an ERP that cannot be started here is refused by name, exit code 2', async () => {
    const refused = runStart(env, ['--erp', 'sap']);
    expect(await refused.ended).toBe(2);
    expect(refused.output()).toBe('--erp sap is none of tryton; give one of these\n');
  });
});

describe('npm run tour -- --company initech', () => {
  test('without that company it says how to start it, exit code 1', async () => {
    const folder = makeFolder();
    const env = { ...process.env, LEDGERGATE_VAR: folder.path };
    const refused = run(process.execPath, ['dist/dev/tour/tour.js', '--company', 'initech'], { cwd: root, env });
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: 'There is no company initech in companies.yaml. "npm start -- --erp tryton" adds it.\n',
    });
    folder.remove();
  });
});
