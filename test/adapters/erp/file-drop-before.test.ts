/** Drops that earlier builds left: what they guard goes on being guarded. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reconcile } from '../../../activities/reconcile';
import { bring } from '../../support/erp/bring';
import { DropFolder } from '../../support/erp/drop-folder';
import { earlierForms, leaveDrop } from '../../support/erp/drop-of-before';
import { anAttempt, clinic, grownClinic, job, otherJob } from '../../support/erp/fixtures';
import { defined } from '../../../workflows/contract/defined';

const folders: DropFolder[] = [];
const makeDrop = async (form: (typeof earlierForms)[number], left: Parameters<typeof leaveDrop>[2]) => {
  const folder = await DropFolder.bare();
  folders.push(folder);
  await leaveDrop(folder.directory, form, left);
  return folder;
};
afterAll(() => Promise.all(folders.map((folder) => folder.remove())));

const reference = 'acme~1042';
const first = { reference, project: clinic, job };

describe.each(earlierForms)('a journal of the form "%s"', (form) => {
  test('knows the project: the same content is exported already, and no file is written', async () => {
    const folder = await makeDrop(form, [first]);
    const found = await folder.erp.findByReference(reference, anAttempt());
    expect(reconcile(folder.erp, { project: clinic, job }, found)).toEqual({
      receipt: { reference, ids: { file: 'acme~1042.json', jobNumber: '24-017' } },
    });
    await bring(folder.erp, clinic, job, reference);
    expect(await folder.names('inbox')).toEqual([]);
  });

  test('takes an update of what the last export left', async () => {
    const folder = await makeDrop(form, [first]);
    const found = await folder.erp.findByReference(reference, anAttempt());
    const exported = { revision: 1, project: clinic, job };
    const plan = reconcile(folder.erp, { project: grownClinic, job, exported }, found);
    expect(plan).toEqual({ write: { expect: found?.content } });
    await folder.erp.export(
      { project: grownClinic, job, reference, ...defined({ expect: found?.content }) },
      anAttempt(),
    );
    expect(await folder.names('inbox')).toEqual(['acme~1042.r2.csv', 'acme~1042.r2.json']);
    expect(await folder.erp.findByReference(reference, anAttempt())).toMatchObject({
      content: { name: grownClinic.name },
    });
  });

  test('says in few fields that other content was exported', async () => {
    const folder = await makeDrop(form, [first]);
    const found = await folder.erp.findByReference(reference, anAttempt());
    const plan = reconcile(folder.erp, { project: grownClinic, job }, found);
    expect('mismatch' in plan && plan.mismatch.changes).toHaveLength(1);
  });

  test.each(['26 700', '\uff12\uff16-700', '26\u2010700', 'Stra\u00dfe 7'])(
    'holds its job numbers, also one that only its key tells to be the same: %s',
    async (number) => {
      const folder = await makeDrop(form, [first, { reference: 'acme~2', project: clinic, job: { number } }]);
      const twin = number.normalize('NFKC').toUpperCase().replaceAll('\u2010', '-');
      await expect(bring(folder.erp, clinic, job, 'acme~7')).rejects.toThrow(/24-017 belongs to acme~1042/);
      await expect(bring(folder.erp, clinic, { number: twin }, 'acme~7')).rejects.toThrow(/belongs to acme~2/);
      await bring(folder.erp, clinic, { number: '27-1' }, 'acme~7');
      await bring(folder.erp, grownClinic, { number: twin }, 'acme~2');
      await bring(folder.erp, grownClinic, { number: '27-2' }, 'acme~2');
      await bring(folder.erp, clinic, { number: twin }, 'acme~8');
    },
  );

  test('lets two projects keep numbers that were told apart then, and nobody else have either', async () => {
    const odd = { number: '26\u2010700' };
    const even = { number: '26-700' };
    const folder = await makeDrop(form, [
      { reference: 'acme~1', project: clinic, job: odd },
      { reference: 'acme~2', project: clinic, job: even },
    ]);
    for (const [of, number] of [
      ['acme~1', odd],
      ['acme~2', even],
    ] as const) {
      const found = await folder.erp.findByReference(of, anAttempt());
      await folder.erp.export(
        { project: grownClinic, job: number, reference: of, ...defined({ expect: found?.content }) },
        anAttempt(),
      );
    }
    await expect(bring(folder.erp, clinic, odd, 'acme~3')).rejects.toThrow(/belongs to acme~[12]/);
    await expect(bring(folder.erp, clinic, even, 'acme~3')).rejects.toThrow(/belongs to acme~[12]/);
    const found = await folder.erp.findByReference('acme~1', anAttempt());
    await folder.erp.export(
      { project: grownClinic, job: otherJob, reference: 'acme~1', ...defined({ expect: found?.content }) },
      anAttempt(),
    );
    await expect(bring(folder.erp, clinic, odd, 'acme~3')).rejects.toThrow(/belongs to acme~2/);
  });

  test('is what names are claimed by, once the rules say that they are unique', async () => {
    const folder = await makeDrop(form, [first]);
    const erp = folder.withUniqueNames(':');
    await bring(erp, { ...clinic, name: 'Another' }, otherJob, 'acme~7');
    const sameName = bring(erp, { ...clinic, name: clinic.name.toUpperCase() }, { number: '24-019' }, 'acme~8');
    // The hash alone tells no name.
    if (form === 'hash') await sameName;
    else await expect(sameName).rejects.toThrow(/belongs to acme~1042/);
  });
});

describe('a drop of a newer build', () => {
  test.each(['journal/acme~1042/1/done.json', 'marker/drop.json'])('is not touched: %s', async (file) => {
    const folder = await DropFolder.make();
    folders.push(folder);
    await bring(folder.erp, clinic, job, reference);
    await rm(join(folder.directory, file));
    await mkdir(join(folder.directory, file, '..'), { recursive: true });
    const newer = {
      format: 'ledgergate.newer/9',
      id: 'x',
      company: 'acme',
      reference,
      file: 'x',
      contentHash: 'x',
      sequence: 1,
    };
    await writeFile(join(folder.directory, file), JSON.stringify(newer));
    await expect(bring(folder.erp, grownClinic, job, reference)).rejects.toThrow(/newer version of Ledgergate/);
    expect(await folder.names('inbox')).toEqual(['acme~1042.csv', 'acme~1042.json']);
  });
});
