/** The processes of a benchmark: none is left behind, and none dies unnoticed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChildren, type Children } from '../../bench/children';
import { watchInbox } from '../../bench/inbox';

let directory: string;
let children: Children;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ledgergate-bench-test-'));
  children = createChildren(directory);
});

afterEach(async () => {
  await children.endAll();
  rmSync(directory, { recursive: true, force: true });
});

const start = (script: string) =>
  children.start({ name: 'child', command: process.execPath, args: ['-e', script], cwd: directory, env: {} });

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const forEver = 'setInterval(() => {}, 1000);';

test('all are gone when the run ends', async () => {
  const pids = [(await start(forEver)).pid, (await start(forEver)).pid];
  expect(pids.map(isAlive)).toEqual([true, true]);
  await children.endAll();
  expect(pids.map(isAlive)).toEqual([false, false]);
});

test('one that ends by itself fails the run, with the last that it wrote', async () => {
  await start('console.error("the disk is full"); process.exit(3);');
  await expect(children.failed).rejects.toThrow(/child ended \(3\):\nthe disk is full/);
});

test('one that is killed on purpose does not', async () => {
  const killed = await start(forEver);
  const other = await start('process.exit(4);');
  await killed.end('SIGKILL');
  expect(isAlive(killed.pid)).toBe(false);
  await expect(children.failed).rejects.toThrow('(4)');
  await other.end('SIGTERM');
});

test('the CPU time of a process has that of the processes it started, alive or ended', async () => {
  const burn = 'while (process.cpuUsage().user < 300_000) ;';
  const done = join(directory, 'done');
  const { cpuMs } = await start(`
    const { execFileSync } = require('node:child_process');
    execFileSync(process.execPath, ['-e', ${JSON.stringify(burn)}]);
    require('node:fs').writeFileSync(${JSON.stringify(done)}, '');
    ${forEver}`);
  const inbox = await watchInbox(directory);
  await inbox.arrived('done');
  inbox.close();
  // Only Linux tells.
  expect(cpuMs() ?? Infinity).toBeGreaterThan(250);
});

test('a file is seen whether it was there before or comes later', async () => {
  const inbox = await watchInbox(join(directory, 'inbox'));
  const write = (name: string) => `require('fs').writeFileSync(${JSON.stringify(join(directory, 'inbox', name))}, '');`;
  const later = inbox.arrived('later');
  await start(`${write('earlier')} ${write('later')} ${forEver}`);
  await later;
  await inbox.arrived('earlier');
  inbox.close();
});
