import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ErpConflict, ErpRefused, ErpUnavailable, ErpOutcomeUnknown } from '../../../activities/erp-port';
import { createFileDrop } from '../../../adapters/erp/file-drop/file-drop';
import { contentHash } from '../../../adapters/erp/file-drop/layout';
import { bring } from '../../support/erp/bring';
import { DropFolder } from '../../support/erp/drop-folder';
import { anAttempt, clinic, grownClinic, job, otherJob } from '../../support/erp/fixtures';
import { erpContract } from './erp-contract';

const places = ['inbox', 'journal', 'marker', 'numbers'];
const folders: DropFolder[] = [];
const aDrop = async (): Promise<DropFolder> => {
  const folder = await DropFolder.make();
  folders.push(folder);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => folder.remove())));

erpContract(
  'the file drop',
  async () => {
    const folder = await aDrop();
    const madeRecords = async () => {
      await folder.importAll();
      return folder.takenJson.filter(({ action }) => action === 'create').map(({ reference }) => reference);
    };
    return { erp: folder.erp, madeRecords };
  },
  { adapter: 'file-drop' },
);

describe('the inbox', () => {
  let folder: DropFolder;
  beforeEach(async () => {
    folder = await aDrop();
  });
  const exported = (project = clinic, of = job, reference = 'acme~1042') => bring(folder.erp, project, of, reference);

  test('holds one CSV and one JSON after an export, and nothing else', async () => {
    const receipt = await exported();
    expect(await folder.names('inbox')).toEqual(['acme~1042.csv', 'acme~1042.json']);
    expect(receipt.ids).toEqual({ file: 'acme~1042.json', jobNumber: '24-017' });
    expect(JSON.parse(await folder.read('inbox', 'acme~1042.json'))).toMatchObject({
      action: 'create',
      reference: 'acme~1042',
      sequence: 1,
      contentHash: contentHash(clinic, job),
      job,
      project: clinic,
    });
  });

  test('is written to once the journal has the intent, which is then marked as done', async () => {
    await exported();
    expect(await folder.names('journal/acme~1042')).toEqual(['1']);
    expect(await folder.names('journal/acme~1042/1')).toEqual(['done.json']);
    expect(JSON.parse(await folder.read('journal/acme~1042/1/done.json'))).toEqual({
      format: 'ledgergate.journal/1',
      reference: 'acme~1042',
      file: 'acme~1042',
      sequence: 1,
      jobNumber: '24-017',
      content: { ...clinic, job },
      contentHash: contentHash(clinic, job),
    });
  });

  test('gets a numbered file for other content, marked as an update', async () => {
    await exported();
    expect((await exported(grownClinic)).ids['file']).toBe('acme~1042.r2.json');
    expect((await exported(grownClinic, otherJob)).ids).toEqual({ file: 'acme~1042.r3.json', jobNumber: '24-018' });
    await folder.importAll();
    expect(folder.takenJson.map(({ action, sequence }) => [action, sequence])).toEqual([
      ['create', 1],
      ['update', 2],
      ['update', 3],
    ]);
  });

  test('gets no file where it holds other content than what was expected', async () => {
    await exported();
    const unexpected = folder.erp.export({ project: grownClinic, job, reference: 'acme~1042' }, anAttempt());
    await expect(unexpected).rejects.toBeInstanceOf(ErpConflict);
    await expect(unexpected).rejects.toMatchObject({ found: { content: folder.erp.toErp(clinic, job) } });
    expect(await folder.names('inbox')).toEqual(['acme~1042.csv', 'acme~1042.json']);
  });

  test('gets nothing when the same content is exported again, also after the importer took the file', async () => {
    const receipt = await exported();
    await folder.importAll();
    expect(await exported()).toEqual(receipt);
    expect(await folder.erp.findByReference('acme~1042', anAttempt())).toMatchObject({ receipt });
    expect(await folder.names('inbox')).toEqual([]);
  });

  test('goes on where it was when the program is started anew', async () => {
    await exported();
    const later = createFileDrop({ ...folder.place, commitWithinMs: 5_000 });
    expect(later.commitWithinMs).toBe(5_000);
    expect((await bring(later, grownClinic, job, 'acme~1042')).ids['file']).toBe('acme~1042.r2.json');
  });

  test('gets the same bytes for the same content, whatever the order of its fields', async () => {
    await exported();
    const other = await aDrop();
    const reversed = Object.fromEntries(Object.entries(clinic).reverse()) as typeof clinic;
    await bring(other.erp, reversed, job, 'acme~1042');
    for (const name of ['acme~1042.csv', 'acme~1042.json']) {
      expect(await other.read('inbox', name)).toBe(await folder.read('inbox', name));
    }
  });

  test('never gets a file outside of it: a reference that is a path is refused', async () => {
    for (const reference of ['../1042', 'acme/1042', 'acme~1042.r2', '', '.', 'acme~1042\n']) {
      await expect(exported(clinic, job, reference)).rejects.toBeInstanceOf(ErpRefused);
    }
    expect(await folder.names()).toEqual(places);
    expect(await folder.names('inbox')).toEqual([]);
  });

  test('gets no second file for a reference that a file system takes for the same', async () => {
    await exported();
    await rename(join(folder.directory, 'journal/acme~1042'), join(folder.directory, 'journal/acme~A1'));
    await expect(exported(clinic, job, 'acme~A1')).rejects.toThrow(/letter case/);
    expect(await folder.names('inbox')).toEqual(['acme~1042.csv', 'acme~1042.json']);
  });
});

describe('a job number', () => {
  let folder: DropFolder;
  beforeEach(async () => {
    folder = await aDrop();
  });
  const exported = (number: string, reference: string) => bring(folder.erp, clinic, { number }, reference);

  test('is the same number in upper and lower case', async () => {
    await exported('a-17', 'acme~1');
    await expect(exported('A-17', 'acme~2')).rejects.toThrow('Job number A-17 belongs to acme~1.');
  });

  test.each([
    ['26-700', '\uff12\uff16\u2010\uff17\uff10\uff10'],
    ['26-700', '26\u2013700'],
    ['03 30 00', '03\u00a030  00'],
    ['STRASSE', 'stra\u00dfe'],
  ])('is compared as an identifier: %s is %s', async (number, twin) => {
    await exported(number, 'acme~1');
    await expect(exported(twin, 'acme~2')).rejects.toThrow(`Job number ${twin} belongs to acme~1.`);
    await exported(`${number}x`, 'acme~1');
    await exported(twin, 'acme~2');
  });

  test('that is taken leaves no trace of the project that wanted it', async () => {
    await exported('24-017', 'acme~1');
    await expect(exported('24-017', 'acme~2')).rejects.toThrow('belongs to acme~1');
    expect(await folder.names('journal/acme~2')).toEqual([]);
    expect(await folder.names('numbers/24-017')).toEqual(['acme~1.1']);
  });

  test.each(['../../etc', '24/017', '.', '=', 'ÄÖ-1', 'a'.repeat(200), '24 017', 'con*?"<>|'])(
    'can be any text, such as %j',
    async (number) => {
      await exported(number, 'acme~1');
      await expect(exported(number, 'acme~2')).rejects.toThrow('belongs to acme~1');
      await exported(`${number.slice(1)}x`, 'acme~2');
      expect(await folder.names()).toEqual(places);
    },
  );

  test('can be read, with its holder, from a folder listing', async () => {
    await exported('24-017', 'acme~1042');
    expect(await folder.names('numbers')).toEqual(['24-017']);
    expect(await folder.names('numbers', '24-017')).toEqual(['acme~1042.1']);
    expect(JSON.parse(await folder.read('numbers/24-017/acme~1042.1'))).toEqual({
      format: 'ledgergate.claim/1',
      number: '24-017',
      reference: 'acme~1042',
    });
  });

  test('stays held through updates, and is free only when the update that gives it up is in the inbox', async () => {
    await exported('24-017', 'acme~1');
    await bring(folder.erp, grownClinic, { number: '24-017' }, 'acme~1');
    await expect(exported('24-017', 'acme~2')).rejects.toThrow('belongs to acme~1');

    const inbox = join(folder.directory, 'inbox');
    await mkdir(join(inbox, 'acme~1.r3.json'));
    await expect(exported('24-018', 'acme~1')).rejects.toBeInstanceOf(ErpUnavailable);
    await expect(exported('24-017', 'acme~2')).rejects.toThrow('belongs to acme~1');
    await rm(join(inbox, 'acme~1.r3.json'), { recursive: true });
    await exported('24-018', 'acme~1');
    await exported('24-017', 'acme~2');
  });
});

describe('a disk that cannot be written', () => {
  let folder: DropFolder;
  beforeEach(async () => {
    folder = await aDrop();
  });
  const exported = () => bring(folder.erp, clinic, job, 'acme~1042');
  const expectUnavailable = async (message: RegExp) => {
    const failed = exported();
    await expect(failed).rejects.toBeInstanceOf(ErpUnavailable);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.not.toThrow(folder.directory);
  };
  const expectExported = async () => {
    await exported();
    expect(await folder.names('inbox')).toEqual(['acme~1042.csv', 'acme~1042.json']);
    expect((await folder.names('journal/acme~1042')).filter((name) => name !== '1')).toEqual([]);
  };

  test.each(['inbox', 'journal', 'numbers', 'numbers/24-017', 'journal/acme~1042'])(
    'because a file stands where %s belongs: the message says where, and the export works once it is gone',
    async (place) => {
      await rm(join(folder.directory, place), { recursive: true, force: true });
      await writeFile(join(folder.directory, place), '');
      await expectUnavailable(new RegExp(`Another file or directory is in the place .*: ${place}`));
      await rm(join(folder.directory, place));
      if (!place.includes('/')) await mkdir(join(folder.directory, place));
      await expectExported();
    },
  );

  test.each(['csv', 'json'])('because a folder stands where the %s belongs', async (extension) => {
    const place = join(folder.directory, 'inbox', `acme~1042.${extension}`);
    await mkdir(place, { recursive: true });
    await expectUnavailable(new RegExp(`: inbox/acme~1042.${extension} `));
    await rm(place, { recursive: true });
    await expectExported();
  });

  test('because the inbox vanished in the middle of an export: the next one makes it anew', async () => {
    const vanishAt = async (beats: number): Promise<unknown> => {
      const own = await aDrop();
      let left = beats;
      const heartbeat = () => {
        left -= 1;
        if (left === 0) rmSync(join(own.directory, 'inbox'), { recursive: true });
      };
      const outcome: unknown = await own.erp
        .export({ project: clinic, job, reference: 'acme~1042' }, { ...anAttempt(), heartbeat })
        .catch((error: unknown) => error);
      await bring(own.erp, clinic, job, 'acme~1042');
      expect(await own.names('inbox')).toContain('acme~1042.json');
      return left > 0 ? undefined : outcome;
    };
    // From the first step after the inbox was looked for.
    let beats = 3;
    for (let outcome = await vanishAt(beats); outcome !== undefined; outcome = await vanishAt(beats)) {
      expect(outcome).toBeInstanceOf(ErpUnavailable);
      expect(outcome).toMatchObject({ message: expect.stringMatching(/A directory is missing.*: inbox/) });
      beats += 1;
    }
    expect(beats).toBeGreaterThan(5);
  });

  test('because a journal entry is damaged: nothing is guessed', async () => {
    await exported();
    await writeFile(join(folder.directory, 'journal/acme~1042/1/done.json'), '{"reference":');
    await expectUnavailable(/journal cannot be read; restore it from a backup: journal\/acme~1042\/1 /);
    await expect(folder.erp.findByReference('acme~1042', anAttempt())).rejects.toBeInstanceOf(ErpUnavailable);
  });

  test('in the middle of an export leaves a pending entry, which other content replaces', async () => {
    const inTheWay = join(folder.directory, 'inbox/acme~1042.json');
    await mkdir(inTheWay, { recursive: true });
    await expectUnavailable(/inbox/);
    expect(await folder.erp.findByReference('acme~1042', anAttempt())).toBeUndefined();
    await rm(inTheWay, { recursive: true });
    await bring(folder.erp, grownClinic, otherJob, 'acme~1042');
    await folder.importAll();
    expect(folder.takenNames).toEqual(['acme~1042.csv', 'acme~1042.json']);
    expect(folder.takenJson).toMatchObject([{ action: 'create', project: { name: grownClinic.name } }]);
    await bring(folder.erp, clinic, job, 'acme~7');
  });
});

describe('an attempt that must end', () => {
  let folder: DropFolder;
  beforeEach(async () => {
    folder = await aDrop();
  });

  test('ends between two steps wherever it is, writes nothing, and hinders no later one', async () => {
    const stepsUntilEnd = async (beats: number): Promise<boolean> => {
      const own = await aDrop();
      const ending = new AbortController();
      let left = beats;
      const heartbeat = () => {
        left -= 1;
        if (left === 0) ending.abort();
      };
      const outcome = await own.erp
        .export({ project: clinic, job, reference: 'acme~1042' }, { signal: ending.signal, heartbeat })
        .catch((error: unknown) => error);
      const inInbox = (await own.names('inbox')).includes('acme~1042.json');
      expect(outcome instanceof ErpUnavailable).toBe(!inInbox);
      await bring(own.erp, clinic, job, 'acme~1042');
      await own.importAll();
      expect(own.takenNames).toEqual(['acme~1042.csv', 'acme~1042.json']);
      return inInbox;
    };
    let beats = 1;
    while (!(await stepsUntilEnd(beats))) beats += 1;
    expect(beats).toBeGreaterThan(5);
  });

  test('ends although the disk hangs, and says what is known', async () => {
    await bring(folder.erp, clinic, job, 'acme~1042');
    const done = join(folder.directory, 'journal/acme~1042/1/done.json');
    await rm(done);
    await promisify(execFile)('mkfifo', [done]);
    const ending = new AbortController();
    const hanging = folder.erp.export(
      { project: grownClinic, job, reference: 'acme~1042', expect: folder.erp.toErp(clinic, job) },
      { ...anAttempt(), signal: ending.signal },
    );
    const writer = await open(done, 'w');
    ending.abort();
    await expect(hanging).rejects.toThrow('The disk of the drop directory does not respond.');
    await expect(hanging).rejects.toBeInstanceOf(ErpUnavailable);
    await expect(hanging).rejects.not.toBeInstanceOf(ErpOutcomeUnknown);
    await writer.close();
  });
});
