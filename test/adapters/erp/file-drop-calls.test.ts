/** What an export costs: its calls to the disk, which may become fewer and not more. */
import { rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { defined } from '../../../workflows/contract/defined';
import { bring } from '../../support/erp/bring';
import { DropFolder } from '../../support/erp/drop-folder';
import { anAttempt, clinic, grownClinic, job, otherJob } from '../../support/erp/fixtures';
import { createExportProcesses } from '../../support/processes/export-process';
import { useStarted } from '../../support/use-started';

const processes = useStarted(() => createExportProcesses());

interface Cost {
  readonly calls: number;
  readonly syncs: number;
}

/** Counts the calls of one attempt: its look-up, and the export. */
async function countCalls(folder: DropFolder, project: Project, of: Job): Promise<Cost> {
  const order = { place: folder.place, project, job: of, reference: 'acme~1042', strikesLookUp: true };
  const child = processes.start();
  const ending = await child.begin(order);
  await child.end();
  if (ending.type !== 'receipt') throw new Error(`no receipt: ${JSON.stringify(ending)}`);
  return { calls: ending.trace.length, syncs: ending.trace.filter((call) => call.startsWith('sync ')).length };
}

function expectAtMost(cost: Cost, { calls, syncs }: Cost): void {
  expect(cost.calls).toBeLessThanOrEqual(calls);
  expect(cost.syncs).toBeLessThanOrEqual(syncs);
}

test('a create, an update and a repeated export make no more calls to the disk than they need', async () => {
  const folder = await DropFolder.make();
  expectAtMost(await countCalls(folder, clinic, job), { calls: 56, syncs: 12 });
  expectAtMost(await countCalls(folder, grownClinic, otherJob), { calls: 55, syncs: 11 });
  expectAtMost(await countCalls(folder, grownClinic, otherJob), { calls: 10, syncs: 0 });
  expect(await folder.names('inbox')).toHaveLength(4);
  await folder.remove();
});

test('a look-up makes no inbox, and an export makes one that is missing', async () => {
  const folder = await DropFolder.make();
  await folder.importAll();
  await rmdir(join(folder.directory, 'inbox'));
  expect(await folder.erp.findByReference('acme~1042', anAttempt())).toBeUndefined();
  expect(await folder.names()).not.toContain('inbox');
  await countCalls(folder, clinic, job);
  expect(await folder.names('inbox')).toEqual(['acme~1042.csv', 'acme~1042.json']);
  await folder.remove();
});

test('what a look-up read serves one export of its attempt, and no other project', async () => {
  const folder = await DropFolder.make();
  const { erp } = folder;
  const attempt = anAttempt();
  await bring(erp, clinic, job, 'acme~1');
  await erp.findByReference('acme~1', attempt);
  await erp.export({ reference: 'acme~2', project: clinic, job: otherJob }, attempt);
  const found = await erp.findByReference('acme~1', attempt);
  const update = { reference: 'acme~1', project: grownClinic, job, ...defined({ expect: found?.content }) };
  await erp.export(update, attempt);
  const again = { reference: 'acme~1', project: clinic, job, expect: erp.toErp(grownClinic, job) };
  expect((await erp.export(again, attempt)).ids['file']).toBe('acme~1.r3.json');
  await folder.remove();
});

test('another drop that comes into its place during an attempt gives no receipt: the read-back finds it out', async () => {
  const [folder, other] = [await DropFolder.make(), await DropFolder.make()];
  const attempt = anAttempt();
  await folder.erp.findByReference('acme~1042', attempt);
  await rename(folder.directory, join(folder.base, 'away'));
  await rename(other.directory, folder.directory);
  await folder.erp.export({ reference: 'acme~1042', project: clinic, job }, attempt);
  const readBack = folder.erp.findByReference('acme~1042', attempt);
  await expect(readBack).rejects.toThrow('does not hold the drop that Ledgergate knows');
  await Promise.all([folder, other].map((each) => each.remove()));
});
