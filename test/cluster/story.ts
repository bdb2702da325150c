/** What a person would try on a cluster: the tour, a failover and a rollout, each as it is typed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { watchProcess } from '../../dev/processes/watched-process';

const root = join(__dirname, '..', '..');

/** @returns what it printed, once it has ended well */
async function play(name: string, ...args: readonly string[]): Promise<string> {
  const file = join('dist', 'dev', name, `${name}.js`);
  const program = watchProcess(spawn(process.execPath, [file, ...args], { cwd: root }));
  const code = await program.ended;
  if (code !== 0) throw new Error(`${name} ended with ${code} and had printed\n${program.output()}`);
  return program.output();
}

test('the tour is played', async () => {
  expect(await play('tour', '--cluster')).toContain('All steps succeeded.');
});

test('a Temporal node and a worker are killed while 40 submissions flow: nothing is lost, doubled or refused', async () => {
  const printed = await play('failover', '--short');
  expect(printed).toContain('exported 40 of 40, parked 0, import files 40, doubled 0');
  expect(printed).toMatch(/Temporal node 1 killed: longest without a decision \d/);
  expect(printed).toMatch(/worker 1 killed: longest without a decision \d/);
});

test('the workers are rolled out, ramped up and rolled back while submissions wait', async () => {
  const printed = await play('rollout', '--short');
  expect(printed).toContain('All steps succeeded.');
  expect(printed).toMatch(/began with new-/);
});
