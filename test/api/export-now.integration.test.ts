/** The next attempt of an export at once, on a real server: nothing known of the attempts before is lost by it. */
import { exportActivityId, toWorkflowId } from '../../workflows/contract/names';
import { waitFor } from '../../dev/processes/wait-for';
import { project } from '../support/domain/fixtures';
import type { Received } from '../support/api/server';
import { startStage, submissions } from '../support/api/temporal';
import { useStarted } from '../support/use-started';

const stage = useStarted(() => startStage());
const down = { kind: 'unavailable', retryAfterMs: 600_000 } as const;

interface Export {
  attempts: number;
  nextAttemptAt?: string;
  paused?: { by: string; reason?: string };
}

const readExport = async (projectId: string): Promise<Export> =>
  (await stage.get('viewer', `${submissions}/${projectId}`)).json['export'] as Export;
const exportNow = (projectId: string): Promise<Received> =>
  stage.post('operator', `${submissions}/${projectId}/export-now`, {});

/** Until the export waits for the attempt after this one. */
const waiting = (projectId: string, attempts: number): Promise<unknown> =>
  waitFor(`the wait after attempt ${attempts}`, async () => {
    const now = await readExport(projectId);
    return now.attempts === attempts && now.nextAttemptAt !== undefined;
  });

async function accepted(projectId: string): Promise<void> {
  expect((await stage.post('admin', submissions, { projectId, project })).status).toBe(201);
  const accept = { revision: 1, job: { number: `24-${projectId}` } };
  expect((await stage.post('approver', `${submissions}/${projectId}/accept`, accept)).status).toBe(200);
}

const pauseAs = (verb: 'pause' | 'unpause', projectId: string, identity: string): Promise<string> => {
  const workflowId = toWorkflowId({ companyId: 'acme', projectId });
  const words = ['-w', workflowId, '--activity-id', exportActivityId, '--identity', identity];
  return stage.temporal('activity', verb, ...words, ...(verb === 'pause' ? ['--reason', 'a look'] : []));
};

test('an export that waits for ten minutes is tried at once, and its attempts are counted on', async () => {
  for (let count = 0; count < 2; count += 1) stage.erp.failNext('export', down);
  await accepted('101');
  await waiting('101', 1);
  const health = (await stage.get('operator', '/v1/companies/acme/export-health')).json;
  expect(health).toMatchObject({
    failing: { projectId: '101', attempts: 1, lastFailure: { code: 'erp_unavailable' } },
  });
  expect((health['failing'] as Export).nextAttemptAt).toBe((await readExport('101')).nextAttemptAt);
  const answers = await Promise.all([exportNow('101'), exportNow('101')]);
  expect(answers.map(({ status, json }) => ({ status, json }))).toEqual(
    Array.from({ length: 2 }, () => ({ status: 202, json: {} })),
  );
  await waiting('101', 2);
  expect(await readExport('101')).not.toHaveProperty('paused');
  expect((await exportNow('101')).status).toBe(202);
  await stage.until('101', 'exported');
  expect((await stage.get('operator', '/v1/companies/acme/export-health')).json).toEqual({});
  expect(stage.erp.records.filter(({ job }) => job.number === '24-101')).toMatchObject([{ writes: 1 }]);
});

test('a pause of somebody else stands, and says whose it is; one that this left behind is lifted', async () => {
  stage.erp.failNext('export', down);
  await accepted('102');
  await waiting('102', 1);
  await pauseAs('pause', '102', 'olga');
  expect((await readExport('102')).paused).toMatchObject({ by: 'olga', reason: 'a look' });
  const refused = await exportNow('102');
  expect({ status: refused.status, code: refused.json['code'] }).toEqual({ status: 409, code: 'export_paused' });
  expect(refused.json['detail']).toMatch(/^olga paused the export/);

  await pauseAs('unpause', '102', 'olga');
  await stage.until('102', 'exported');

  stage.erp.failNext('export', down);
  await accepted('103');
  await waiting('103', 1);
  await pauseAs('pause', '103', 'ledgergate:export-now');
  expect((await exportNow('103')).status).toBe(202);
  await stage.until('103', 'exported');
});

test('where nothing is exported there is nothing to try', async () => {
  await stage.post('admin', submissions, { projectId: '104', project });
  const refused = await exportNow('104');
  expect({ status: refused.status, code: refused.json['code'] }).toEqual({ status: 409, code: 'not_exporting' });
  expect(refused.json['current']).toMatchObject({ status: 'awaiting_decision', revision: 1 });
  expect((await exportNow('nobody')).status).toBe(404);
});
