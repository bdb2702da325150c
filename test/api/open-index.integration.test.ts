/** The index of open submissions on a real server: lists and counts say what is so, whoever changed it. */
import type { Gateway } from '../../api/gateway/gateway';
import { openStatuses } from '../../workflows/contract/codes';
import { toWorkflowId } from '../../workflows/contract/names';
import { waitFor } from '../../dev/processes/wait-for';
import { project } from '../support/domain/fixtures';
import type { Received } from '../support/api/server';
import { startStage, submissions } from '../support/api/temporal';
import { signToken } from '../support/api/tokens';
import { useStarted } from '../support/use-started';

const stage = useStarted(() => startStage(['--dynamic-config-value', 'frontend.WorkflowPauseEnabled=true']));

const submit = (projectId: string): Promise<Received> => stage.post('admin', submissions, { projectId, project });
const command = (role: string, projectId: string, name: string, body: object): Promise<Received> =>
  stage.post(role, `${submissions}/${projectId}/${name}`, { revision: 1, ...body });
const list = async (status: string, limit = 100): Promise<Received> =>
  stage.get('viewer', `${submissions}?status=${status}&limit=${limit}`);
const ids = ({ json }: Received): string[] =>
  (json['items'] as { projectId: string }[]).map(({ projectId }) => projectId);
const counts = async (): Promise<Record<string, number>> =>
  (await stage.get('viewer', '/v1/companies/acme/submission-counts')).json as Record<string, number>;
const is = (projectId: string, status: string) => async () => ids(await list(status)).includes(projectId);

/** Another process of the API, with an index of its own. */
let other: Gateway;

beforeAll(async () => {
  for (const id of ['one', 'two', 'three', 'four', 'five', 'six']) await submit(id);
  other = stage.createGateway();
  const filter = { companyId: 'acme', status: 'awaiting_decision' } as const;
  const isBuilt = async () => (await other.list({ filter, limit: 1 })).next?.startsWith('p1.');
  await waitFor('the index of this process', async () => {
    const { json } = await list('awaiting_decision', 1);
    return (json['next'] as string | undefined)?.startsWith('p1.');
  });
  await waitFor('the index of the other one', isBuilt);
});
afterAll(() => other.close());

test('the next read shows an own write, in list and counts, and another process shows it soon', async () => {
  const before = await counts();
  expect((await command('approver', 'one', 'reject', { reason: 'No customer.' })).status).toBe(200);
  expect(ids(await list('rejected'))).toContain('one');
  expect(ids(await list('awaiting_decision'))).not.toContain('one');
  expect((await command('admin', 'one', 'withdraw', { reason: 'Not built.' })).status).toBe(200);
  expect(ids(await list('rejected'))).not.toContain('one');
  expect((await submit('seven')).status).toBe(201);
  expect(ids(await list('awaiting_decision'))[0]).toBe('seven');
  expect(await counts()).toEqual({ ...before, withdrawn: (before['withdrawn'] ?? 0) + 1 });
  const filter = { companyId: 'acme', status: 'awaiting_decision' } as const;
  await waitFor('the other process', async () => {
    const { runs } = await other.list({ filter, limit: 100 });
    return runs.some(({ projectId }) => projectId === 'seven') && !runs.some(({ projectId }) => projectId === 'one');
  });
});

test('a resend shows its new name and revision at once', async () => {
  await command('approver', 'two', 'reject', { reason: 'Another name.' });
  await command('admin', 'two', 'resend', { project: { ...project, name: 'Mill' } });
  const items = (await list('awaiting_decision')).json['items'] as Record<string, unknown>[];
  expect(items.find(({ projectId }) => projectId === 'two')).toMatchObject({
    name: 'Mill',
    revision: 2,
    why: 'resent',
  });
});

test('a question takes a row from those that wait for the approver, and the answer brings it back', async () => {
  const waitingFor = async (party: string): Promise<string[]> => ids(await list(`awaiting_decision&awaiting=${party}`));
  expect(await waitingFor('approver')).toContain('six');
  await command('approver', 'six', 'comment', { text: 'Which contract?', isQuestion: true });
  expect(await waitingFor('approver')).not.toContain('six');
  expect(await waitingFor('sender')).toEqual(['six']);
  await command('admin', 'six', 'comment', { text: 'The one of May 4.' });
  expect(await waitingFor('sender')).toEqual([]);
  const items = (await list('awaiting_decision&awaiting=approver')).json['items'] as Record<string, unknown>[];
  const six = items.find(({ projectId }) => projectId === 'six');
  expect(six).toMatchObject({ awaiting: 'approver', question: 'answered' });
  expect((await list('exported&awaiting=sender')).json['errors']).toMatchObject([{ pointer: '/awaiting' }]);
});

test('what nobody told the API is found: a raw signal, a pause, an end by ops, and the run after it', async () => {
  const handle = stage.env.client.workflow.getHandle(toWorkflowId({ companyId: 'acme', projectId: 'three' }));
  await handle.signal('reject', { by: 'ops', reason: 'By hand.' });
  await waitFor('the signal', is('three', 'rejected'));

  const four = toWorkflowId({ companyId: 'acme', projectId: 'four' });
  const isPaused = async () => {
    const items = (await list('awaiting_decision')).json['items'] as { projectId: string; paused?: true }[];
    return items.find(({ projectId }) => projectId === 'four')?.paused;
  };
  await stage.temporal('workflow', 'pause', '-w', four, '--reason', 'a look');
  await waitFor('the pause', isPaused);
  await stage.temporal('workflow', 'unpause', '-w', four);
  await waitFor('the end of the pause', async () => !(await isPaused()));

  const before = await counts();
  await stage.terminate('five');
  await waitFor('the end', async () => !ids(await list('awaiting_decision')).includes('five'));
  expect((await counts())['terminated']).toBe((before['terminated'] ?? 0) + 1);
  expect((await submit('five')).json).toMatchObject({ revision: 2 });
  expect(ids(await list('awaiting_decision'))).toContain('five');
});

test('who sees some projects only gets pages and counts of those', async () => {
  const token = await signToken('six-admin', { acme: { admin: ['six', 'four'] } });
  const get = (path: string) => stage.api.send('GET', path, { token });
  const first = await get(`${submissions}?status=awaiting_decision&limit=1`);
  const second = await get(`${submissions}?status=awaiting_decision&limit=1&cursor=${String(first.json['next'])}`);
  expect([...ids(first), ...ids(second)]).toEqual(['six', 'four']);
  expect(second.json['next']).toBeUndefined();
  const { json } = await get('/v1/companies/acme/submission-counts');
  expect(json).toMatchObject({ awaiting_decision: 2, rejected: 0 });
  const others = await stage.get(
    'viewer',
    `${submissions}?status=awaiting_decision&cursor=${String(first.json['next'])}`,
  );
  expect(others.status).toBe(400);
});

test('the queue comes in the order of waiting, page by page, also from a process that has no index yet', async () => {
  const query = `${submissions}?status=awaiting_decision&sort=waiting&limit=2`;
  const walk = async (): Promise<{ projectId: string; waitingSince: string }[]> => {
    const read: { projectId: string; waitingSince: string }[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const { json } = await stage.get('viewer', next === '' ? query : `${query}&cursor=${next}`);
      read.push(...(json['items'] as typeof read));
      next = json['next'] as string | undefined;
    }
    return read;
  };
  const rows = await walk();
  const since = rows.map(({ waitingSince }) => waitingSince);
  expect(since).toEqual([...since].sort());
  expect(rows.map(({ projectId }) => projectId).sort()).toEqual(ids(await list('awaiting_decision')).sort());
  const cold = stage.createGateway();
  const filter = { companyId: 'acme', status: 'awaiting_decision', why: 'resent' } as const;
  expect((await cold.list({ filter, sort: 'waiting', limit: 10 })).runs).toMatchObject([{ projectId: 'two' }]);
  await cold.close();
});

test('the counts are those of visibility once nothing changes any more', async () => {
  const exact = async (status: string): Promise<number> => {
    const query = `WorkflowType = 'submission' AND SubmissionStatus = '${status}' AND ExecutionStatus IN ('Running', 'Paused')`;
    return (await stage.env.client.workflow.count(query)).count;
  };
  const agree = async () => {
    const shown = await counts();
    const all = await Promise.all(openStatuses.map(async (status) => (await exact(status)) === shown[status]));
    return all.every(Boolean);
  };
  await waitFor('agreement', agree);
});
