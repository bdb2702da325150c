/** A closed project is submitted again: why the run before was rejected, and what is different now, go along. */
import type { Received } from '../support/api/server';
import { startStage, submissions } from '../support/api/temporal';
import { project } from '../support/domain/fixtures';
import { waitFor } from '../../dev/processes/wait-for';
import { useStarted } from '../support/use-started';

// The server suggests to continue as new after a few rounds instead of after thousands of events.
const stage = useStarted(() => startStage(['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=30']));

const corrected = { ...project, name: 'Riverside Clinic, corrected' };
const differences = [{ pointer: '/name', before: project.name, after: corrected.name }];
const reasons = { reason: 'No customer.', category: 'Customer', fields: [{ pointer: '/customer', message: 'who?' }] };

const submit = (projectId: string, document: object = project): Promise<Received> =>
  stage.post('admin', submissions, { projectId, project: document });
const post = (role: string, projectId: string, name: string, json: object): Promise<Received> =>
  stage.post(role, `${submissions}/${projectId}/${name}`, json);
const view = (projectId: string): Promise<Received> => stage.get('approver', `${submissions}/${projectId}`);
const getHandle = (projectId: string) => stage.env.client.workflow.getHandle(`submission:acme:${projectId}`);

/** @returns what the next run must tell of it */
async function rejected(projectId: string): Promise<object> {
  const { json } = await submit(projectId);
  const answer = await post('approver', projectId, 'reject', { revision: 1, ...reasons });
  expect(answer.status).toBe(200);
  const { rejection } = (await view(projectId)).json;
  expect(rejection).toMatchObject({ ...reasons, revision: 1, by: { id: 'approver' } });
  return { runId: json['runId'], revision: 1, lastRejection: rejection, differences };
}

async function rejectedAndWithdrawn(projectId: string): Promise<object> {
  const told = await rejected(projectId);
  expect((await post('admin', projectId, 'withdraw', { revision: 1, reason: 'Later.' })).status).toBe(200);
  return told;
}

/** Another worker than the one that began them: nothing is in its cache. */
async function replaceWorker(): Promise<void> {
  await stage.stopWorker();
  await stage.startWorker();
}

test('the view shows the approver reason and differences, at once and by a worker that loads it anew', async () => {
  const told = await rejectedAndWithdrawn('again');
  const next = await submit('again', corrected);
  expect(next).toMatchObject({ status: 201, json: { revision: 2, mode: 'create', changes: [] } });
  expect(next.json['previousRun']).toEqual(told);
  expect(next.json).not.toHaveProperty('rejection');
  await replaceWorker();
  expect((await view('again')).json['previousRun']).toEqual(told);
  const accepted = await post('approver', 'again', 'accept', { revision: 2, job: { number: '24-001' } });
  expect(accepted.status).toBe(200);
  expect((await stage.until('again', 'exported')).json['previousRun']).toEqual(told);
});

test('a run that ops cancelled or terminated is followed in the same way', async () => {
  const cancelled = await rejected('cancelled');
  await getHandle('cancelled').cancel();
  await getHandle('cancelled').result();
  expect((await submit('cancelled', corrected)).json['previousRun']).toEqual(cancelled);

  const terminated = await rejected('terminated');
  await stage.terminate('terminated');
  expect((await submit('terminated', corrected)).json['previousRun']).toEqual(terminated);
});

test('after an export what the ERP has goes along, with the differences to it', async () => {
  await submit('exported');
  await post('approver', 'exported', 'accept', { revision: 1, job: { number: '24-002' } });
  await stage.until('exported', 'exported');
  const { json } = await submit('exported', corrected);
  expect(json['previousRun']).toMatchObject({ exported: { job: { number: '24-002' } }, differences });
  expect(json['previousRun']).not.toHaveProperty('lastRejection');
  expect(json).toMatchObject({ mode: 'update', exportedChanges: differences });
});

test('without a worker a run that closed by itself is read all the same; one that ops ended is followed without its reasons', async () => {
  const told = await rejectedAndWithdrawn('away');
  await rejected('lost');
  await stage.terminate('lost');
  await stage.stopWorker();
  const [away, lost] = await Promise.all([submit('away', corrected), submit('lost', corrected)]);
  expect(away).toMatchObject({ status: 201, json: { revision: 2, previousRun: told } });
  const { runId } = (lost.json['previousRun'] ?? {}) as { runId?: string };
  expect(lost).toMatchObject({ status: 201, json: { revision: 2 } });
  expect(lost.json['previousRun']).toEqual({ runId, revision: 1 });
  expect(lost.json['timeline']).toMatchObject([
    {
      text: `Follows run ${runId ?? ''}, which ended at revision 1. Its rejection, if there was one, and the changes since could not be read.`,
    },
  ]);

  await stage.startWorker();
  expect((await view('away')).json['previousRun']).toEqual(told);
  expect((await view('lost')).json).toMatchObject({ status: 'awaiting_decision', previousRun: { runId, revision: 1 } });
});

test('it survives the run that continues as new', async () => {
  const told = await rejectedAndWithdrawn('long');
  await submit('long', corrected);
  const { runId } = await getHandle('long').describe();
  for (let revision = 2; revision < 16; revision += 1) {
    await post('approver', 'long', 'reject', { revision, reason: 'Again.' });
    await post('admin', 'long', 'resend', { revision });
  }
  await waitFor('the next run', async () => (await getHandle('long').describe()).runId !== runId);
  expect((await view('long')).json).toMatchObject({ revision: 16, previousRun: told });
  await replaceWorker();
  expect((await view('long')).json).toMatchObject({ revision: 16, previousRun: told });
});
