/** An ERP that knows its jobs by name: each name is held by one project. */
import { ErpRefused } from '../../../activities/erp-port';
import { bring } from '../../support/erp/bring';
import { DropFolder } from '../../support/erp/drop-folder';
import { anAttempt, clinic } from '../../support/erp/fixtures';

let folder: DropFolder;
let erp: ReturnType<DropFolder['withUniqueNames']>;
beforeEach(async () => {
  folder = await DropFolder.make();
  erp = folder.withUniqueNames(':');
});
afterEach(() => folder.remove());

const named = (name: string) => ({ ...clinic, name });
const exported = (name: string, reference: string) => bring(erp, named(name), {}, reference);

async function expectTaken(name: string, holder: string): Promise<void> {
  const refused = exported(name, 'acme~9');
  await expect(refused).rejects.toBeInstanceOf(ErpRefused);
  await expect(refused).rejects.toMatchObject({
    message: expect.stringContaining(`belongs to ${holder}`),
    fields: [{ pointer: '/name', message: expect.stringContaining(holder) }],
  });
  expect(await folder.names('journal', 'acme~9')).toEqual([]);
}

test.each([
  'Smith Residence',
  'SMITH RESIDENCE',
  ' smith  residence',
  'Smith\u00a0Residence',
  'Ｓmith Residence',
  'Smith\u200b Residence',
])('a name that is taken is refused, however it is written: %j', async (name) => {
  await exported('Smith Residence', 'acme~1');
  await expectTaken(name, 'acme~1');
});

test('a name with levels is one below the other, and the whole path is what must be unique', async () => {
  await exported('Smith Residence', 'acme~1');
  await exported('Smith Residence:Phase 2', 'acme~2');
  await exported('Jones Residence:Phase 2', 'acme~3');
  await expectTaken('SMITH RESIDENCE : phase 2', 'acme~2');
});

test('an update that renames claims the new name first and keeps the old one', async () => {
  await exported('Smith Residence', 'acme~1');
  await exported('Jones Residence', 'acme~2');
  await expect(exported('smith residence', 'acme~2')).rejects.toThrow(/belongs to acme~1/);
  await exported('Smith House', 'acme~1');
  await expectTaken('Smith House', 'acme~1');
  await expectTaken('Smith Residence', 'acme~1');
  await exported('Smith Residence', 'acme~1');
});

test('of two projects that want one name at once one gets it', async () => {
  const outcomes = await Promise.allSettled(
    ['acme~1', 'acme~2', 'acme~3'].map((of) => exported('Smith Residence', of)),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await folder.names('inbox')).filter((name) => name.endsWith('.json'))).toHaveLength(1);
});

test('the drop can be asked before a decision, and says who holds name and number', async () => {
  await bring(erp, named('Smith Residence'), { number: '7' }, 'acme~1');
  const request = { reference: 'acme~2', project: named('Smith residence'), number: '7' };
  expect(await erp.preflight?.(request, anAttempt())).toEqual({ nameHolder: 'acme~1', numberHolder: 'acme~1' });
  expect(await erp.preflight?.({ ...request, project: named('Other'), number: '8' }, anAttempt())).toEqual({});
  const own = await erp.preflight?.({ reference: 'acme~1', project: named('Smith residence') }, anAttempt());
  expect(own).toMatchObject({ found: { receipt: { reference: 'acme~1' } } });
  expect(own).not.toHaveProperty('nameHolder');
});

test('a drop whose names need not be unique is not asked and takes any', async () => {
  expect(Reflect.get(folder.erp, 'preflight')).toBeUndefined();
  await bring(folder.erp, named('Smith Residence'), {}, 'acme~1');
  await bring(folder.erp, named('Smith Residence'), {}, 'acme~2');
});
