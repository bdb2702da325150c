import { execFileSync } from 'node:child_process';
import { backoffMs, keepRunning, type ChildSpec, type KeptChild } from '../../dev/processes/children';
import { waitFor } from '../../dev/processes/wait-for';

describe('a kept process', () => {
  const kept: KeptChild[] = [];
  let lines: string[];
  let said: string[];
  const keep = (script: string, more: Partial<ChildSpec> = {}): KeptChild => {
    const child = keepRunning({
      name: 'tiny',
      command: process.execPath,
      args: ['-e', script],
      cwd: __dirname,
      env: {},
      stopWithinMs: 600_000,
      onLine: (line) => lines.push(line),
      say: (line) => said.push(line),
      ...more,
    });
    kept.push(child);
    return child;
  };
  const runsForEver = 'setInterval(() => {}, 1000)';
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  const readPid = (child: KeptChild): number => {
    const pid = child.pid();
    if (pid === undefined) throw new Error('it does not run');
    return pid;
  };

  beforeEach(() => {
    lines = [];
    said = [];
  });
  afterEach(async () => {
    await Promise.all(kept.splice(0).map(({ stop }) => stop()));
  });

  test('hands on what it prints, line by line, from both streams', async () => {
    keep(
      `process.stdout.write('one\\ntwo'); process.stderr.write('three\\n'); ${runsForEver}; setTimeout(() => console.log(), 50)`,
    );
    await waitFor('three lines', () => lines.length === 3);
    expect([...lines].sort()).toEqual(['one', 'three', 'two']);
  });

  test('is started again at once when it is killed, and that is said', async () => {
    const child = keep(`console.log(process.pid); ${runsForEver}`);
    await waitFor('its start', () => lines.length === 1);
    child.settled();
    process.kill(readPid(child), 'SIGKILL');
    await waitFor('its second start', () => lines.length === 2);
    expect(lines[1]).not.toBe(lines[0]);
    expect(said).toEqual(['tiny was ended by SIGKILL; starting it again']);
  });

  test('that crashes again and again waits longer each time, ten seconds at most', async () => {
    expect([0, 1, 2, 3, 4, 5, 6, 20].map(backoffMs)).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    keep('process.exit(3)').settled();
    await waitFor('two crashes', () => said.length === 2);
    expect(said).toEqual([
      'tiny ended with exit code 3; starting it again',
      'tiny ended with exit code 3; starting it again in 0.5 s',
    ]);
  });

  test('that ends before it was ready gives up: no restart, its reason was printed once', async () => {
    const { gaveUp } = keep(`console.error('companies.yaml is not right'); process.exitCode = 1`);
    expect(await gaveUp).toBe('tiny ended with exit code 1');
    expect(lines).toEqual(['companies.yaml is not right']);
    expect(said).toEqual([]);
  });

  test('that cannot even be started gives up as well', async () => {
    const { gaveUp } = keep('', { command: '/does/not/exist' });
    expect(await gaveUp).toMatch(/tiny cannot be started: .*ENOENT/);
  });

  test('stops on request and stays stopped, also when asked twice', async () => {
    const child = keep(
      `process.on('SIGTERM', () => { console.log('bye'); process.exit(0); }); ${runsForEver}; console.log('up')`,
    );
    await waitFor('its start', () => lines.includes('up'));
    const pid = readPid(child);
    child.settled();
    await Promise.all([child.stop(), child.stop()]);
    expect(isAlive(pid)).toBe(false);
    expect(lines).toEqual(['up', 'bye']);
    expect(said).toEqual([]);
  });

  test('that does not want to stop is killed', async () => {
    const child = keep(`process.on('SIGTERM', () => {}); ${runsForEver}; console.log('up')`, { stopWithinMs: 200 });
    await waitFor('its start', () => lines.includes('up'));
    const pid = readPid(child);
    await child.stop();
    expect(isAlive(pid)).toBe(false);
    expect(said).toEqual(['tiny did not stop within 0.2 s and is killed']);
  });

  test('that is stopped between two starts is not started again', async () => {
    const child = keep('process.exit(3)');
    child.settled();
    await waitFor('its second end', () => said.length === 2);
    await child.stop();
    const starts: string[] = [];
    const slower = keep(`console.log('tick'); process.exitCode = 3`, {
      onLine: (line) => starts.push(line),
      say: () => {},
    });
    slower.settled();
    await waitFor('another one, begun later, to be started again twice', () => starts.length === 3);
    expect(said).toHaveLength(2);
    expect(child.pid()).toBeUndefined();
  });

  test('that got the Ctrl-C itself, a moment before us, is not started again', async () => {
    const child = keep(`console.log('up'); ${runsForEver}`);
    await waitFor('its start', () => lines.includes('up'));
    child.settled();
    process.kill(readPid(child), 'SIGINT');
    await waitFor('its end', () => child.pid() === undefined);
    child.letGo();
    await child.stop();
    expect(said).toEqual([]);
  });

  test('stays in our process group, so that the terminal reaches it', async () => {
    const child = keep(`${runsForEver}; console.log('up')`);
    await waitFor('its start', () => lines.includes('up'));
    expect(processGroup(readPid(child))).toBe(processGroup(process.pid));
  });
});

const processGroup = (pid: number): string =>
  execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' });
