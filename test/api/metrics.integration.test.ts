/** The metrics of the processes that are shipped, on a real server: what a submission that is exported leaves in them. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { freePort } from '../../dev/processes/ports';
import { waitFor } from '../../dev/processes/wait-for';
import { type ApiFolder, createApiFolder } from '../support/api/api-process';
import { send } from '../support/api/send';
import { signToken } from '../support/api/tokens';
import { project } from '../support/domain/fixtures';
import { startDevServer } from '../support/processes/dev-server';
import { createWorkerFolder, type WorkerFolder } from '../support/processes/worker-process';

const companiesYaml = `companies:
  acme:
    name: Acme
    integration: { erp: sage-intacct, adapter: file-drop, directory: erp/acme }
    policy: { rawSignals: all }
`;

let env: TestWorkflowEnvironment;
let apis: ApiFolder;
let workers: WorkerFolder;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  env = await startDevServer();
  apis = createApiFolder();
  workers = createWorkerFolder(env.address);
});
afterAll(async () => {
  await Promise.all([apis.remove(), workers.remove()]);
  await env.teardown();
});

const scrape = async (port: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

test('API and worker show what was asked, decided, tried and waits, and nothing of a project or a person', async () => {
  const [apiPort, workerPort] = [String(await freePort()), String(await freePort())];
  const worker = workers.start(companiesYaml, { METRICS_PORT: workerPort });
  await workers.makeDrop('acme');
  await worker.started();
  const api = apis.start({ TEMPORAL_ADDRESS: env.address, METRICS_PORT: apiPort });
  const url = await api.url();
  const as = (sub: string, role: string): Promise<string> => signToken(sub, { acme: { [role]: true } });
  const path = '/v1/companies/acme/submissions';
  const [admin, approver] = [await as('canary-ada', 'admin'), await as('canary-tess', 'approver')];
  for (const projectId of ['canary-1', 'canary-2']) {
    expect((await send(url, 'POST', path, { token: admin, json: { projectId, project } })).status).toBe(201);
  }
  const accept = { revision: 1, job: { number: '24-001' } };
  await waitFor('the accept', async () => {
    const answer = await send(url, 'POST', `${path}/canary-1/accept`, { token: approver, json: accept });
    return answer.status === 200;
  });
  await waitFor('the export', async () => {
    const { json } = await send(url, 'GET', `${path}/canary-1`, { token: admin });
    return json['status'] === 'exported';
  });

  await waitFor('what waits', async () =>
    (await scrape(apiPort)).includes(
      'ledgergate_open_submissions{company="acme",status="awaiting_decision",age="1h"} 1',
    ),
  );
  const [shownByApi, shownByWorker] = [await scrape(apiPort), await scrape(workerPort)];
  expect(shownByApi).toMatch(
    /_count\{method="POST",route="\/v1\/companies\/\{companyId\}\/submissions",status="201",code=""\} 2/,
  );
  expect(shownByApi).toContain('ledgergate_commands_total{company="acme",command="submit"} 2');
  expect(shownByApi).toContain('ledgergate_commands_total{company="acme",command="accept"} 1');
  expect(shownByWorker).toMatch(
    /ledgergate_activity_attempts_total\{activity="exportToErp",company="acme",final="true",outcome="done"\} 1/,
  );
  expect(shownByWorker).toContain('ledgergate_erp_circuit{company="acme"} 0');
  expect(shownByWorker).toMatch(/ledgergate_build_info\{build_id="",node="v\d+/);
  const [ofApi, ofWorker] = [shownByApi, shownByWorker].map(
    (text) => /^ledgergate_config_info\{.*companies="([0-9a-f]{12})".*\} 1$/m.exec(text)?.[1],
  );
  expect(ofApi).toBeDefined();
  expect(ofWorker).toBe(ofApi);
  expect(shownByWorker).toMatch(/^temporal_workflow_completed_total\{/m);
  for (const text of [shownByApi, shownByWorker]) expect(text.toLowerCase()).not.toMatch(/canary|harbour|garage/);
  expect((await fetch(`http://127.0.0.1:${apiPort}/`)).status).toBe(404);
  expect((await send(url, 'GET', '/metrics')).status).toBe(404);

  const others = [
    apis.start({ TEMPORAL_ADDRESS: env.address, METRICS_PORT: apiPort }),
    workers.start(companiesYaml, { METRICS_PORT: apiPort }),
  ];
  for (const process of others) {
    expect(await process.ended).toBe(1);
    expect(process.output()).toContain('Set METRICS_PORT');
    expect(process.output()).not.toMatch(/\n\s+at /);
  }
});

test('without a port there are none', async () => {
  const api = apis.start({ TEMPORAL_ADDRESS: env.address });
  await api.url();
  expect(api.output()).not.toContain('metrics');
});
