/** Three processes at once on one drop, one call to the disk at a time, in any order of turns. */
import { fc } from '../../support/fast-check';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { bring } from '../../support/erp/bring';
import { DropFolder } from '../../support/erp/drop-folder';
import { anAttempt, clinic, grownClinic, job, otherJob } from '../../support/erp/fixtures';
import {
  createExportProcesses,
  type Ending,
  type ExportProcess,
  type ExportProcesses,
} from '../../support/processes/export-process';

interface Export {
  readonly reference: string;
  readonly project: Project;
  readonly job: Job;
}

const named = (name: string): Project => ({ ...clinic, name });
const rivals: readonly (readonly [string, readonly Export[]])[] = [
  [
    'the same content twice and other content for one project',
    [
      { reference: 'acme~1', project: clinic, job },
      { reference: 'acme~1', project: clinic, job },
      { reference: 'acme~1', project: grownClinic, job: otherJob },
    ],
  ],
  [
    'a project that changes its number to that of two others',
    [
      { reference: 'acme~1', project: clinic, job: otherJob },
      { reference: 'acme~2', project: named('second'), job },
      { reference: 'acme~3', project: named('third'), job },
    ],
  ],
  [
    'two contents for one project, each with the number that the other gives up, and a project that wants it',
    [
      { reference: 'acme~1', project: clinic, job },
      { reference: 'acme~1', project: grownClinic, job: otherJob },
      { reference: 'acme~2', project: named('second'), job },
    ],
  ],
];

/** Who has the turn, for how many calls: in bursts, so that one wakes up long after the others went on. */
const burst = fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 40 }));
const anyTurns = fc
  .array(burst, { minLength: 1, maxLength: 30 })
  .map((bursts) => bursts.flatMap(([who, calls]) => Array<number>(calls).fill(who)));

let processes: ExportProcesses;
let actors: readonly ExportProcess[];
beforeAll(async () => {
  processes = await createExportProcesses();
  actors = [0, 1, 2].map(() => processes.start());
});
afterAll(() => processes.stop());

/** Gives turns until all have ended; an eager importer takes what is there after every turn. */
async function play(
  folder: DropFolder,
  exports: readonly Export[],
  turns: readonly number[],
  eager: boolean,
): Promise<readonly Ending[]> {
  const begin = (each: Export, index: number) => {
    const order = { ...each, place: folder.place, fault: { kind: 'pause', at: 'every' } } as const;
    return actors[index]?.begin(order) ?? Promise.reject(new Error('no process'));
  };
  const endings = await Promise.all(exports.map(begin));
  for (let turn = 0; endings.some(({ type }) => type === 'paused'); turn += 1) {
    const running = [...endings.keys()].filter((index) => endings[index]?.type === 'paused');
    const index = running[(turns[turn % turns.length] ?? 0) % running.length] ?? 0;
    const ending = await actors[index]?.go();
    if (ending) endings[index] = ending;
    if (eager) await folder.importAll();
  }
  await folder.importAll();
  return endings;
}

function expectSound(folder: DropFolder, exports: readonly Export[], endings: readonly Ending[]): void {
  const { takenJson, takenNames } = folder;
  const committed = takenNames.filter((name) => name.endsWith('.json'));
  expect(new Set(committed).size).toBe(committed.length);
  for (const [index, { reference, project }] of exports.entries()) {
    const ofReference = takenJson.filter((file) => file.reference === reference);
    expect(ofReference.map(({ sequence }) => sequence)).toEqual(ofReference.map((_file, at) => at + 1));
    const ending = endings[index];
    const isThere = ofReference.some((file) => file.project.name === project.name);
    if (ending?.type === 'receipt') expect(isThere).toBe(true);
    else
      expect(ending).toMatchObject({
        type: 'failed',
        name: expect.stringMatching(/^Erp(Unavailable|NumberTaken|Conflict)$/),
      });
    const twins = exports.filter((each) => each.reference === reference && each.project === project);
    if (ending?.type === 'failed' && twins.length === 1) expect(isThere).toBe(false);
  }
}

/** No two projects ever have one number at a time, going by what the importer was told. */
function expectNumbersApart({ takenJson }: DropFolder): void {
  const numbers = new Map<string, string | undefined>();
  for (const file of takenJson) {
    numbers.set(file.reference, file.job.number);
    expect(new Set(numbers.values()).size).toBe(numbers.size);
  }
}

test.each(rivals)(
  'whoever has the turn, no file is lost, doubled or overwritten, and no number is given twice: %s',
  async (_name, exports) => {
    await fc.assert(
      fc.asyncProperty(anyTurns, fc.boolean(), fc.boolean(), async (turns, begun, eager) => {
        const folder = await DropFolder.make();
        if (begun) await bring(folder.erp, named('before'), job, 'acme~1');
        await folder.importAll();
        const endings = await play(folder, exports, turns, eager);
        expectSound(folder, exports, endings);
        expect(folder.unpaired).toEqual([]);
        if (eager) expectNumbersApart(folder);
        for (const { reference } of exports) {
          const newest = folder.takenJson.filter((file) => file.reference === reference).at(-1);
          const found = await folder.erp.findByReference(reference, anAttempt());
          expect(found?.content).toEqual(newest && { ...newest.project, job: newest.job });
        }
        await folder.remove();
      }),
      { numRuns: 12 },
    );
  },
);

describe('told when to go on', () => {
  let folder: DropFolder;
  beforeEach(async () => {
    folder = await DropFolder.make();
  });
  afterEach(() => folder.remove());
  const order = (each: Export) => ({ ...each, place: folder.place });

  const until = async (actor: ExportProcess | undefined, each: Export, call: RegExp): Promise<ExportProcess> => {
    if (!actor) throw new Error('no process');
    let ending = await actor.begin({ ...order(each), fault: { kind: 'pause', at: 'every' } });
    while (ending.type === 'paused' && !call.test(ending.before)) ending = await actor.go();
    expect(ending).toMatchObject({ type: 'paused' });
    return actor;
  };
  const toTheEnd = async (actor: ExportProcess): Promise<Ending> => {
    let ending = await actor.go();
    while (ending.type === 'paused') ending = await actor.go();
    return ending;
  };

  test('a number that is released and taken by another project, while its own claims it anew, has one holder', async () => {
    await bring(folder.erp, named('before'), job, 'acme~1');
    const second = { reference: 'acme~1', project: grownClinic, job: otherJob };
    const gaveUp = await until(actors[0], second, /numbers\/24-017\/acme~1\.1$/);
    const wantsBack = await until(actors[1], { ...second, project: clinic, job }, /numbers\/24-017\/acme~1\.3$/);
    expect(await toTheEnd(gaveUp)).toMatchObject({ type: 'receipt' });
    await bring(folder.erp, named('other'), job, 'acme~2');
    expect(await toTheEnd(wantsBack)).toMatchObject({ type: 'failed', name: 'ErpNumberTaken' });
    await folder.importAll();
    expect(folder.takenJson.map(({ project }) => project.name)).toEqual(['before', grownClinic.name, 'other']);
  });

  test('an attempt whose half-written files another one sweeps away brings all of them or none', async () => {
    await bring(folder.erp, clinic, job, 'acme~1');
    const update = { reference: 'acme~1', project: grownClinic, job };
    const slow = await until(actors[0], update, /^open for writing .*staged\.json$/);
    const sweeping = await until(actors[1], { ...update, project: clinic }, /^unlink .*staged\.csv$/);
    await slow.go();
    await toTheEnd(sweeping);
    await toTheEnd(slow);
    expect((await bring(folder.erp, grownClinic, job, 'acme~1')).ids['file']).toBe('acme~1.r2.json');
    await folder.importAll();
    expect(folder.takenNames).toHaveLength(4);
    expect(folder.unpaired).toEqual([]);
  });
});
