/** Commands through the API while the run continues as new under them. */
import { project } from '../support/domain/fixtures';
import { startStage, submissions } from '../support/api/temporal';
import { useStarted } from '../support/use-started';

const rounds = 12;

// The server suggests to continue as new after a few rounds instead of after thousands of events.
const stage = useStarted(() => startStage(['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=30']));

test('no click is lost or refused for it, and a key of the first run is still known', async () => {
  const path = `${submissions}/long`;
  const { json: first } = await stage.post('admin', submissions, { projectId: 'long', project });
  for (let revision = 1; revision <= rounds; revision += 1) {
    const reject = { revision, reason: `Round ${revision}` };
    const clicks = Array.from({ length: 6 }, () =>
      stage.post('approver', `${path}/reject`, reject, `reject-${revision}`),
    );
    expect((await Promise.all(clicks)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    const resent = await stage.post('admin', `${path}/resend`, { revision }, `resend-${revision}`);
    expect(resent.json).toMatchObject({ status: 'awaiting_decision', revision: revision + 1, runId: first['runId'] });
  }
  const described = await stage.env.client.workflow.getHandle('submission:acme:long').describe();
  expect(described.runId).not.toBe(first['runId']);

  const expectKnown = async (revision: number): Promise<void> => {
    const key = `reject-${revision}`;
    const reject = { revision, reason: `Round ${revision}` };
    const known = await stage.post('approver', `${path}/reject`, reject, key);
    expect(known).toMatchObject({ status: 200, json: { entry: { type: 'rejected', revision, text: reject.reason } } });
    const other = await stage.post('approver', `${path}/reject`, { ...reject, reason: 'Other' }, key);
    expect({ status: other.status, code: other.json['code'] }).toEqual({ status: 422, code: 'idempotency_key_reused' });
    const late = await stage.post('approver', `${path}/reject`, reject, 'new-key');
    expect(late.status).toBe(409);
  };
  await expectKnown(1);

  const withdrawn = await stage.post('admin', `${path}/withdraw`, { revision: rounds + 1, reason: 'Enough.' }, 'end');
  expect(withdrawn.json).toMatchObject({
    status: 'withdrawn',
    runId: first['runId'],
    entry: { type: 'withdrawn', text: 'Enough.' },
  });
  await expectKnown(2);
  const { json: closed } = await stage.get('admin', path);
  expect(closed['submittedAt']).toBe(first['submittedAt']);
  const types = (closed['timeline'] as { type: string }[]).map(({ type }) => type);
  expect(types.filter((type) => type === 'rejected')).toHaveLength(rounds);

  const { json } = await stage.get('viewer', `${submissions}?q=long`);
  expect(json['items']).toMatchObject([
    { runId: first['runId'], status: 'withdrawn', why: 'resent', submittedAt: first['submittedAt'] },
  ]);
  const next = await stage.post('admin', submissions, { projectId: 'long', project });
  expect(next.json).toMatchObject({
    revision: rounds + 2,
    previousRun: { runId: first['runId'], revision: rounds + 1 },
  });
});
