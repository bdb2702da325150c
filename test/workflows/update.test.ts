/** After the ledger: an update goes on from what the last export left, and from nothing else. */
import { afterExport, project } from '../support/domain/fixtures';
import { ErpDouble } from '../support/erp/double';
import { startGate, type Gate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

const erp = new ErpDouble();
type Handle = Awaited<ReturnType<Gate['submit']>>;

const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }));
afterEach(() => {
  erp.heal();
});

const grown = { ...project, name: 'Riverside Clinic, Phase 2' };
let jobs = 0;

/** An export, and the run after it with the grown project, accepted. */
async function updated(projectId: string, between: (reference: string) => void = () => undefined): Promise<Handle> {
  jobs += 1;
  const job = { number: `24-${String(jobs).padStart(3, '0')}` };
  const first = await gate.submit(projectId);
  await gate.update(first, 'accept', 'tess', { revision: 1, job });
  const { receipt } = await first.result();
  if (!receipt) throw new Error('nothing was exported');
  between(receipt.reference);
  const exported = { ...afterExport.exported, job, receipt };
  const second = await gate.submit(projectId, { project: grown, previousRun: { ...afterExport, exported } });
  await gate.update(second, 'accept', 'tess', { revision: 2, job: {} });
  return second;
}

const parked = async (handle: Handle) => (await gate.until(handle, ({ status }) => status === 'parked')).export?.parked;
const findRecords = (projectId: string) =>
  erp.records.filter(({ receipt }) => receipt.reference === `acme~${projectId}`);

test('the record is brought up to date, and there is still one', async () => {
  const handle = await updated('grown');
  expect(await handle.result()).toMatchObject({ status: 'exported', mode: 'update' });
  expect(findRecords('grown')).toMatchObject([{ content: { name: grown.name }, writes: 2 }]);
});

test('an update whose answer is lost is looked up, and not written twice', async () => {
  const handle = await updated('lost', () => {
    erp.failNext('export', { kind: 'unknown', written: 'now' });
  });
  expect(await handle.result()).toMatchObject({ status: 'exported', export: { attempts: 2 } });
  expect(findRecords('lost')).toMatchObject([{ writes: 2 }]);
});

test('what somebody changed in the ERP is parked with both values, and written over only when that is confirmed', async () => {
  const handle = await updated('changed', (reference) => {
    erp.changeByHand(reference, { name: 'Klinik am Fluss' });
  });
  const found = await parked(handle);
  expect(found).toMatchObject({
    code: 'changed_in_erp',
    changes: [{ pointer: '/name', before: 'Klinik am Fluss', after: grown.name }],
  });
  expect(findRecords('changed')).toMatchObject([{ content: { name: 'Klinik am Fluss' }, writes: 1 }]);
  await gate.update(handle, 'retryExport', 'tess', {
    revision: 2,
    confirm: 'overwrite',
    differencesHash: found?.differencesHash,
  });
  expect((await handle.result()).status).toBe('exported');
  expect(findRecords('changed')).toMatchObject([{ content: { name: grown.name }, writes: 2 }]);
});

test('a confirmation does not hold for what changed after it was seen', async () => {
  const handle = await updated('again', (reference) => {
    erp.changeByHand(reference, { name: 'Klinik' });
  });
  const differencesHash = (await parked(handle))?.differencesHash;
  erp.changeByHand('acme~again', { name: 'Klinik am Fluss' });
  await gate.update(handle, 'retryExport', 'tess', { revision: 2, confirm: 'overwrite', differencesHash });
  const view = await gate.until(
    handle,
    ({ status, export: last }) => status === 'parked' && last?.parked?.differencesHash !== differencesHash,
  );
  expect(view.export?.parked?.changes).toMatchObject([{ before: 'Klinik am Fluss' }]);
  expect(findRecords('again')).toMatchObject([{ writes: 1 }]);
});

test('what was deleted in the ERP is made anew only when that is confirmed', async () => {
  const handle = await updated('deleted', (reference) => {
    erp.deleteByHand(reference);
  });
  const found = await parked(handle);
  expect(found?.code).toBe('deleted_in_erp');
  expect(findRecords('deleted')).toEqual([]);
  await gate.update(handle, 'retryExport', 'tess', {
    revision: 2,
    confirm: 'recreate',
    differencesHash: found?.differencesHash,
  });
  expect((await handle.result()).status).toBe('exported');
  expect(findRecords('deleted')).toHaveLength(1);
});

test('an ERP that stores something else than it was given is not believed', async () => {
  erp.failNext('export', { kind: 'stores otherwise', name: 'RIVERSIDE' });
  const handle = await gate.submit('otherwise');
  await gate.update(handle, 'accept', 'tess', { revision: 1, job: { number: '24-900' } });
  expect(await parked(handle)).toMatchObject({
    code: 'changed_in_erp',
    message: 'The record in the ERP differs from what was written.',
    changes: [{ pointer: '/name', before: 'RIVERSIDE', after: project.name }],
  });
});
