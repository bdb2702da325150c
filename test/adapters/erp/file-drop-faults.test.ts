/** Processes that die, fail or halt between any two calls to the disk, and one that comes after them. */
import { isSameContent } from '../../../activities/erp-content';
import { contentHash } from '../../../adapters/erp/file-drop/layout';
import { bring } from '../../support/erp/bring';
import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { DropFolder } from '../../support/erp/drop-folder';
import { anAttempt, clinic, grownClinic, job, otherJob } from '../../support/erp/fixtures';
import type { DiskFault } from '../../support/erp/faulty-disk';
import { createExportProcesses, type Ending, type ExportProcess } from '../../support/processes/export-process';
import { useStarted } from '../../support/use-started';
import { defined } from '../../../workflows/contract/defined';

interface Content {
  readonly project: Project;
  readonly job: Job;
}
const first: Content = { project: clinic, job };
const second: Content = { project: grownClinic, job: otherJob };
const reference = 'acme~1042';

const processes = useStarted(() => createExportProcesses());

const exportTo = ({ erp }: DropFolder, content: Content, of = reference) =>
  bring(erp, content.project, content.job, of);
const hashContent = (content: Content) => contentHash(content.project, content.job);
const toContent = ({ erp }: DropFolder, content: Content) => erp.toErp(content.project, content.job);
const isCommitted = async (folder: DropFolder, name: string) => (await folder.names('inbox')).includes(name);

/** One story: what is in the drop already, what is exported when the fault strikes, and what comes after it. */
interface Story {
  readonly before: readonly Content[];
  /** An earlier attempt failed when its entry was made and nothing was in the inbox. */
  readonly pending?: Content;
  readonly struck: Content;
  readonly after: Content;
  /** Takes nothing until the halted process is awake again. */
  readonly importerSleeps?: boolean;
}

/** What must hold at the end of every story, whatever happened on the way. */
async function expectSound(folder: DropFolder, { after }: Story): Promise<void> {
  await folder.importAll();
  const { takenJson, takenNames } = folder;
  expect(takenJson.map(({ sequence }) => sequence)).toEqual(takenJson.map((_file, index) => index + 1));
  expect(takenJson.map(({ action }) => action)).toEqual(
    takenJson.map((_f, index) => (index === 0 ? 'create' : 'update')),
  );
  expect(takenJson.at(-1)).toMatchObject({ contentHash: hashContent(after), project: { name: after.project.name } });
  const committed = takenNames.filter((name) => name.endsWith('.json'));
  expect(new Set(committed).size).toBe(committed.length);
  expect(folder.unpaired).toEqual([]);
  const leftOvers = (await folder.names('journal', reference)).filter((name) => !/^\d+$/.test(name));
  expect(leftOvers).toEqual([]);
  const receipt = { reference, ids: { file: committed.at(-1), jobNumber: after.job.number } };
  expect(await folder.erp.findByReference(reference, anAttempt())).toEqual({
    receipt,
    content: toContent(folder, after),
  });
  expect(await exportTo(folder, after)).toEqual(receipt);
  expect(await folder.names('inbox')).toEqual([]);
}

/** The number in use is held; the one that is not can be had by another project. */
async function expectNumbersFree(folder: DropFolder, { job: held }: Content): Promise<void> {
  const free = held.number === job.number ? otherJob : job;
  await expect(exportTo(folder, { project: clinic, job: held }, 'acme~7')).rejects.toThrow(`belongs to ${reference}`);
  await exportTo(folder, { project: clinic, job: free }, 'acme~7');
}

async function begun({ before, pending }: Story): Promise<DropFolder> {
  const folder = await DropFolder.make();
  for (const content of before) await exportTo(folder, content);
  if (!pending) return folder;
  const inTheWay = join(folder.directory, 'inbox', `${reference}.csv`);
  await mkdir(inTheWay, { recursive: true });
  await expect(exportTo(folder, pending)).rejects.toThrow('inbox');
  await rmdir(inTheWay);
  return folder;
}

const order = (folder: DropFolder, { project, job: of }: Content, fault?: DiskFault) => ({
  place: folder.place,
  project,
  job: of,
  reference,
  ...defined({ fault }),
});

/** Once with an importer that is asleep until the end, once with one that takes what is there when the fault strikes. */
async function goOnAfterFault(story: Story, asleep: DropFolder): Promise<void> {
  const awake = await asleep.copy();
  await awake.importAll();
  for (const folder of [asleep, awake]) {
    await exportTo(folder, story.after);
    await expectSound(folder, story);
    if (folder === awake) await expectNumbersFree(folder, story.after);
    await folder.remove();
  }
}

/** Runs the story with the fault at 1, 2, 3, … until it strikes no more; two at a time. @returns how often it struck */
async function sweep(strike: (at: number, lane: number) => Promise<boolean>): Promise<number> {
  const lanes = [1, 2].map(async (firstAt, lane) => {
    let struck = 0;
    for (let at = firstAt; await strike(at, lane); at += 2) struck += 1;
    return struck;
  });
  return (await Promise.all(lanes)).reduce((sum, struck) => sum + struck);
}

const stories: readonly (readonly [string, Story])[] = [
  ['the first export, then the same again', { before: [], struck: first, after: first }],
  ['the first export, then other content', { before: [], struck: first, after: second }],
  ['an update, then the same again', { before: [first], struck: second, after: second }],
  ['an update, then the content before it', { before: [first], struck: second, after: first }],
];

test.each(stories)(
  'a kill before any change to the disk neither loses nor doubles a file: %s',
  async (_name, story) => {
    const struck = await sweep(async (at) => {
      const folder = await begun(story);
      const known = folder.taken.length + (await folder.names('inbox')).length / 2;
      const child = processes.start();
      const ending = await child.begin(order(folder, story.struck, { kind: 'kill', at }));
      await child.end();
      const found = await folder.erp.findByReference(reference, anAttempt());
      const committed = await isCommitted(folder, known === 0 ? `${reference}.json` : `${reference}.r2.json`);
      const isFound = found && isSameContent(found.content, toContent(folder, story.struck));
      expect(isFound === true).toBe(committed);
      await goOnAfterFault(story, folder);
      return ending.type === 'killed';
    });
    expect(struck).toBeGreaterThan(12);
  },
);

test('each step is synced before the next one relies on it', async () => {
  const folder = await begun({ before: [], struck: first, after: first });
  const ending = await processes.start().begin(order(folder, first));
  const trace = ending.type === 'receipt' ? ending.trace : [];
  const changes = trace.filter((line) => /^(writeFile|sync|rename|mkdir|mkdtemp) /.test(line));
  const relative = changes.map((line) => line.replaceAll(`${folder.directory}/`, '').replaceAll(/tmp-\w+/g, 'tmp'));
  const entry = `journal/${reference}/1`;
  expect(relative.slice(relative.indexOf(`writeFile journal/${reference}/tmp/staged.csv`))).toEqual([
    `writeFile journal/${reference}/tmp/staged.csv`,
    `sync journal/${reference}/tmp/staged.csv`,
    `writeFile journal/${reference}/tmp/staged.json`,
    `sync journal/${reference}/tmp/staged.json`,
    `writeFile journal/${reference}/tmp/intent.json`,
    `sync journal/${reference}/tmp/intent.json`,
    `sync journal/${reference}/tmp`,
    `rename journal/${reference}/tmp ${entry}`,
    `mkdtemp journal/${reference}/tmp-`,
    `writeFile journal/${reference}/tmp/${reference}.1`,
    `sync journal/${reference}/tmp/${reference}.1`,
    `rename journal/${reference}/tmp numbers/24-017`,
    'sync numbers/24-017',
    'sync numbers',
    'sync journal',
    `sync journal/${reference}`,
    `rename ${entry}/staged.csv inbox/${reference}.csv`,
    'sync inbox',
    `rename ${entry}/staged.json inbox/${reference}.json`,
    'sync inbox',
    `rename ${entry}/intent.json ${entry}/done.json`,
    `sync ${entry}`,
  ]);
  await folder.remove();
});

const failures: readonly (readonly [string, (at: number) => DiskFault])[] = [
  ['the disk is full from then on', (at) => ({ kind: 'fail', at, code: 'ENOSPC', lasting: true })],
  ['the disk fails once', (at) => ({ kind: 'fail', at, code: 'EIO' })],
  ['the call worked, but its answer is lost', (at) => ({ kind: 'lose answer', at, code: 'EIO' })],
];

test.each(failures)(
  'a failure at any call to the disk says whether the file was written, and hinders nothing later: %s',
  async (_name, faultAt) => {
    const [, story] = stories[1] ?? [];
    if (!story) throw new Error('no story');
    const lanes = [processes.start(), processes.start()];
    const struck = await sweep(async (at, lane) => {
      const folder = await begun(story);
      const ending = await lanes[lane]?.begin(order(folder, story.struck, faultAt(at)));
      const committed = await isCommitted(folder, `${reference}.json`);
      expectHonest(ending, committed, folder);
      await folder.importAll();
      await exportTo(folder, story.after);
      await expectSound(folder, story);
      await folder.remove();
      return !(ending?.type === 'receipt' && ending.trace.length < at);
    });
    expect(struck).toBeGreaterThan(30);
  },
);

/** A receipt only for what is there, "unavailable" only for what is not. */
function expectHonest(ending: Ending | undefined, committed: boolean, folder: DropFolder): void {
  if (ending?.type === 'receipt') expect(committed).toBe(true);
  else if (ending?.type === 'failed' && ending.name === 'ErpUnavailable') expect(committed).toBe(false);
  else expect(ending).toMatchObject({ type: 'failed', name: 'ErpOutcomeUnknown' });
  if (ending?.type === 'failed') expect(ending.message).not.toContain(folder.directory);
}

const halted: readonly (readonly [string, Story])[] = [
  ['the same content', { before: [], struck: first, after: first }],
  ['other content', { before: [], struck: first, after: second }],
  [
    'other content than the one that was pending before',
    { before: [], pending: first, struck: first, after: second, importerSleeps: true },
  ],
  ['the content that was pending before', { before: [], pending: first, struck: second, after: first }],
];

test.each(halted)(
  'a process that halts before any call and wakes up after another exported %s makes no second create',
  async (_name, story) => {
    const lanes: readonly ExportProcess[] = [processes.start(), processes.start()];
    const struck = await sweep(async (at, lane) => {
      const folder = await begun(story);
      const zombie = lanes[lane] ?? processes.start();
      const fault = { kind: 'pause', at } as const;
      const ending = await zombie.begin({ ...order(folder, story.struck, fault), strikesLookUp: true });
      if (ending.type === 'paused') {
        await exportTo(folder, story.after);
        if (!story.importerSleeps) await folder.importAll();
        const late = await zombie.go();
        await folder.importAll();
        const committed = folder.takenJson.some(({ project }) => project.name === story.struck.project.name);
        if (late.type === 'receipt') expect(committed).toBe(true);
        else expect(late).toMatchObject({ type: 'failed', name: expect.stringMatching(/^Erp(Unavailable|Conflict)$/) });
        await folder.importAll();
      }
      await exportTo(folder, story.after);
      await expectSound(folder, story);
      await expectNumbersFree(folder, story.after);
      await folder.remove();
      return ending.type === 'paused';
    });
    expect(struck).toBeGreaterThan(9);
  },
);
