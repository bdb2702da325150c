/** Runs that do not tell their state: each costs one line and a sentence, and everything else goes on. */
import { submissionType, taskQueue, toWorkflowId } from '../../workflows/contract/names';
import { ShownSubmission } from '../../workflows/contract/outline';
import { project } from '../support/domain/fixtures';
import type { Received } from '../support/api/server';
import { startStage, submissions } from '../support/api/temporal';
import { waitFor } from '../../dev/processes/wait-for';
import { useStarted } from '../support/use-started';

const dynamicConfig = [
  'frontend.WorkflowPauseEnabled=true',
  // Said in the list from the first failure on.
  'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=1',
  'history.workflowTaskRetryMaxInterval="1s"',
];

const stage = useStarted(() => startStage(dynamicConfig.flatMap((setting) => ['--dynamic-config-value', setting])));

const workflowId = (projectId: string): string => toWorkflowId({ companyId: 'acme', projectId });
const submit = (projectId: string): Promise<Received> => stage.post('admin', submissions, { projectId, project });
const view = (projectId: string): Promise<Received> => stage.get('operator', `${submissions}/${projectId}`);
const reject = (projectId: string): Promise<Received> =>
  stage.post('approver', `${submissions}/${projectId}/reject`, { revision: 1, reason: 'No customer.' });
const brief = ({ status, json }: Received) => ({ status, code: json['code'] });
const rows = async (query = ''): Promise<Record<string, unknown>[]> =>
  (await stage.get('viewer', `${submissions}?${query}`)).json['items'] as Record<string, unknown>[];
const findRow = async (projectId: string) => (await rows(`q=${projectId}`))[0];
const readCount = async (status: string): Promise<unknown> =>
  (await stage.get('viewer', '/v1/companies/acme/submission-counts')).json[status];

interface Line {
  readonly projectId: string;
  readonly record?: object;
  readonly unreadable?: { readonly code: string; readonly message: string };
}

async function recordsSince(from: string): Promise<Line[]> {
  const { text } = await stage.get('viewer', `/v1/companies/acme/records?from=${from}`);
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
}

/** Another worker than the one that began them: nothing is in its cache. */
async function replaceWorker(kind: 'good' | 'wedging'): Promise<void> {
  await stage.stopWorker();
  await stage.startWorker(kind);
}

/** As ops do who copy the line. */
const repair = ({ json }: Received): Promise<string> => {
  const { repair: line } = json['unreadable'] as { repair: string };
  return stage.temporal(...line.split(' ').slice(1));
};

test('a wedged run is told as that by view, record, list and commands, and the line that stands there repairs it', async () => {
  await submit('wedged');
  await reject('wedged');
  await submit('healthy');
  await stage.get('viewer', `${submissions}/healthy`);
  const waiting = await readCount('rejected');
  await replaceWorker('wedging');

  const untold = await waitFor('the failed read', async () => {
    const read = await view('wedged');
    return read.json['code'] === 'read_failed' && read;
  });
  expect(untold.status).toBe(503);
  expect(untold.json['detail']).toContain('Nondeterminism error');
  expect(untold.headers['retry-after']).toBeDefined();
  expect(stage.api.log()).toMatch(/"level":50.*Nondeterminism error/);

  const handle = stage.env.client.workflow.getHandle(workflowId('wedged'));
  await handle.signal('nudge', {});
  await waitFor('the failed task', async () => (await view('wedged')).status === 200);
  const told = await view('wedged');
  expect(ShownSubmission.parse(told.json)).toEqual(told.json);
  expect(told.json).toMatchObject({
    companyId: 'acme',
    projectId: 'wedged',
    status: 'rejected',
    links: { self: `${submissions}/wedged` },
    unreadable: { code: 'task_failed', message: expect.stringContaining('Nondeterminism error') as string },
  });
  const record = await stage.get('viewer', `${submissions}/wedged/record`);
  expect(record.json).toEqual(told.json);

  await waitFor('the row', async () => (await findRow('wedged'))?.['unreadable'] !== undefined);
  expect(await findRow('wedged')).toMatchObject({ status: 'rejected', unreadable: { code: 'task_failed' } });
  expect(await readCount('rejected')).toBe(waiting);
  let refused = await reject('wedged');
  await waitFor('a refusal', async () => (refused = await reject('wedged')).status === 409);
  expect(brief(refused)).toEqual({ status: 409, code: 'unreadable' });
  expect(refused.json['current']).toMatchObject({ revision: 1, status: 'rejected' });

  await replaceWorker('good');
  await repair(told);
  await waitFor('it tells its state again', async () => 'timeline' in (await view('wedged')).json);
  expect((await view('wedged')).json).toMatchObject({
    status: 'rejected',
    revision: 1,
    timeline: expect.arrayContaining([expect.objectContaining({ type: 'ignored', signal: 'nudge' })]) as unknown[],
  });
  await waitFor('the row', async () => (await findRow('wedged'))?.['unreadable'] === undefined);
});

test('a run that was ended while no worker could load it costs one line of the records, and the rest goes on', async () => {
  const from = new Date().toISOString();
  await submit('before');
  await stage.post('admin', `${submissions}/before/withdraw`, { revision: 1, reason: 'Not built.' });
  await submit('lost');
  await stage.get('viewer', `${submissions}/lost`);
  await submit('after');
  await stage.post('admin', `${submissions}/after/withdraw`, { revision: 1, reason: 'Not built.' });
  await stage.terminate('lost');
  await replaceWorker('wedging');

  const told = await view('lost');
  expect(told).toMatchObject({ status: 200, json: { status: 'terminated' } });
  expect(told.json['unreadable']).toMatchObject({
    code: 'ended_from_outside',
    message: expect.stringContaining('by ops') as string,
    repair: expect.stringMatching(/^temporal workflow show -w submission:acme:lost -r /) as string,
  });
  expect(brief(await reject('lost'))).toEqual({ status: 409, code: 'unreadable' });
  let lines: Line[] = [];
  await waitFor('all lines', async () => (lines = await recordsSince(from)).length === 3);
  const unreadable = lines.map(({ projectId, unreadable: why, record }) => [
    projectId,
    why?.code,
    record !== undefined,
  ]);
  expect(unreadable.sort()).toEqual([
    ['after', undefined, true],
    ['before', undefined, true],
    ['lost', 'ended_from_outside', false],
  ]);
  const csv = await stage.get('viewer', `/v1/companies/acme/records?from=${from}&format=csv`);
  expect(csv.text).toMatch(/,lost,.*ended_from_outside: /);

  await replaceWorker('good');
  expect((await view('lost')).json).toMatchObject({ status: 'terminated', timeline: [{ type: 'submitted' }] });
  expect((await submit('lost')).json).toMatchObject({ revision: 2, previousRun: { revision: 1 } });
});

test('a run that was started by hand with garbage is shown and listed, and does not stand in the way of a submit', async () => {
  const { client } = stage.env;
  const args = [{ submit: { companyId: 'acme' } }];
  const options = { workflowId: workflowId('garbage'), taskQueue, args };
  const handle = await client.workflow.start(submissionType, options);
  await expect(handle.result()).rejects.toThrow();
  const told = await view('garbage');
  expect(told).toMatchObject({ status: 200, json: { status: 'terminated', unreadable: { code: 'malformed_start' } } });
  expect(await stage.temporal(...(told.json['unreadable'] as { repair: string }).repair.split(' ').slice(1))).toContain(
    'WorkflowExecutionFailed',
  );
  await waitFor('the row', async () => (await findRow('garbage')) !== undefined);
  await waitFor('its end', async () => (await findRow('garbage'))?.['status'] === 'terminated');
  expect(await findRow('garbage')).toMatchObject({ unreadable: { code: 'malformed_start' } });
  expect((await submit('garbage')).status).toBe(201);
});

test('a paused submission stays in queue and counts, says by whom and why, and goes on when it is unpaused', async () => {
  const first = await submit('paused');
  await waitFor('the row', async () => (await findRow('paused')) !== undefined);
  const waiting = await readCount('awaiting_decision');
  await stage.temporal('workflow', 'pause', '-w', workflowId('paused'), '--reason', 'month end');

  const shown = await view('paused');
  expect(ShownSubmission.parse(shown.json)).toEqual(shown.json);
  const { runId, submittedAt, submittedBy, waitingSince } = first.json;
  expect(shown).toMatchObject({ status: 200, json: { runId, submittedAt, submittedBy, waitingSince, revision: 1 } });
  expect(shown.json).toMatchObject({
    status: 'awaiting_decision',
    name: project.name,
    paused: { reason: 'month end', by: expect.stringContaining('temporal-cli') as string },
  });
  expect((await stage.get('viewer', `${submissions}/paused/record`)).json).toEqual(shown.json);
  await waitFor('the row', async () => (await findRow('paused'))?.['paused'] === true);
  expect(await rows('status=awaiting_decision&q=paused')).toHaveLength(1);
  expect(await readCount('awaiting_decision')).toBe(waiting);

  const refused = await reject('paused');
  expect(brief(refused)).toEqual({ status: 409, code: 'paused' });
  expect(refused.json['detail']).toContain('temporal-cli');
  expect(refused.json['detail']).toContain('month end');
  expect(brief(await submit('paused'))).toEqual({ status: 409, code: 'already_open' });

  await stage.temporal('workflow', 'unpause', '-w', workflowId('paused'), '--reason', 'done');
  expect((await reject('paused')).status).toBe(200);
  expect((await view('paused')).json).toMatchObject({ status: 'rejected', timeline: expect.any(Array) as unknown[] });
});
