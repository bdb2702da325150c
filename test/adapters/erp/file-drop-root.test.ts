/** The root of a drop: what an export takes for it, and what is never made in its place. */
import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ErpUnavailable } from '../../../activities/erp-port';
import { createFileDrop } from '../../../adapters/erp/file-drop/file-drop';
import { initDrop } from '../../../adapters/erp/file-drop/init';
import { bring } from '../../support/erp/bring';
import { DropFolder } from '../../support/erp/drop-folder';
import { anAttempt, clinic, grownClinic, job, otherJob } from '../../support/erp/fixtures';
import {
  createExportProcesses,
  type ExportProcess,
  type ExportProcesses,
} from '../../support/processes/export-process';

const folders: DropFolder[] = [];
const aDrop = async (made = DropFolder.make()): Promise<DropFolder> => {
  const folder = await made;
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => folder.remove())));

const reference = 'acme~1042';
const exportTo = ({ erp }: DropFolder, project = clinic) => bring(erp, project, job, reference);
const registerPath = ({ base }: DropFolder) => join(base, 'drops.json');
const readJson = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

async function expectWaits(folder: DropFolder, message: RegExp): Promise<void> {
  const lookUp = folder.erp.findByReference(reference, anAttempt());
  await expect(lookUp).rejects.toBeInstanceOf(ErpUnavailable);
  await expect(lookUp).rejects.toThrow(message);
  const write = folder.erp.export({ project: clinic, job, reference }, anAttempt());
  await expect(write).rejects.toBeInstanceOf(ErpUnavailable);
  await expect(write).rejects.not.toThrow(folder.base);
}

/** An empty folder lies in its place, as where a share is not mounted. */
function takeAway({ base, directory }: DropFolder): void {
  renameSync(directory, join(base, 'away'));
  mkdirSync(directory);
}

/** Fails where anything was made in the empty folder. */
function giveBack({ base, directory }: DropFolder): void {
  rmdirSync(directory);
  renameSync(join(base, 'away'), directory);
}

describe('a drop', () => {
  test('is never made by an export, nor the folder above it', async () => {
    const folder = await aDrop(DropFolder.bare());
    await expectWaits(folder, /drop directory of acme holds no drop.*is mounted.*npm run drop -- init acme/);
    expect(await folder.names('..')).toEqual([]);
  });

  test('is made once: with its places, a marker, and a line beside it that knows the marker', async () => {
    const folder = await aDrop(DropFolder.bare());
    expect(await initDrop(folder.place)).toBe(true);
    expect(await folder.names()).toEqual(['inbox', 'journal', 'marker', 'numbers']);
    const { id } = (await readJson(join(folder.directory, 'marker/drop.json'))) as { id: string };
    expect(await readJson(join(folder.directory, 'marker/drop.json'))).toEqual({
      format: 'ledgergate.drop/2',
      company: 'acme',
      id,
    });
    expect(await readJson(registerPath(folder))).toEqual({ format: 'ledgergate.drops/1', drops: { acme: id } });
    expect(await initDrop(folder.place)).toBe(false);
    expect(await readJson(registerPath(folder))).toMatchObject({ drops: { acme: id } });
    await exportTo(folder);
  });

  test('that is away is waited for: nothing is made in the empty folder, and all goes on when it is back', async () => {
    const folder = await aDrop();
    await exportTo(folder);
    takeAway(folder);
    await expectWaits(folder, /does not hold the drop that Ledgergate knows\. Check that its file system is mounted/);
    await expect(initDrop(folder.place)).rejects.toThrow(/remove the line of acme from drops.json/);
    expect(await folder.names()).toEqual([]);
    giveBack(folder);
    await exportTo(folder, grownClinic);
    expect(await folder.names('inbox')).toContain('acme~1042.r2.json');
  });

  test('is told from another one in its place, of this company or another', async () => {
    const [folder, other] = [await aDrop(), await aDrop()];
    await exportTo(folder);
    const swap = async (): Promise<void> => {
      const away = join(folder.base, 'swapped');
      await rename(folder.directory, away);
      await rename(other.directory, folder.directory);
      await rename(away, other.directory);
    };
    await swap();
    await expectWaits(folder, /does not hold the drop that Ledgergate knows/);
    const globex = { ...other.place, companyId: 'globex' };
    await expect(initDrop(globex)).rejects.toThrow('The drop directory of globex holds the drop of acme.');
    expect(await folder.names('inbox')).toEqual([]);
    await swap();
    await exportTo(folder);
  });

  test('from before drops were marked is marked at the first look, and keeps what its journal knows', async () => {
    const folder = await aDrop();
    await exportTo(folder);
    await folder.importAll();
    await rm(join(folder.directory, 'marker'), { recursive: true });
    await rm(registerPath(folder));
    const looks = [1, 2, 3].map(() => folder.erp.findByReference(reference, anAttempt()));
    for (const found of await Promise.all(looks)) expect(found?.receipt.reference).toBe(reference);
    expect(await folder.names()).toEqual(['inbox', 'journal', 'marker', 'numbers']);
    const { id } = (await readJson(join(folder.directory, 'marker/drop.json'))) as { id: string };
    expect(await readJson(registerPath(folder))).toMatchObject({ drops: { acme: id } });
    await exportTo(folder);
    expect(await folder.names('inbox')).toEqual([]);
  });

  test('that lost its marker is not marked again: it may be an old copy', async () => {
    const folder = await aDrop();
    await exportTo(folder);
    await rm(join(folder.directory, 'marker'), { recursive: true });
    await expectWaits(folder, /does not hold the drop that Ledgergate knows/);
  });

  test('is known again by its marker when drops.json is lost with the machine of the worker', async () => {
    const folder = await aDrop();
    await exportTo(folder);
    const known = await readJson(registerPath(folder));
    await rm(registerPath(folder));
    await exportTo(folder);
    expect(await readJson(registerPath(folder))).toEqual(known);
  });

  test.each(['journal', 'numbers'])('without its %s is waited for', async (place) => {
    const folder = await aDrop();
    await exportTo(folder);
    await rename(join(folder.directory, place), join(folder.base, place));
    await expectWaits(folder, new RegExp(`A directory is missing.*: ${place} `));
    await rename(join(folder.base, place), join(folder.directory, place));
    await exportTo(folder);
  });

  test('has one line a company, however many are first looked at in one moment', async () => {
    const [first, ...others] = [await aDrop(), await aDrop(), await aDrop(), await aDrop()];
    const shared = registerPath(first);
    const drops = [first, ...others].map(({ directory }, at) => ({
      companyId: `company-${at}`,
      directory: join(directory, 'own'),
      registerFile: shared,
    }));
    await Promise.all(drops.map(initDrop));
    const { drops: ids } = (await readJson(shared)) as { drops: object };
    expect(Object.keys(ids).sort()).toEqual(['acme', ...drops.map(({ companyId }) => companyId)]);
    expect((await first.names('..')).filter((name) => name.startsWith('drops.json'))).toEqual(['drops.json']);
  });

  test.each(['', '{', '{"format":"ledgergate.drops/2","drops":{}}', 'null', '{"format":"ledgergate.drops/1"}'])(
    'whose drops.json says %j is waited for, with what to do',
    async (text) => {
      const folder = await aDrop();
      await writeFile(registerPath(folder), text);
      await expectWaits(folder, /drops.json in LEDGERGATE_VAR cannot be read. Restore it/);
    },
  );

  test('whose drops.json cannot be written is waited for: its folder is never made', async () => {
    const folder = await aDrop();
    const registerFile = join(folder.base, 'var', 'drops.json');
    const erp = createFileDrop({ ...folder.place, registerFile, commitWithinMs: 0 });
    await expect(bring(erp, clinic, job, reference)).rejects.toThrow(/LEDGERGATE_VAR cannot be written \(ENOENT\)/);
    expect(await folder.names('..')).toEqual(['drop', 'drops.json']);
  });

  test('with a damaged marker is waited for', async () => {
    const folder = await aDrop();
    await writeFile(join(folder.directory, 'marker/drop.json'), '{"format":');
    await expectWaits(folder, /The marker of the drop cannot be read; restore it from a backup: marker\/drop.json/);
  });
});

describe('a drop that goes away in the middle of an export', () => {
  let processes: ExportProcesses;
  let exporter: ExportProcess;
  beforeAll(async () => {
    processes = await createExportProcesses();
    exporter = processes.start();
  });
  afterAll(() => processes.stop());

  /** With the n-th call to the disk, until `stays` calls later. @returns whether it went */
  async function goesAwayAt(at: number, stays: number): Promise<boolean> {
    const folder = await aDrop();
    await exportTo(folder);
    const order = { place: folder.place, reference, project: grownClinic, job: otherJob, strikesLookUp: true };
    let calls = 1;
    let ending = await exporter.begin({ ...order, fault: { kind: 'pause', at: 'every' } });
    for (; ending.type === 'paused'; calls += 1) {
      if (calls === at) takeAway(folder);
      if (calls === at + stays) giveBack(folder);
      ending = await exporter.go();
    }
    if (calls > at && calls <= at + stays) giveBack(folder);
    // ErpConflict: that the project is not there was believed of a drop that was away.
    if (ending.type === 'receipt') expect(await folder.names('inbox')).toContain('acme~1042.r2.json');
    else expect(ending).toMatchObject({ name: expect.stringMatching(/^Erp(Unavailable|OutcomeUnknown)$/) });
    await bring(folder.erp, grownClinic, otherJob, reference);
    await expect(bring(folder.erp, clinic, otherJob, 'acme~7')).rejects.toThrow('belongs to acme~1042');
    await bring(folder.erp, clinic, job, 'acme~7');
    await folder.importAll();
    expect(folder.takenJson.map(({ action, sequence, reference: of }) => [action, sequence, of])).toEqual([
      ['create', 1, reference],
      ['update', 2, reference],
      ['create', 1, 'acme~7'],
    ]);
    return calls > at;
  }

  test.each([1, 3, 1_000])('at any call to the disk, for %i calls: all gets there once', async (stays) => {
    let at = 1;
    while (await goesAwayAt(at, stays)) at += 1;
    expect(at).toBeGreaterThan(20);
  });
});
