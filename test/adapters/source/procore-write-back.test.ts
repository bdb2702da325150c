/** The ERP's ids written into Procore: project first, then cost codes; nothing overwritten, nothing lost without a word. */
import { withinMs, type Source } from '../../../adapters/source/source';
import { sourceAt } from '../../support/procore/client';
import { manyCostCodes, procoreCostCodes, procoreProject } from '../../support/procore/fixtures';
import { startProcore } from '../../support/procore/process';
import { emptyWorld, type Row, type World } from '../../support/procore/world';
import { useStarted } from '../../support/use-started';

const projectId = String(procoreProject.id);
const origin = {
  projectId,
  recordId: 'J-9',
  ids: { job: 'J-9', jobNumber: '24-017', reference: 'acme~89025' },
  costCodes: ['03-100', '03-300'],
};

const procore = useStarted(() => startProcore());

async function given(change: Partial<World> = {}): Promise<Source> {
  const held = { projects: [procoreProject], costCodes: { [projectId]: [...procoreCostCodes] } };
  await procore.change({ ...emptyWorld(), ...held, ...change });
  await procore.act('forgetCalls');
  await procore.act('newWindows');
  return sourceAt(procore.url);
}

const writeBack = (source: Source, changes: Partial<typeof origin> = {}) =>
  withinMs(600_000, (deadline) => source.writeBack({ ...origin, ...changes }, deadline));

const listOrigins = (rows: readonly Row[] | undefined) => (rows ?? []).map((row) => row['origin_id'] ?? null);
const held = async () => {
  const { projects, costCodes } = await procore.world();
  return { project: listOrigins(projects), costCodes: listOrigins(costCodes[projectId]) };
};
const writes = async (): Promise<string[]> =>
  (await procore.calls()).filter(({ method }) => method === 'PATCH').map(({ path }) => path.split('?')[0] ?? '');
const syncsProjects = '/rest/v1.0/projects/sync';
const syncsCodes = '/rest/v1.0/cost_codes/sync';

test('the project gets its id first, then each exported cost code one of its own', async () => {
  const source = await given();
  expect(await writeBack(source)).toEqual({ costCodes: 2, missing: 0 });
  expect(await held()).toEqual({ project: ['J-9'], costCodes: [null, 'J-9/03-100', 'J-9/03-300'] });
  expect(await writes()).toEqual([syncsProjects, syncsCodes]);
  const { projects } = await procore.world();
  expect(JSON.parse(String(projects[0]?.['origin_data']))).toEqual(origin.ids);
});

test('again it writes nothing', async () => {
  const source = await given();
  await writeBack(source);
  await procore.act('forgetCalls');
  expect(await writeBack(source)).toEqual({ costCodes: 2, missing: 0 });
  expect(await writes()).toEqual([]);
});

test('after it broke off between project and cost codes it does the rest', async () => {
  const source = await given({ projects: [{ ...procoreProject, origin_id: 'J-9' }] });
  expect(await writeBack(source)).toEqual({ costCodes: 2, missing: 0 });
  expect(await writes()).toEqual([syncsCodes]);
});

test('thousands of cost codes go in batches of a thousand, through pages', async () => {
  const many = manyCostCodes(1_500);
  const source = await given({ largestPage: 1_000, costCodes: { [projectId]: [...many] } });
  const costCodes = many.map((row) => String(row['full_code']));
  expect(await writeBack(source, { costCodes })).toEqual({ costCodes: 1_500, missing: 0 });
  expect(await writes()).toEqual([syncsProjects, syncsCodes, syncsCodes]);
  expect((await held()).costCodes.filter((id) => id === null)).toEqual([]);
});

test('a code that was renamed since the export is counted as missing, the others get their id', async () => {
  const source = await given();
  const written = await writeBack(source, { costCodes: ['03-100', '09-900'] });
  expect(written).toEqual({ costCodes: 1, missing: 1 });
});

describe('errors in a 200 are read', () => {
  test('of the project: refused in the words of Procore, and no cost code is written', async () => {
    const refuses = { [projectId]: { origin_id: ['has already been taken'] } };
    const source = await given({ refuses });
    await expect(writeBack(source)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining('has already been taken') as string,
    });
    expect(await held()).toEqual({ project: [null], costCodes: [null, null, null] });
  });

  test('in the first of two batches: the second is written all the same', async () => {
    const many = manyCostCodes(1_500);
    const source = await given({
      costCodes: { [projectId]: [...many] },
      refuses: { [String(many[0]?.id)]: { base: ['is locked'] } },
    });
    const costCodes = many.map((row) => String(row['full_code']));
    await expect(writeBack(source, { costCodes })).rejects.toMatchObject({ name: 'SourceRefused' });
    expect((await held()).costCodes.filter((id) => id === null)).toHaveLength(1);
  });

  test('of a row that is in neither list: not known, so the same is done again', async () => {
    const source = await given({ forgets: [12] });
    await expect(writeBack(source)).rejects.toMatchObject({ name: 'SourceUnavailable' });
    await procore.change({ forgets: [] });
    expect(await writeBack(source)).toEqual({ costCodes: 2, missing: 0 });
  });

  test('of one cost code: refused with its id, the others are written', async () => {
    const source = await given({ refuses: { '12': { base: ['is locked'] } } });
    await expect(writeBack(source)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringMatching(/12: .*is locked/) as string,
    });
    expect(await held()).toEqual({ project: ['J-9'], costCodes: [null, 'J-9/03-100', null] });
  });
});

describe('an id of another integration stays', () => {
  test('at the project', async () => {
    const source = await given({ projects: [{ ...procoreProject, origin_id: 'other' }] });
    await expect(writeBack(source)).rejects.toMatchObject({ name: 'SourceRefused' });
    expect(await held()).toMatchObject({ project: ['other'] });
    expect(await writes()).toEqual([]);
  });

  test('at a cost code, and the others get theirs', async () => {
    const rows = procoreCostCodes.map((row) => (row.id === 11 ? { ...row, origin_id: 'other' } : row));
    const source = await given({ costCodes: { [projectId]: rows } });
    await expect(writeBack(source)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining('Cost code 03-100') as string,
    });
    expect(await held()).toEqual({ project: ['J-9'], costCodes: [null, 'other', 'J-9/03-300'] });
  });
});

test.each([
  ['a fault', { failures: [{ status: 502 }] }],
  ['the limit', { hourly: { calls: 2, seconds: 3_600 } }],
] as const)('%s is unavailable: the same does later', async (_, change) => {
  const source = await given({ ...change, failures: 'failures' in change ? [...change.failures] : [] });
  await expect(writeBack(source)).rejects.toMatchObject({ name: 'SourceUnavailable' });
  await procore.change({ hourly: emptyWorld().hourly });
  await procore.act('newWindows');
  expect(await writeBack(sourceAt(procore.url))).toEqual({ costCodes: 2, missing: 0 });
});

test('a project that is not there any more is refused', async () => {
  await expect(writeBack(await given({ projects: [] }))).rejects.toMatchObject({ name: 'SourceRefused' });
});
