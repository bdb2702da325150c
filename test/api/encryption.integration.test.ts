/** Payload encryption on a real server: what leaves is unreadable there, and a key that is missing costs nothing for good. */
import { createDataConverter } from '../../adapters/temporal/connection';
import { dataConverter } from '../../adapters/temporal/converters';
import { historyToJSON } from '../../adapters/temporal/sdk-internals';
import { Client } from '@temporalio/client';
import type { PayloadKeys } from '../../adapters/temporal/payload-keys';
import { submissionType, taskQueue, toWorkflowId } from '../../workflows/contract/names';
import { ShownSubmission } from '../../workflows/contract/outline';
import { integration, policy, project, sender } from '../support/domain/fixtures';
import type { Received } from '../support/api/server';
import { startStage, submissions, type Stage } from '../support/api/temporal';
import { keysOf } from '../support/payload-keys';
import { waitFor } from '../../dev/processes/wait-for';
import { useStarted } from '../support/use-started';

const dynamicConfig = ['history.workflowTaskRetryMaxInterval="1s"', 'history.defaultWorkflowTaskTimeout="1s"'];
const k1 = keysOf('k1');

const stage = useStarted(() =>
  startStage(
    dynamicConfig.flatMap((setting) => ['--dynamic-config-value', setting]),
    {},
    { keys: k1 },
  ),
);

type Caller = Pick<Stage, 'get' | 'post'>;

const workflowId = (projectId: string): string => toWorkflowId({ companyId: 'acme', projectId });
const submit = (projectId: string): Promise<Received> => stage.post('admin', submissions, { projectId, project });
const view = (projectId: string, by: Caller = stage): Promise<Received> =>
  by.get('viewer', `${submissions}/${projectId}`);
const reject = (projectId: string, reason: string, by: Caller = stage): Promise<Received> =>
  by.post('approver', `${submissions}/${projectId}/reject`, { revision: 1, reason });
const brief = ({ status, json }: Received) => ({ status, code: json['code'] });

/** As one without keys sees it. */
const describe = (projectId: string) =>
  new Client({ connection: stage.env.connection, dataConverter }).workflow.getHandle(workflowId(projectId)).describe();

/** All that the server keeps of a run, with each payload in clear where its bytes are. */
async function readHistory(projectId: string): Promise<string> {
  const history = await stage.env.client.workflow.getHandle(workflowId(projectId)).fetchHistory();
  return historyToJSON(history).replaceAll(/(?<=": ")[A-Za-z0-9+/]+={0,2}(?=")/g, (data) =>
    Buffer.from(data, 'base64').toString('latin1'),
  );
}

async function useWorker(keys: PayloadKeys = k1): Promise<void> {
  await stage.stopWorker();
  await stage.startWorker('good', keys);
}

test('a story runs as without keys, and the server keeps no text of it', async () => {
  await submit('story');
  expect((await reject('story', 'Nordwind is no customer.')).status).toBe(200);
  const shown = await view('story');
  expect(shown.json).toMatchObject({ status: 'rejected', rejection: { reason: 'Nordwind is no customer.' } });
  const kept = await readHistory('story');
  expect(kept.includes('binary/encrypted')).toBe(true);
  const seen = ['Nordwind', project.name, '"approver"', '"reason"'].filter((text) => kept.includes(text));
  expect(seen).toEqual([]);
  expect((await describe('story')).memo).toMatchObject({ name: { undecodable: true } });
});

test('refusals are told in clear to the API, and are not to the server', async () => {
  await submit('refused');
  await reject('refused', 'Not now.');
  const refused = await reject('refused', 'Not now, again.');
  expect(brief(refused)).toEqual({ status: 409, code: 'not_awaiting_decision' });
  expect(refused.json['current']).toMatchObject({ status: 'rejected', by: { id: 'approver' } });
});

test('the failure of an export under way is shown in clear, and is not to the server', async () => {
  await submit('failing');
  stage.erp.failNext('export', { kind: 'unavailable' }, 1_000);
  const job = { number: '10-200' };
  expect((await stage.post('approver', `${submissions}/failing/accept`, { revision: 1, job })).status).toBe(200);
  const readFailure = async () =>
    ((await view('failing')).json['export'] as { lastFailure?: { code: string; message: string } } | undefined)
      ?.lastFailure;
  const failure = await waitFor('the failure', readFailure);
  expect(failure).toMatchObject({ code: 'erp_unavailable', message: expect.not.stringContaining('Encoded') as string });
  const { raw } = await describe('failing');
  expect(raw.pendingActivities?.[0]?.lastFailure?.message).toBe('Encoded failure');
  expect(JSON.stringify(raw.pendingActivities).includes(failure.message)).toBe(false);
  stage.erp.heal();
  await stage.until('failing', 'exported');
});

test('plain raw signals are taken as the policy says, and encrypted ones that nobody can open are ignored', async () => {
  await submit('signals');
  const handle = stage.env.client.workflow.getHandle(workflowId('signals'));
  const stranger = new Client({
    connection: stage.env.connection,
    dataConverter: createDataConverter(keysOf('theirs')),
  });
  await stranger.workflow.getHandle(workflowId('signals')).signal('reject', { by: 'mallory', reason: 'Because.' });
  await handle.signal('reject', { by: 'accountant', reason: 'Job number is taken' });
  await stage.until('signals', 'rejected');
  expect((await view('signals')).json).toMatchObject({
    rejection: { by: { id: 'accountant', channel: 'signal' } },
    timeline: expect.arrayContaining([
      expect.objectContaining({ type: 'ignored', signal: 'reject', code: 'malformed' }),
    ]) as unknown[],
  });
});

test('a run goes on under a new key, and what the old one encrypted stays readable', async () => {
  await submit('rotated');
  await useWorker(keysOf('k1', 'k2'));
  await useWorker(keysOf('k2', 'k1'));
  const rotated = await stage.startApi(keysOf('k2', 'k1'));
  expect((await reject('rotated', 'Rotated.', rotated)).status).toBe(200);
  expect((await view('rotated', rotated)).json).toMatchObject({ status: 'rejected', timeline: [{}, {}] });
  expect((await readHistory('rotated')).includes('k2')).toBe(true);
  await useWorker();
});

test('an API without the key says so, lists the rest, and changes nothing', async () => {
  await submit('locked');
  await stage.post('admin', `${submissions}/locked/withdraw`, { revision: 1, reason: 'Not built.' });
  await submit('open');
  await waitFor('both', async () => (await stage.get('viewer', `${submissions}?q=open`)).json['items'] !== undefined);
  for (const [keys, words] of [
    [undefined, 'this API has no PAYLOAD_KEYS'],
    [keysOf('k9'), 'PAYLOAD_KEYS of this API has no such key "k1"'],
  ] as const) {
    const other = await stage.startApi(keys);
    const shown = await view('open', other);
    expect(brief(shown)).toEqual({ status: 503, code: 'keys_missing' });
    expect(shown.json['detail']).toContain(words);
    expect(brief(await reject('open', 'No.', other))).toMatchObject({ status: 503, code: 'keys_missing' });
    const list = await other.get('viewer', `${submissions}?q=open`);
    expect(list.json['items']).toMatchObject([{ projectId: 'open', unreadable: { code: 'key_missing' } }]);
    const records = await other.get('viewer', '/v1/companies/acme/records?from=2020-01-01');
    expect(records.text).toContain('"projectId":"locked"');
    expect(records.text).toContain('"code":"key_missing"');
  }
  expect((await view('open')).json).toMatchObject({ status: 'awaiting_decision', timeline: [{ type: 'submitted' }] });
});

test.each([
  ['another key', keysOf('k9')],
  ['no key', null],
])('a worker with %s fails no run for good: it is shown as that, and goes on with the key', async (name, keys) => {
  const projectId = `waiting-for-${name.replace(' ', '-')}`;
  await stage.stopWorker();
  await submit(projectId);
  await stage.startWorker('good', keys);
  await waitFor('the failed task', async () => (await view(projectId)).json['unreadable'] !== undefined);
  const shown = await view(projectId);
  expect(ShownSubmission.parse(shown.json)).toEqual(shown.json);
  expect(shown).toMatchObject({
    status: 200,
    json: { status: 'awaiting_decision', unreadable: { code: 'key_missing' } },
  });
  expect(JSON.stringify(shown.json['unreadable'])).toContain('\\"k1\\"');
  expect(brief(await reject(projectId, 'No.'))).toEqual({ status: 409, code: 'unreadable' });
  await useWorker();
  await waitFor('its state', async () => 'timeline' in (await view(projectId)).json);
  expect((await reject(projectId, 'Yes.')).status).toBe(200);
});

test('a run that was begun by hand with garbage still fails at once', async () => {
  const args = [{ submit: { companyId: 'acme' } }];
  const options = { workflowId: workflowId('garbage'), taskQueue, args };
  const handle = await stage.env.client.workflow.start(submissionType, options);
  await expect(handle.result()).rejects.toThrow();
  expect((await view('garbage')).json).toMatchObject({ unreadable: { code: 'malformed_start' } });
});

test('a run that was begun without keys goes on under them', async () => {
  const submitted = {
    companyId: 'acme',
    projectId: 'plain',
    project,
    integration,
    policy,
    by: { ...sender, channel: 'api' },
  };
  await stage.env.client.workflow.start(submissionType, {
    workflowId: workflowId('plain'),
    taskQueue,
    args: [{ submit: submitted }],
  });
  expect((await reject('plain', 'Nordwind is no customer.')).status).toBe(200);
  expect((await readHistory('plain')).includes('Nordwind')).toBe(false);
});
