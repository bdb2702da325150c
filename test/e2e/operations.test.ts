/** docs/operations.md as ops play it: block by block, each typed as it stands when that has happened which it is for. */
import { join } from 'node:path';
import { shellBlocks } from '../support/documents';
import { runningScenes } from '../support/operations/running';
import { OperationsStage, type At, type Scenes, type Seen } from '../support/operations/stage';
import { example, until } from '../support/processes/stack';
import { startWedgedRun } from '../support/processes/wedged-run';

const blocks = shellBlocks(join(__dirname, '..', '..', 'docs', 'operations.md'));

let ops: OperationsStage;
let endWedged: (() => Promise<void>) | undefined;

beforeAll(async () => {
  ops = await OperationsStage.start();
});
afterAll(async () => {
  await endWedged?.();
  await ops.stop();
});

const listTypes = ({ timeline = [] }: Seen): string[] => timeline.map(({ type }) => type);

/** What is parked is mended, and the block brings it into the ERP. */
async function playRetry(text: string, at: At, values?: Readonly<Record<string, string>>): Promise<void> {
  ops.erp.conduct(at.company, 'well');
  await ops.play(text, at, values);
  await ops.untilStatus(at, 'exported');
  expect(ops.erp.records.has(`${at.company}~${at.id}`)).toBe(true);
}
const readHash = async (at: At) => ({
  '<differencesHash>': (await ops.view(at)).export?.parked?.differencesHash ?? 'nothing',
});

const scenes: Scenes = {
  '# Operations 1': async (text) => {
    await ops.play(text);
    expect(await ops.play('temporal --version; echo "$LEDGERGATE_URL ${#LEDGERGATE_TOKEN}"')).toMatch(
      /version \d.*\nhttp:\/\/\S+ \d{3}/s,
    );
  },
  '# Operations 2': async (text) => {
    const wedged = { company: 'acme', id: ops.newId() } as const;
    const wedge = async (): Promise<void> => {
      endWedged = await startWedgedRun(ops.stack.temporalAddress, wedged.id);
      await ops.untilListed('TemporalReportedProblems IS NOT NULL', wedged);
    };
    const all = [ops.parked('erp_refused', 'refuses'), ops.exporting(), wedge()] as const;
    const [parked, waiting] = await Promise.all(all);
    ops.left.set('wedged', wedged).set('parked', parked);
    const said = await ops.play(text, waiting);
    expect(said).toContain(`submission:acme:${ops.leftBy('parked').id}`);
    expect(said).toContain(`submission:acme:${wedged.id}`);
    expect(said).toContain('**Status** exporting, revision 1');
    expect(said).toContain('{"by":"…","job":{"number":"24-017"}}');
    expect(said).toContain('"projectId":"' + waiting.id);
    expect(said).toMatch(/Attempt +\d/);
    // The ERP's own words, or, where it was tried often meanwhile, that it fails.
    expect(said).toMatch(/Closed for the night\.|failed \d+ times in a row/);
  },
  '# Operations 3': async (text) => {
    const id = ops.newId();
    const project = { ...example('harbour-street-garage'), name: 'Riverside Clinic', number: `P-${id}` };
    const at = await ops.submitted('acme', { company: 'acme', id }, project);
    ops.erp.conduct('acme', 'well');
    await ops.accept(at);
    await ops.untilStatus(at, 'exported');
    for (const line of text.split('\n'))
      await until(line, async () => (await ops.play(line, at)).includes(`submission:acme:${id}`) || undefined);
  },
  '## Raw signals 1': async (text) => {
    const [at, other] = [await ops.submitted(), await ops.submitted()];
    ops.erp.conduct('acme', 'well');
    await ops.play(text, at, { '1043': other.id });
    const seen = await ops.untilStatus(at, 'exported');
    expect(listTypes(seen)).toEqual([
      ...['submitted', 'rejected', 'resent', 'retrieved', 'resent', 'accepted', 'exported'],
    ]);
    expect(listTypes(await ops.untilStatus(other, 'withdrawn'))).toEqual(['submitted', 'withdrawn']);
    ops.left.set('exported', at).set('withdrawn', other);
  },
  '## Parked: what to do 1': (text) => playRetry(text, ops.leftBy('parked')),
  '## Parked: what to do 2': async (text) => playRetry(text, await ops.parked('erp_refused', 'refuses')),
  '### erp_refused 1': async (text) => {
    const at = await ops.parked('erp_refused', 'refuses');
    await ops.play(text, at);
    await ops.untilStatus(at, 'rejected');
  },
  '### erp_number_taken 1': async (text) => {
    const at = await ops.parked('erp_number_taken', 'has given the number away');
    await ops.play(text, at);
    await ops.untilStatus(at, 'exported');
    expect(ops.erp.records.get(`acme~${at.id}`)).toMatchObject({ job: { number: '24-018' } });
  },
  '### erp_denied 1': async (text) => {
    const waiting = await Promise.all([ops.submitted('globex'), ops.submitted('globex')]);
    const at = await ops.parked('erp_denied', 'denies', 'globex');
    for (const one of waiting) await ops.accept(one);
    for (const one of waiting) await ops.until('its turn away', one, (seen) => seen.export?.lastFailure !== undefined);
    await playRetry(text, at);
    for (const one of waiting) ops.later(ops.untilStatus(one, 'exported'));
  },
  '### out_of_time 1': async (text) => {
    const at = await ops.parkedAtLast('out_of_time', 'away');
    const other = await ops.parkedAtLast('out_of_time', 'away');
    for (const one of [at, other]) await ops.untilListed('SubmissionStatus = "parked"', one);
    await playRetry(text, at);
    await ops.untilStatus(other, 'exported');
  },
  '### outcome_unknown 1': async (text) => {
    const at = await ops.parkedAtLast('outcome_unknown', 'loses orders');
    const body = { revision: 1, reason: 'No' };
    expect(await ops.command(at, 'reject', 'approver', body)).toMatchObject({ status: 409 });
    await ops.play(text, at);
    expect(await ops.untilStatus(at, 'exported')).toMatchObject({ receipt: { byHand: true, ids: { job: 'J-4711' } } });
  },
  '### changed_in_erp 1': async (text) => {
    const at = await ops.parkedAfter('changed_in_erp', (reference) => {
      ops.erp.records.set(reference, { ...ops.erp.records.get(reference), name: 'Renamed in the ERP' });
    });
    await playRetry(text, at, await readHash(at));
    expect(ops.erp.records.get(`acme~${at.id}`)).toMatchObject({ name: 'Harbour Street Garage, east deck' });
  },
  '### deleted_in_erp 1': async (text) => {
    const at = await ops.parkedAfter('deleted_in_erp', (reference) => ops.erp.records.delete(reference));
    await playRetry(text, at, await readHash(at));
  },
  '## Unreadable: what to do 1': async (text) => {
    const at = ops.leftBy('wedged');
    expect((await ops.view(at)).unreadable).toMatchObject({ code: 'task_failed' });
    await ops.play(text, at);
    expect(listTypes(await ops.untilStatus(at, 'rejected'))).toEqual(['submitted', 'rejected']);
  },
  '## Unreadable: what to do 2': async (text) => {
    const at = { company: 'acme', id: ops.newId() } as const;
    const run = ['-w', `submission:acme:${at.id}`, '--type', 'submission', '--task-queue', 'ledgergate'];
    await ops.stack.temporal('workflow', 'start', ...run, '--input', '{}');
    const { unreadable } = await ops.until('its line', at, (seen) => seen.unreadable?.code === 'malformed_start');
    const [, runId = ''] = / -r (\S+)/.exec(unreadable?.repair ?? '') ?? [];
    expect(await ops.play(text, at, { '<run id>': runId })).toContain('WorkflowExecutionFailed');
    await ops.submitted('acme', at);
  },
  '## Paused in Temporal 1': async (text) => {
    const at = await ops.submitted();
    await ops.play(text, at);
    expect(await ops.view(at)).toMatchObject({ status: 'awaiting_decision', paused: { reason: 'month end' } });
    const refused = await ops.command(at, 'reject', 'approver', { revision: 1, reason: 'No' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'paused' } });
    ops.left.set('paused', at);
  },
  '## Paused in Temporal 2': async (text) => {
    const at = ops.leftBy('paused');
    const words = ['--name', 'reject', '--input', '{"by":"tess","reason":"No"}'];
    await ops.stack.temporal('workflow', 'signal', '-w', `submission:acme:${at.id}`, ...words);
    await ops.play(text, at);
    expect(listTypes(await ops.untilStatus(at, 'rejected'))).toEqual(['submitted', 'rejected']);
  },
  '## Booking by hand 1': async (text) => {
    const at = await ops.parked('erp_refused', 'refuses');
    await ops.play(text, at);
    expect(await ops.untilStatus(at, 'exported')).toMatchObject({ receipt: { byHand: true, ids: { job: 'J-4711' } } });
  },
  '## Booking by hand 2': async (text) => {
    const at = await ops.exporting();
    await ops.play(text, at);
    const lookAgain = text.split('\n')[1] ?? '';
    await until('no attempt is running', async () => /State +Paused/.test(await ops.play(lookAgain, at)) || undefined);
    ops.left.set('by hand', at);
  },
  '## Booking by hand 3': async (text) => {
    const at = ops.leftBy('by hand');
    await ops.play(text, at);
    expect(await ops.untilStatus(at, 'exported')).toMatchObject({ receipt: { ids: { job: 'J-4711' } } });
  },
  '## Booking by hand 4': async (text) => {
    const at = await ops.exporting();
    await ops.stack.temporal('activity', 'pause', '-w', `submission:initech:${at.id}`, '--activity-id', 'export');
    await ops.play(text, at);
    const pending = await ops.pendingExport(at);
    expect(pending['paused'] ?? false).toBe(false);
    expect(pending).toMatchObject({ activityOptions: { scheduleToCloseTimeout: '172800s' } });
    ops.erp.conduct('initech', 'well');
    ops.later(ops.untilStatus(at, 'exported'));
  },
  '## Ending a submission 1': async (text) => {
    const [at, other] = [await ops.submitted(), await ops.submitted()];
    await ops.play(text, at, { '1043': other.id });
    await ops.untilStatus(at, 'withdrawn');
    await ops.untilStatus(other, 'terminated');
    await ops.submitted('acme', other);
    expect(await ops.view(other)).toMatchObject({ revision: 2 });
    ops.left.set('terminated', other);
  },
  ...runningScenes,
};

test.each(blocks)('$place', async ({ place, text }) => {
  const scene = scenes[place];
  if (!scene) throw new Error(`This block of docs/operations.md is not played:\n${text}`);
  await scene(text, ops);
});

test('what had to wait for its turn has come by itself', () => ops.untilAllCame());

test('nothing is played that the page does not have', () => {
  expect(Object.keys(scenes)).toEqual(blocks.map(({ place }) => place));
});
