/** Records on a real Temporal server: they are what the workflows left, every closed run once, page by page. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../adapters/canonical-json';
import { toWorkflowId } from '../../workflows/contract/names';
import { project } from '../support/domain/fixtures';
import { startStage, submissions } from '../support/api/temporal';
import { waitFor } from '../../dev/processes/wait-for';
import { useStarted } from '../support/use-started';

const stage = useStarted(() => startStage());

interface Line {
  readonly projectId: string;
  readonly runId: string;
  readonly status: string;
  readonly closedAt: string;
  readonly sha256?: string;
  readonly record?: { readonly runId: string; readonly revisions: readonly object[] };
  readonly unreadable?: { readonly code: string; readonly message: string };
}

const submit = async (projectId: string): Promise<string> =>
  String((await stage.post('admin', submissions, { projectId, project })).json['runId']);
const command = (role: string, projectId: string, name: string, json: object) =>
  stage.post(role, `${submissions}/${projectId}/${name}`, json);
const withdraw = (projectId: string, revision = 1) =>
  command('admin', projectId, 'withdraw', { revision, reason: 'Not built.' });

/** Every page, as a script fetches them. */
async function fetchAll(from: string): Promise<{ lines: Line[]; pages: number }> {
  const lines: Line[] = [];
  let path: string | undefined = `/v1/companies/acme/records?from=${from}&limit=2`;
  let pages = 0;
  while (path !== undefined) {
    const { text, headers } = await stage.get('viewer', path);
    lines.push(...text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line])));
    path = /<([^>]+)>; rel="next"/.exec(String(headers['link'] ?? ''))?.[1];
    pages += 1;
  }
  return { lines, pages };
}

test('what closed in a time is fetched out once each, as the workflows left it', async () => {
  const from = new Date().toISOString();
  const first = await submit('twice');
  await command('approver', 'twice', 'reject', { revision: 1, reason: 'No customer.' });
  await withdraw('twice');
  await submit('twice');
  await command('approver', 'twice', 'accept', { revision: 2, job: { number: '24-101' } });
  await stage.until('twice', 'exported');
  await submit('withdrawn');
  await withdraw('withdrawn');
  await submit('ended-by-ops');
  await stage.get('viewer', `${submissions}/ended-by-ops`);
  await stage.terminate('ended-by-ops');
  await submit('open');

  let found = await fetchAll(from);
  await waitFor('all that closed is listed', async () => (found = await fetchAll(from)).lines.length === 4);
  expect(found.pages).toBeGreaterThanOrEqual(2);
  const brief = found.lines.map(({ projectId, status }) => `${projectId} ${status}`).sort();
  expect(brief).toEqual(['ended-by-ops terminated', 'twice exported', 'twice withdrawn', 'withdrawn withdrawn']);
  for (const { sha256, record, runId, closedAt } of found.lines) {
    expect(record?.runId).toBe(runId);
    expect(sha256).toBe(createHash('sha256').update(canonicalJson(record)).digest('hex'));
    expect(closedAt >= from).toBe(true);
  }

  const exported = found.lines.find(({ status }) => status === 'exported');
  const handle = stage.env.client.workflow.getHandle(toWorkflowId({ companyId: 'acme', projectId: 'twice' }));
  expect(exported?.record).toEqual(await handle.result());
  const newest = await stage.get('viewer', `${submissions}/twice/record`);
  expect(newest.json).toEqual({ format: 'ledgergate.record/1', sha256: exported?.sha256, record: exported?.record });

  const earlier = await stage.get('viewer', `${submissions}/twice/record?runId=${first}`);
  expect(earlier.json).toMatchObject({
    record: {
      runId: first,
      status: 'withdrawn',
      revisions: [{ revision: 1, sentBy: { id: 'admin' }, rejection: { reason: 'No customer.' } }],
    },
  });
  const none = await stage.get('viewer', `${submissions}/twice/record?runId=00000000-0000-4000-8000-000000000000`);
  expect(none.status).toBe(404);
});

test('the record of an open run is that of now; the view and the list do not carry the revisions', async () => {
  await submit('growing');
  await command('approver', 'growing', 'reject', { revision: 1, reason: 'No customer.', category: 'customer' });
  await command('admin', 'growing', 'resend', {
    revision: 1,
    project: { ...project, name: 'Mill' },
    note: 'Now Mill.',
  });
  const { json } = await stage.get('operator', `${submissions}/growing/record`);
  expect(json).toMatchObject({
    record: {
      status: 'awaiting_decision',
      revision: 2,
      revisions: [
        { revision: 1, rejection: { reason: 'No customer.', category: 'customer' } },
        { revision: 2, note: 'Now Mill.', changes: [{ pointer: '/name', after: 'Mill' }], decisions: [] },
      ],
    },
  });
  expect((await stage.get('viewer', `${submissions}/growing`)).json).not.toHaveProperty('revisions');
  await withdraw('growing', 2);
  expect((await stage.get('viewer', `${submissions}/growing`)).json).not.toHaveProperty('revisions');
});

test('a run that ops ended before any worker saw it stands in the list and says why it is empty', async () => {
  const from = new Date().toISOString();
  await stage.stopWorker();
  await submit('unseen');
  await stage.terminate('unseen');
  await stage.startWorker();
  let found = await fetchAll(from);
  const isListed = async (): Promise<boolean> => {
    found = await fetchAll(from);
    return found.lines.some(({ projectId }) => projectId === 'unseen');
  };
  await waitFor('unseen is listed', isListed);
  const line = found.lines.find(({ projectId }) => projectId === 'unseen');
  expect(line).toMatchObject({
    status: 'terminated',
    unreadable: { code: 'ended_from_outside', message: expect.stringContaining('by ops') },
  });
  expect(line).not.toHaveProperty('record');
});
