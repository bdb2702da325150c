/** What a run tells visibility beside its status goes along with that: it costs no event of its own. */
import { taskQueue } from '../../workflows/contract/names';
import { initialState } from '../../workflows/domain/submission';
import { toMemo, searchAttributes, toStandingAttributes } from '../../workflows/search-attributes';
import { policy, project, submitted } from '../support/domain/fixtures';
import { ErpDouble } from '../support/erp/double';
import { startGate, type Gate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

type Handle = Awaited<ReturnType<Gate['submit']>>;

const erp = new ErpDouble();

const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }));

async function readAttributes(handle: Handle) {
  const { typedSearchAttributes: told } = await handle.describe();
  const { projectNumber, jobNumber, projectName } = searchAttributes;
  return { number: told.get(projectNumber), job: told.get(jobNumber), name: told.get(projectName) };
}

async function countUpserts(handle: Handle): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) => upsert).length;
}

test('the numbers change with the submission, and the job number goes with the job', async () => {
  const handle = await gate.submit('numbers');
  expect(await readAttributes(handle)).toEqual({ number: 'p-1042', job: undefined, name: undefined });
  await gate.update(handle, 'reject', 'tess', { revision: 1, reason: 'No' });
  await gate.update(handle, 'resend', 'ada', { revision: 1, project: { ...project, number: 'P\u2013 9' } });
  expect(await readAttributes(handle)).toEqual({ number: 'p- 9', job: undefined, name: undefined });

  erp.failNext('export', { kind: 'number_taken' });
  await gate.update(handle, 'accept', 'tess', { revision: 2, job: { number: '24-017' } });
  await gate.until(handle, ({ status }) => status === 'parked');
  expect(await readAttributes(handle)).toMatchObject({ job: '24-017' });
  await gate.update(handle, 'reject', 'tess', { revision: 2, reason: 'Taken' });
  expect(await readAttributes(handle)).toEqual({ number: 'p- 9', job: undefined, name: undefined });
  expect(await countUpserts(handle)).toBe(5);
});

test('names are told only while the policy says so', async () => {
  const searched = { ...policy, searchNames: true };
  const handle = await gate.submit('named', { policy: searched });
  expect(await readAttributes(handle)).toMatchObject({ name: 'riverside clinic' });
  await gate.update(handle, 'reject', 'tess', { revision: 1, reason: 'No' });
  const { integration } = await gate.view(handle);
  const resent = { revision: 1, project, fresh: { integration, policy } };
  await gate.update(handle, 'resend', 'ada', resent);
  expect(await readAttributes(handle)).toMatchObject({ name: undefined });
});

test('a run that was started without them, as earlier builds did, brings them with its next step', async () => {
  const workflowId = 'submission:acme:earlier';
  const submit = { ...submitted({ projectId: 'earlier' }) };
  const state = initialState(submit);
  const handle: Handle = await gate.client.workflow.start('submission', {
    workflowId,
    taskQueue,
    args: [{ submit }],
    memo: { ...toMemo(state) },
    typedSearchAttributes: toStandingAttributes(state),
  });
  await gate.view(handle);
  expect(await countUpserts(handle)).toBe(0);
  await gate.update(handle, 'reject', 'tess', { revision: 1, reason: 'No' });
  expect(await readAttributes(handle)).toEqual({ number: 'p-1042', job: undefined, name: undefined });
  expect(await countUpserts(handle)).toBe(1);
});

test('one that was started by hand tells all of them at once', async () => {
  const { type: _type, at: _at, ...submit } = submitted({ projectId: 'by-hand' });
  const number = 'x'.repeat(50_000);
  const handle: Handle = await gate.client.workflow.start('submission', {
    workflowId: 'submission:acme:by-hand',
    taskQueue,
    args: [{ submit: { ...submit, project: { ...project, number } } }],
  });
  await gate.view(handle);
  expect((await readAttributes(handle)).number).toMatch(/^x{199}…$/);
  expect(await countUpserts(handle)).toBe(1);
});
