/** Worker versioning on a real server: no version current, a first one, old and new side by side, forward and back. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, type Worker } from '@temporalio/worker';
import { createGateway, type Gateway } from '../../api/gateway/gateway';
import { waitFor } from '../../dev/processes/wait-for';
import { readCache } from '../../worker/config';
import { createWorker } from '../../worker/worker';
import { taskQueue, toWorkflowId } from '../../workflows/contract/names';
import { startApi, type ApiServer } from '../support/api/server';
import { signToken } from '../support/api/tokens';
import { project } from '../support/domain/fixtures';
import { ErpDouble } from '../support/erp/double';
import { executable, startDevServer } from '../support/processes/dev-server';
import { goodBundle } from '../support/processes/wedged-run';
import { createWorkerFolder } from '../support/processes/worker-process';

const submissions = '/v1/companies/acme/submissions';
const deploymentName = 'ledgergate';

let env: TestWorkflowEnvironment;
let gateway: Gateway;
let api: ApiServer;
const running: { readonly worker: Worker; readonly ended: Promise<void> }[] = [];

async function startWorker(buildId: string): Promise<void> {
  const worker = await createWorker({
    connection: env.nativeConnection,
    namespace: 'default',
    erps: { forCompany: () => Promise.resolve(new ErpDouble()) },
    cache: readCache(),
    version: { deploymentName, buildId },
    workflows: { workflowBundle: goodBundle },
  });
  running.push({ worker, ended: worker.run() });
}

/** Repeated until the server knows the version: it learns of it by the first poll. */
const deployment = (...words: string[]): Promise<unknown> =>
  waitFor(words.join(' '), async () => {
    const all = [
      'worker',
      'deployment',
      ...words,
      '--deployment-name',
      deploymentName,
      '--yes',
      '--address',
      env.address,
    ];
    return promisify(execFile)(executable('TEMPORAL_CLI').path, all).then(
      () => true,
      () => undefined,
    );
  });
/** Waits until the task queue knows it as well. */
async function makeCurrent(buildId: string): Promise<void> {
  await deployment('set-current-version', '--build-id', buildId);
  const described = { namespace: 'default', taskQueue: { name: taskQueue } };
  await waitFor('the queue knows it', async () => {
    const { versioningInfo } = await env.connection.workflowService.describeTaskQueue(described);
    return versioningInfo?.currentDeploymentVersion?.buildId === buildId;
  });
}

const readiness = async () => (await api.send('GET', '/readyz')).json;
const untilReady = (isReady: boolean): Promise<unknown> =>
  waitFor('readiness', async () => ((await readiness())['status'] === 'ready') === isReady || undefined);

const as = (role: string): Promise<string> => signToken(role, { acme: { [role]: true } });
async function submit(projectId: string): Promise<void> {
  const sent = { token: await as('admin'), json: { projectId, project } };
  expect((await api.send('POST', submissions, sent)).status).toBe(201);
}
const view = async (projectId: string) => api.send('GET', `${submissions}/${projectId}`, { token: await as('viewer') });
const untilViewed = (projectId: string, status = 'awaiting_decision'): Promise<unknown> =>
  waitFor(`${projectId} ${status}`, async () => (await view(projectId)).json['status'] === status || undefined);
async function accept(projectId: string, number: string): Promise<void> {
  const sent = { token: await as('approver'), json: { revision: 1, job: { number } } };
  const path = `${submissions}/${projectId}/accept`;
  await waitFor('accept', async () => (await api.send('POST', path, sent)).status === 200);
  await untilViewed(projectId, 'exported');
}
/** The build that did the last workflow task of a submission. */
async function findBuild(projectId: string): Promise<string | undefined> {
  const id = toWorkflowId({ companyId: 'acme', projectId });
  const { raw } = await env.client.workflow.getHandle(id).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined;
}

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  env = await startDevServer();
  gateway = createGateway({ connectionOptions: { address: env.address }, namespace: 'default' });
  api = await startApi(gateway);
});
afterAll(async () => {
  await api.stop();
  await gateway.close();
  for (const { worker } of running) worker.shutdown();
  await Promise.all(running.map(({ ended }) => ended));
  await env.teardown();
});

test('until a version is current nothing is worked on, and readiness names the command that makes one current', async () => {
  await startWorker('v1');
  await waitFor('v1 polls', async () => String((await readiness())['detail']).includes('ledgergate:v1') || undefined);
  expect(await readiness()).toMatchObject({
    code: 'no_worker',
    detail: expect.stringContaining('set-current-version --yes --deployment-name ledgergate --build-id v1') as string,
  });
  await submit('first');
  expect(await view('first')).toMatchObject({ status: 503 });
  await makeCurrent('v1');
  await untilReady(true);
  await untilViewed('first');
  expect(await findBuild('first')).toBe('v1');
});

test('old and new stand side by side; what waits moves to the new one at its next task, and back', async () => {
  await submit('waiting');
  await submit('later');
  await Promise.all(['waiting', 'later'].map((id) => untilViewed(id)));
  await startWorker('v2');
  await deployment('set-ramping-version', '--build-id', 'v2', '--percentage', '100');
  await submit('ramped');
  await waitFor('v2 has it', async () => ((await findBuild('ramped')) === 'v2' ? true : undefined));
  expect(await findBuild('waiting')).toBe('v1');

  await makeCurrent('v2');
  await accept('waiting', '24-001');
  expect(await findBuild('waiting')).toBe('v2');
  expect(await findBuild('later')).toBe('v1');

  await makeCurrent('v1');
  await accept('ramped', '24-002');
  expect(await findBuild('ramped')).toBe('v1');
  await accept('later', '24-003');
  expect(await readiness()).toMatchObject({ status: 'ready' });
});

test.each<[Record<string, string>, string]>([
  [{ TEMPORAL_WORKER_BUILD_ID: 'v1' }, 'TEMPORAL_WORKER_DEPLOYMENT: is required by TEMPORAL_WORKER_BUILD_ID. Set both'],
  [
    { TEMPORAL_WORKER_DEPLOYMENT: 'gate' },
    'TEMPORAL_WORKER_BUILD_ID: is required by TEMPORAL_WORKER_DEPLOYMENT. Set both',
  ],
  [
    { TEMPORAL_WORKER_DEPLOYMENT: 'a.b', TEMPORAL_WORKER_BUILD_ID: 'v1' },
    'TEMPORAL_WORKER_DEPLOYMENT: must have no dot',
  ],
  [
    { TEMPORAL_WORKER_DEPLOYMENT: 'gate', TEMPORAL_WORKER_BUILD_ID: 'v:1' },
    'TEMPORAL_WORKER_BUILD_ID: must be at most',
  ],
])('a worker with %j does not start', async (environment, message) => {
  const folder = createWorkerFolder(env.address);
  const worker = folder.start('companies: {}\n', environment);
  expect(await worker.ended).toBe(1);
  expect(worker.output()).toContain(message);
  expect(worker.output()).not.toMatch(/\n\s+at /);
  await folder.remove();
});
