/**
 * The attack of one who may write to the Temporal namespace and has no payload key: what the API sealed is copied, marks
 * are forged, runs are started by hand. Nothing of it decides anything, and nothing of it is exported.
 */
import type { Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { Client } from '@temporalio/client';
import { dataConverter } from '../../adapters/temporal/converters';
import { submissionType, taskQueue, toWorkflowId } from '../../workflows/contract/names';
import { sealing } from '../../workflows/contract/sealed';
import { payloadConverter } from '../../workflows/payload-converter';
import { integration, policy, project, sender } from '../support/domain/fixtures';
import type { Received } from '../support/api/server';
import { codecToken, startCodec } from '../support/api/codec';
import { startStage, submissions } from '../support/api/temporal';
import { keysOf } from '../support/payload-keys';
import { useStarted } from '../support/use-started';

const dynamicConfig = ['limit.historyCount.suggestContinueAsNew=40', 'history.maxInFlightUpdates=1000'];
const terms = { integration: { ...integration, supportsPreflight: false }, policy };

const stage = useStarted(() =>
  startStage(
    dynamicConfig.flatMap((setting) => ['--dynamic-config-value', setting]),
    {},
    { keys: keysOf('k1'), sealedOnly: true },
  ),
);

const workflowId = (projectId: string): string => toWorkflowId({ companyId: 'acme', projectId });
const submit = (projectId: string): Promise<Received> => stage.post('admin', submissions, { projectId, project });
const view = (projectId: string): Promise<Received> => stage.get('viewer', `${submissions}/${projectId}`);
const command = (projectId: string, name: string, fields: object): Promise<Received> =>
  stage.post(name === 'accept' || name === 'reject' ? 'approver' : 'admin', `${submissions}/${projectId}/${name}`, {
    revision: 1,
    ...fields,
  });
let jobs = 0;
/** No two submissions want the same number. */
const job = () => ({ job: { number: `24-${String((jobs += 1)).padStart(3, '0')}` } });

/** Without keys, as whoever reaches the server. */
const attacker = () => new Client({ connection: stage.env.connection, dataConverter });

let updates = 0;

/** Sends an update with these very bytes. @returns the type of the failure; `undefined` if it was applied */
async function sendRaw(projectId: string, name: string, payload: Payload): Promise<string | null | undefined> {
  const { outcome } = await stage.env.connection.workflowService.updateWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: workflowId(projectId) },
    request: {
      meta: { updateId: `raw-${(updates += 1)}`, identity: 'mallory' },
      input: { name, args: { payloads: [payload] } },
    },
    waitPolicy: {
      lifecycleStage:
        temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED,
    },
  });
  return outcome?.failure ? (outcome.failure.applicationFailureInfo?.type ?? 'another failure') : undefined;
}

/** The argument of an update as the history of its submission keeps it. */
async function copySealed(projectId: string, name: string): Promise<Payload> {
  const history = await stage.env.client.workflow.getHandle(workflowId(projectId)).fetchHistory();
  const input = (history.events ?? [])
    .map((event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input)
    .find((one) => one?.name === name);
  const [payload] = input?.args?.payloads ?? [];
  if (!payload) throw new Error(`${projectId} has taken no ${name}`);
  return payload;
}

const accept = { actor: { id: 'approver', channel: 'api', roles: ['approver'] }, revision: 1, ...job() };
const isUntouched = async (projectId: string) => {
  expect((await view(projectId)).json).toMatchObject({
    status: 'awaiting_decision',
    timeline: [{ type: 'submitted' }],
  });
};

/** A run that the attacker starts, with an argument in which nothing is missing. */
async function startPlain(projectId: string, payloadPolicy: object = {}): Promise<void> {
  const by = { ...sender, channel: 'api' };
  const submitted = { companyId: 'acme', projectId, project, ...terms, policy: { ...policy, ...payloadPolicy }, by };
  const options = { workflowId: workflowId(projectId), taskQueue, args: [{ submit: submitted }] };
  await attacker().workflow.start(submissionType, options);
}

test('a sealed accept of one submission that is sent to another is refused', async () => {
  await submit('source');
  expect((await command('source', 'accept', job())).status).toBe(200);
  await submit('target');
  expect(await sendRaw('target', 'accept', await copySealed('source', 'accept'))).toBe('not_sealed');
  await isUntouched('target');
});

test('a sealed command that is sent as another command is refused', async () => {
  await submit('renamed');
  await command('renamed', 'retrieve', {});
  const retrieved = await copySealed('renamed', 'retrieve');
  expect(await sendRaw('renamed', 'withdraw', retrieved)).toBe('not_sealed');
  expect((await view('renamed')).json).toMatchObject({ status: 'retrieved' });
});

test('a sealed command that is sent to its own submission again is refused as it would be from the API', async () => {
  await submit('again');
  await command('again', 'reject', { reason: 'No customer.' });
  const rejected = await copySealed('again', 'reject');
  expect(await sendRaw('again', 'reject', rejected)).toBeUndefined();
  const { json } = await command('again', 'resend', {});
  expect(json).toMatchObject({ status: 'awaiting_decision', revision: 2 });
  await sendRaw('again', 'reject', rejected);
  expect((await view('again')).json).toMatchObject({ status: 'awaiting_decision', revision: 2 });
});

test.each([
  ['that is not sealed', (payload: Payload) => payload],
  [
    'with a forged mark',
    ({ metadata, data }: Payload) => ({ data, metadata: { ...metadata, [sealing.mark]: Buffer.from('k1') } }),
  ],
  [
    'that says it is encrypted',
    ({ data }: Payload) => ({
      data,
      metadata: { encoding: Buffer.from(sealing.encoding), [sealing.keyId]: Buffer.from('k1') },
    }),
  ],
])('an update %s is refused', async (name, change) => {
  const projectId = `forged-${name.replaceAll(' ', '-')}`;
  await submit(projectId);
  const sealedFor = { workflowId: workflowId(projectId), message: 'accept' };
  const payload = payloadConverter.toPayload({ ...accept, sealedFor });
  expect(await sendRaw(projectId, 'accept', change(payload) as Payload)).toBe('not_sealed');
  await isUntouched(projectId);
});

test('the codec server seals nothing: what the CLI sends through it is refused', async () => {
  await submit('through-codec');
  const codec = await startCodec(keysOf('k1'));
  try {
    const input = { ...accept, sealedFor: { workflowId: workflowId('through-codec'), message: 'accept' } };
    const flags = ['--codec-endpoint', codec.url, '--codec-auth', `Bearer ${codecToken}`];
    const update = ['workflow', 'update', 'execute', '-w', workflowId('through-codec'), '--name', 'accept'];
    const sent = stage.temporal(...update, '--input', JSON.stringify(input), ...flags);
    await expect(sent).rejects.toThrow(/takes encrypted commands only/);
    expect(
      await stage.temporal('workflow', 'query', '-w', workflowId('through-codec'), '--type', 'view', ...flags),
    ).toContain(project.name);
  } finally {
    await codec.stop();
  }
  await isUntouched('through-codec');
});

test('an API without keys commands nothing in a run that began sealed', async () => {
  await submit('keyless');
  const keyless = await stage.startApi(undefined);
  const refused = await keyless.post('approver', `${submissions}/keyless/accept`, { revision: 1, ...job() });
  expect(refused).toMatchObject({ status: 503, json: { code: 'keys_missing' } });
  await isUntouched('keyless');
});

test('a run that was started plainly is not exported where keys are required, and says what to do', async () => {
  await startPlain('plain');
  expect((await command('plain', 'accept', job())).status).toBe(200);
  const parked = await stage.until('plain', 'parked');
  expect(parked.json['export']).toMatchObject({ parked: { code: 'not_sealed' } });
  expect(JSON.stringify(parked.json['export'])).toContain('submit the project again');
  expect(stage.erp.records.filter(({ receipt }) => receipt.reference.includes('plain'))).toEqual([]);
  expect((await command('plain', 'withdraw', { reason: 'Begun anew.' })).status).toBe(200);
  expect((await submit('plain')).status).toBe(201);
  expect((await stage.post('approver', `${submissions}/plain/accept`, { revision: 2, ...job() })).status).toBe(200);
  await stage.until('plain', 'exported');
});

/** Signals until the run continues as new. */
async function continueAsNew(projectId: string): Promise<void> {
  const handle = attacker().workflow.getHandle(workflowId(projectId));
  const { runId } = await handle.describe();
  for (let sent = 0; (await handle.describe()).runId === runId; sent += 1) {
    await handle.signal('nudge', { by: 'mallory', sent });
    await handle.query('view');
  }
}

test('a run that was started plainly does not become sealed when it continues as new', async () => {
  await startPlain('laundered');
  await continueAsNew('laundered');
  expect((await command('laundered', 'accept', job())).status).toBe(200);
  await stage.until('laundered', 'parked');
  expect((await view('laundered')).json['export']).toMatchObject({ parked: { code: 'not_sealed' } });
});

test('a run that began sealed stays so when it continues as new', async () => {
  await submit('continued');
  await continueAsNew('continued');
  const sealedFor = { workflowId: workflowId('continued'), message: 'accept' };
  expect(await sendRaw('continued', 'accept', payloadConverter.toPayload({ ...accept, sealedFor }))).toBe('not_sealed');
  expect((await command('continued', 'accept', job())).status).toBe(200);
  await stage.until('continued', 'exported');
});
