/** The API on a real Temporal server with a real worker. */
import { waitFor } from '../../dev/processes/wait-for';
import { ShownStanding } from '../../workflows/contract/standing';
import { project } from '../support/domain/fixtures';
import type { Received } from '../support/api/server';
import { startStage, submissions } from '../support/api/temporal';
import { useStarted } from '../support/use-started';
import { defined } from '../../workflows/contract/defined';

const stage = useStarted(() => startStage());

const submit = (projectId: string, key?: string, changes: object = {}): Promise<Received> =>
  stage.post('admin', submissions, { projectId, project: { ...project, ...changes } }, key);
const command = (role: string, projectId: string, name: string, json: object, key?: string): Promise<Received> =>
  stage.post(role, `${submissions}/${projectId}/${name}`, json, key);
let jobs = 0;
const jobNumber = (): string => `24-${String((jobs += 1)).padStart(3, '0')}`;
const accept = (projectId: string, revision = 1, key?: string): Promise<Received> =>
  command('approver', projectId, 'accept', { revision, job: { number: jobNumber() } }, key);
const withdraw = (projectId: string, revision = 1): Promise<Received> =>
  command('admin', projectId, 'withdraw', { revision, reason: 'Not built.' });
const brief = ({ status, json }: Received) => ({ status, code: json['code'] });
const rows = async (query: string): Promise<Record<string, unknown>[]> =>
  (await stage.get('viewer', `${submissions}?${query}`)).json['items'] as Record<string, unknown>[];

test('a project is submitted, rejected, resent, accepted and exported, each answer saying where it stands', async () => {
  const first = await submit('story');
  expect(first.json).toMatchObject({
    status: 'awaiting_decision',
    revision: 1,
    actions: { withdraw: { allowed: true } },
  });
  const read = await stage.get('admin', `${submissions}/story`);
  // The preflight may have been answered in between.
  const withoutPreflight = ({ json }: Received): object => ({ ...json, isPreflightRunning: undefined });
  expect(withoutPreflight(read)).toEqual(withoutPreflight(first));

  const rejected = await command('approver', 'story', 'reject', { revision: 1, reason: 'No customer.' });
  expect(ShownStanding.parse(rejected.json)).toMatchObject({
    status: 'rejected',
    entry: { type: 'rejected', text: 'No customer.', actor: { id: 'approver' } },
  });
  const resent = await command('admin', 'story', 'resend', { revision: 1, project: { ...project, name: 'Mill' } });
  expect(ShownStanding.parse(resent.json)).toMatchObject({ revision: 2, entry: { type: 'resent' } });
  expect((await stage.get('admin', `${submissions}/story`)).json).toMatchObject({
    rejection: { reason: 'No customer.', by: { id: 'approver' } },
    changes: [{ pointer: '/name', after: 'Mill' }],
  });
  expect((await accept('story', 2)).json).toMatchObject({ status: 'exporting', entry: { type: 'accepted' } });
  const exported = await stage.until('story', 'exported');
  expect(exported.json).toMatchObject({ receipt: { reference: 'acme~story' }, export: { attempts: 1 } });
  expect(brief(await withdraw('story', 2))).toEqual({ status: 409, code: 'already_closed' });
});

describe('the same request again', () => {
  test('submits once: same key and body 201, other body 422, no key 409', async () => {
    const first = await submit('again', 'key-1');
    const second = await submit('again', 'key-1');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.json['runId']).toBe(first.json['runId']);
    expect(second.headers.location).toBe(`${submissions}/again`);
    const other = await submit('again', 'key-1', { name: 'Other' });
    expect(brief(other)).toEqual({ status: 422, code: 'idempotency_key_reused' });
    const without = await submit('again');
    expect(brief(without)).toEqual({ status: 409, code: 'already_open' });
    expect(without.json['current']).toMatchObject({ revision: 1, status: 'awaiting_decision', by: { id: 'admin' } });
  });

  test('of a submit answers with the run that it began, also after that closed and somebody else began another', async () => {
    const first = await submit('own-run', 'mine');
    await withdraw('own-run');
    const other = await stage.post('admin-2', submissions, { projectId: 'own-run', project }, 'theirs');
    expect(other.json).toMatchObject({ revision: 2, status: 'awaiting_decision' });
    await waitFor('both rows', async () => (await rows('q=own-run')).length === 2);
    const again = await submit('own-run', 'mine');
    const { runId } = first.json;
    expect(again).toMatchObject({ status: 201, json: { runId, revision: 1, status: 'withdrawn' } });
    const theirs = () => stage.post('admin-2', submissions, { projectId: 'own-run', project }, 'theirs');
    expect(await theirs()).toMatchObject({ status: 201, json: { runId: other.json['runId'], revision: 2 } });
    expect(brief(await submit('own-run', 'mine', { name: 'Other' }))).toEqual({
      status: 422,
      code: 'idempotency_key_reused',
    });

    await withdraw('own-run', 2);
    await submit('own-run', 'third');
    expect((await submit('own-run', 'mine')).json).toMatchObject({ runId, status: 'withdrawn' });
    expect(await theirs()).toMatchObject({ status: 201, json: { runId: other.json['runId'], status: 'withdrawn' } });
  });

  test('submits once also when all come at once', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => submit('at-once', 'one-key')));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(all.map(({ json }) => json['runId'])).size).toBe(1);
  });

  test('without a key, one of many submits wins and the others are told', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => submit('race')));
    const statuses = all.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 11 }, () => 409)]);
  });

  test('commands once, also after the submission closed and was decided otherwise', async () => {
    await submit('twice');
    const reject = { revision: 1, reason: 'No.' };
    const first = await command('approver', 'twice', 'reject', reject, 'r');
    expect(brief(await command('approver', 'twice', 'reject', reject, 'r'))).toEqual(brief(first));
    const other = await command('approver', 'twice', 'reject', { ...reject, reason: 'Other.' }, 'r');
    expect(brief(other)).toEqual({ status: 422, code: 'idempotency_key_reused' });
    expect(brief(await command('approver', 'twice', 'reject', reject))).toEqual({
      status: 409,
      code: 'not_awaiting_decision',
    });
    await withdraw('twice');
    expect((await command('approver', 'twice', 'reject', reject, 'r')).status).toBe(200);
    const late = await command('approver', 'twice', 'reject', { ...reject, reason: 'Other.' }, 'r');
    expect(brief(late)).toEqual({ status: 422, code: 'idempotency_key_reused' });
    const view = await stage.get('viewer', `${submissions}/twice`);
    expect((view.json['timeline'] as { type: string }[]).map(({ type }) => type)).toEqual([
      'submitted',
      'rejected',
      'withdrawn',
    ]);
  });

  test('of another person or for another command is another request', async () => {
    await submit('scope');
    await command('approver', 'scope', 'reject', { revision: 1, reason: 'No.' }, 'k');
    const second = await command('approver-2', 'scope', 'reject', { revision: 1, reason: 'No.' }, 'k');
    expect(brief(second)).toEqual({ status: 409, code: 'not_awaiting_decision' });
    expect((await command('admin', 'scope', 'resend', { revision: 1 }, 'k')).json).toMatchObject({ revision: 2 });
  });

  test('may succeed after it was refused', async () => {
    const early = await command('admin', 'later', 'withdraw', { revision: 1, reason: 'No.' }, 'w');
    expect(brief(early)).toEqual({ status: 404, code: 'not_found' });
    await submit('later');
    expect((await command('admin', 'later', 'withdraw', { revision: 1, reason: 'No.' }, 'w')).status).toBe(200);
  });
});

test('a submission takes its turn in the queues of tasks by its company', async () => {
  await submit('fair');
  const { raw } = await stage.env.client.workflow.getHandle('submission:acme:fair').describe();
  expect(raw.workflowExecutionInfo?.priority?.fairnessKey).toBe('acme');
});

test('of 100 people who decide at once one wins, and each other is told who and when', async () => {
  await submit('clicks');
  const clicks = Array.from({ length: 100 }, (_, index) =>
    index % 2 === 0
      ? command('approver', 'clicks', 'reject', { revision: 1, reason: 'No.' })
      : command('approver-2', 'clicks', 'accept', { revision: 1, job: { number: jobNumber() } }),
  );
  const all = await Promise.all(clicks);
  const [winner, ...more] = all.filter(({ status }) => status === 200);
  expect(more).toEqual([]);
  const decision = winner?.json['entry'] as { actor: object; at: string };
  for (const loser of all.filter((one) => one !== winner)) {
    expect(loser.status).toBe(409);
    expect(loser.json['current']).toMatchObject({ revision: 1, by: decision.actor, at: decision.at });
  }
});

describe('the next run', () => {
  test('counts on, remembers the run before, and says that it updates what the ERP has', async () => {
    const first = await submit('next');
    await accept('next');
    await stage.until('next', 'exported');
    const second = await submit('next', 'second');
    expect(second.json).toMatchObject({ revision: 2, firstRevision: 2, status: 'awaiting_decision' });
    const exported = { revision: 1, job: { number: expect.stringMatching(/^\d/) as string } };
    expect(second.json).toMatchObject({
      mode: 'update',
      exportedChanges: [],
      previousRun: {
        runId: first.json['runId'],
        revision: 1,
        exported: { ...exported, receipt: { reference: 'acme~next' } },
      },
    });
    expect((second.json['previousRun'] as { exported: object }).exported).not.toHaveProperty('project');
    expect((await submit('next', 'second')).json['runId']).toBe(second.json['runId']);
    await waitFor('both rows', async () => (await rows('q=next')).length === 2);
    expect(await rows('q=next')).toMatchObject([
      { status: 'awaiting_decision', revision: 2, why: 'update', runId: second.json['runId'] },
      { status: 'exported', revision: 1, why: 'new', runId: first.json['runId'] },
    ]);
    expect(await rows('q=next&status=awaiting_decision')).toHaveLength(1);
  });

  test('may follow one that ops terminated, which can only be read', async () => {
    await submit('ended');
    await command('approver', 'ended', 'reject', { revision: 1, reason: 'No.' });
    await stage.terminate('ended');
    const view = await stage.get('admin', `${submissions}/ended`);
    expect(view.json).toMatchObject({
      status: 'terminated',
      actions: { resend: { allowed: false, code: 'already_closed' } },
    });
    const resend = await command('admin', 'ended', 'resend', { revision: 1 });
    expect(brief(resend)).toEqual({ status: 409, code: 'already_closed' });
    expect(resend.json['current']).toMatchObject({ status: 'terminated', revision: 1, by: { id: 'approver' } });
    await waitFor('the row', async () => (await rows('status=terminated&q=ended')).length === 1);
    expect(await rows('status=rejected&q=ended')).toEqual([]);
    expect((await submit('ended')).json).toMatchObject({ revision: 2, mode: 'create', previousRun: { revision: 1 } });
  });
});

test('while the export is retried the view tells the attempts, the last failure and the next attempt', async () => {
  stage.erp.failNext('export', { kind: 'unavailable', retryAfterMs: 60_000 });
  await submit('retried');
  await accept('retried');
  const path = `${submissions}/retried`;
  await waitFor('a failure', async () => 'lastFailure' in ((await stage.get('viewer', path)).json['export'] as object));
  const { json } = await stage.get('viewer', path);
  expect(json['export']).toMatchObject({
    attempts: 1,
    lastFailure: { code: 'erp_unavailable', message: 'The ERP is down for maintenance.' },
  });
  const { nextAttemptAt } = json['export'] as { nextAttemptAt: string };
  expect(Date.parse(nextAttemptAt) - Date.now()).toBeGreaterThan(30_000);
  await stage.terminate('retried');
});

test('while an agent has the order the view tells that, and when the agent was last seen; nothing failed', async () => {
  const agentSeenAt = '2026-11-24T09:00:00.000Z';
  stage.erp.failNext('export', { kind: 'waiting', agentSeenAt });
  await submit('with-agent');
  await accept('with-agent');
  const path = `${submissions}/with-agent`;
  const readExport = async () => (await stage.get('viewer', path)).json['export'] as object;
  await waitFor('the agent', async () => 'waitingFor' in (await readExport()));
  const shown = await readExport();
  expect(shown).toMatchObject({ attempts: 1, waitingFor: 'agent', agentSeenAt, nextAttemptAt: expect.any(String) });
  expect(shown).not.toHaveProperty('lastFailure');
  await stage.terminate('with-agent');
});

test('a parked export is retried with another number by an approver, or settled by an operator', async () => {
  stage.erp.failNext('export', { kind: 'number_taken' }, 2);
  await submit('parked');
  const { json } = await accept('parked');
  const number = (json['job'] as { number: string }).number;
  const view = await stage.until('parked', 'parked');
  expect(view.json['export']).toMatchObject({
    parked: { code: 'erp_number_taken', remedy: expect.any(String) as string },
  });
  await waitFor('the row', async () => (await rows('status=parked')).length === 1);
  expect(await rows('status=parked')).toMatchObject([{ why: 'parked', parked: { code: 'erp_number_taken' } }]);

  const another = { revision: 1, job: { number: jobNumber() } };
  expect(brief(await command('operator', 'parked', 'retry-export', another))).toEqual({
    status: 403,
    code: 'not_permitted',
  });
  const same = await command('operator', 'parked', 'retry-export', { revision: 1, job: { number } });
  expect(same.json).toMatchObject({ status: 'exporting', job: { number } });
  await stage.until('parked', 'parked');
  const byHand = { revision: 1, ids: { job: number }, note: 'By hand.' };
  const settled = await command('operator', 'parked', 'settle', byHand);
  expect(settled.json).toMatchObject({ status: 'exported', receipt: { ids: { job: number } } });
});

test('a record that was changed in the ERP is written over only by an approver who confirms what was seen', async () => {
  await submit('changed');
  await accept('changed');
  await stage.until('changed', 'exported');
  stage.erp.changeByHand('acme~changed', { name: 'By hand' });
  await submit('changed', 'changed-again');
  await command('approver', 'changed', 'accept', { revision: 2, job: {} });
  const { json } = await stage.until('changed', 'parked');
  const { parked } = json['export'] as { parked: { differencesHash: string } };
  expect(parked).toMatchObject({ code: 'changed_in_erp', changes: [{ pointer: '/name', before: 'By hand' }] });

  const confirm = { revision: 2, confirm: 'overwrite', differencesHash: parked.differencesHash };
  const asOperator = await command('operator', 'changed', 'retry-export', confirm);
  expect(brief(asOperator)).toEqual({ status: 403, code: 'not_permitted' });
  const stale = await command('approver', 'changed', 'retry-export', { ...confirm, differencesHash: 'others' });
  expect(brief(stale)).toEqual({ status: 409, code: 'stale_differences' });
  expect((await command('approver', 'changed', 'retry-export', confirm)).status).toBe(200);
  await stage.until('changed', 'exported');
  expect(stage.erp.records.filter(({ receipt }) => receipt.reference === 'acme~changed')).toMatchObject([
    { content: { name: expect.not.stringContaining('By hand') as string }, writes: 2 },
  ]);
});

test('a withdrawn update hands on what is in the ERP, and what was deleted there is made anew only when confirmed', async () => {
  await submit('deleted');
  await accept('deleted');
  await stage.until('deleted', 'exported');
  await submit('deleted', 'deleted-2');
  await command('admin', 'deleted', 'withdraw', { revision: 2, reason: 'Not now.' });
  stage.erp.deleteByHand('acme~deleted');
  const third = await submit('deleted', 'deleted-3');
  expect(third.json).toMatchObject({
    revision: 3,
    mode: 'update',
    previousRun: { revision: 2, exported: { revision: 1 } },
  });
  await command('approver', 'deleted', 'accept', { revision: 3, job: {} });
  const { json } = await stage.until('deleted', 'parked');
  const { parked } = json['export'] as { parked: { code: string; differencesHash: string } };
  expect(parked.code).toBe('deleted_in_erp');
  const confirm = { revision: 3, confirm: 'recreate', differencesHash: parked.differencesHash };
  expect((await command('approver', 'deleted', 'retry-export', confirm)).status).toBe(200);
  await stage.until('deleted', 'exported');
});

describe('a list', () => {
  const ids = ['page-1', 'page-2', 'page-3', 'page-4', 'page-5'];
  beforeAll(async () => {
    for (const id of ids) await submit(id);
    await waitFor('all rows', async () => (await rows('q=page-')).length === ids.length);
  });

  const page = async (query: string): Promise<{ ids: unknown[]; next?: string }> => {
    const { json } = await stage.get('viewer', `${submissions}?q=page-&${query}`);
    const items = json['items'] as { projectId: string }[];
    return { ids: items.map(({ projectId }) => projectId), ...defined({ next: json['next'] as string | undefined }) };
  };

  test('comes in pages, newest run first, each once', async () => {
    const first = await page('limit=2');
    const second = await page(`limit=2&cursor=${first.next ?? ''}`);
    const third = await page(`limit=2&cursor=${second.next ?? ''}`);
    expect([...first.ids, ...second.ids, ...third.ids]).toEqual(ids.toReversed());
    expect(third.next).toBeUndefined();
  });

  test('refuses a cursor of another filter, company or caller, and one that is none', async () => {
    const { next = '' } = await page('limit=2');
    const [form = '', bound = '', token = ''] = next.split('.');
    const wrong = [`status=rejected&cursor=${next}`, `cursor=${next}x.y`, 'cursor=abc', `cursor=${form}.${bound}.AAAA`];
    for (const query of wrong) {
      const received = await stage.get('viewer', `${submissions}?q=page-&${query}`);
      expect(brief(received)).toEqual({ status: 400, code: 'malformed' });
    }
    // As another version wrote or will write it.
    for (const cursor of [`${bound}.${token}`, `2.${bound}.${token}`]) {
      const { status, json } = await stage.get('viewer', `${submissions}?q=page-&cursor=${cursor}`);
      const message = 'The cursor is not from this version. Start the list again without a cursor.';
      expect({ status, ...json }).toMatchObject({ status: 400, errors: [{ pointer: '/cursor', message }] });
    }
  });

  test('by how the id begins does not mind case', async () => {
    await Promise.all(['Case-1', 'case-1', 'CASE-1'].map((id) => submit(id)));
    const of = async (beginning: string) => (await rows(`q=${beginning}`)).map(({ projectId }) => projectId);
    await waitFor('all three', async () => (await of('case')).length === 3);
    expect(await of('cAse-1')).toHaveLength(3);
  });

  test('agrees with the view, and with the counts', async () => {
    const [row] = await rows('q=page-1');
    const view = await stage.get('viewer', `${submissions}/page-1`);
    for (const field of ['runId', 'revision', 'status', 'submittedBy', 'submittedAt', 'waitingSince']) {
      expect(row?.[field]).toEqual(view.json[field]);
    }
    const counts = await stage.get('viewer', '/v1/companies/acme/submission-counts');
    const waiting = await rows('status=awaiting_decision&limit=100');
    expect(counts.json['awaiting_decision']).toBe(waiting.length);
  });
});

describe('without a worker', () => {
  test('nothing hangs, a command may be repeated, and it is applied once', async () => {
    await submit('dark');
    await submit('done');
    await withdraw('done');
    await stage.stopWorker();
    const reject = (): Promise<Received> =>
      command('approver', 'dark', 'reject', { revision: 1, reason: 'No.' }, 'dark');
    const [closed, read, written, submitted, again, listed] = await Promise.all([
      stage.get('viewer', `${submissions}/done`),
      stage.get('viewer', `${submissions}/dark`),
      reject(),
      submit('dark-2'),
      submit('dark'),
      stage.get('viewer', submissions),
    ]);
    expect(closed.json).toMatchObject({
      status: 'withdrawn',
      timeline: [{ type: 'submitted' }, { type: 'withdrawn' }],
    });
    expect(brief(read)).toEqual({ status: 503, code: 'no_worker' });
    expect(brief(written)).toEqual({ status: 503, code: 'not_confirmed' });
    expect(written.headers['retry-after']).toBeDefined();
    expect(submitted.status).toBe(201);
    expect(brief(again)).toEqual({ status: 409, code: 'already_open' });
    expect(again.json['current']).toMatchObject({ revision: 1, by: { id: 'admin' } });
    expect(listed.status).toBe(200);

    await stage.startWorker();
    expect((await reject()).status).toBe(200);
    const view = await stage.until('dark', 'rejected');
    expect((view.json['timeline'] as unknown[]).length).toBe(2);
    expect((await stage.get('viewer', '/readyz')).status).toBe(200);
  });
});
