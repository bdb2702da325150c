/**
 * One worker and one API for all companies. The ERPs, the source, the webhook and the mail server of the first, and the
 * identity provider of the desk, are as bad as a peer can be, and many submissions flow there; the second makes its
 * decisions meanwhile. What is held is counted by the hostile process.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { slotsPerCompany } from '../../activities/bulkhead';
import { dataConverter } from '../../adapters/temporal/converters';
import { taskQueue, toWorkflowId, toWriteBackId, writeBackType } from '../../workflows/contract/names';
import type { WriteBackRequest } from '../../workflows/contract/write-back';
import { createApiFolder, type ApiFolder } from '../support/api/api-process';
import { sendPatiently } from '../support/api/patient';
import { signToken } from '../support/api/tokens';
import { useHostileServer, type Conduct } from '../support/erp/hostile-server';
import { procoreSecrets } from '../support/procore/company';
import { example } from '../support/processes/stack';
import { waitFor } from '../../dev/processes/wait-for';
import { createWorkerFolder, type WorkerFolder } from '../support/processes/worker-process';
import { startDevServer } from '../support/processes/dev-server';
import { defined } from '../../workflows/contract/defined';

const hostile = useHostileServer();

/** Each is the ERP of a company of its own; all calls to that of `hostile` stay open. */
const conducts: readonly Conduct[] = [
  ...(['slow drip', 'endless body', 'endless head', 'redirect to itself', 'deep JSON', 'compressed bomb'] as const),
];
const badly = conducts.map((conduct) => ({ conduct, companyId: conduct.replaceAll(' ', '-') }));

const http = (url: string) =>
  `{ erp: vista, adapter: http, url: "${url}", tokenVariable: ERP_TOKEN, signingVariable: SIGNING_KEY }`;

const companies = (): string => `companies:
  hostile:
    name: Hostile
    integration: ${http(`${hostile.origin()}/erp`)}
    source:
      kind: procore
      url: ${hostile.origin()}
      companyId: 7656
      clientIdVariable: PROCORE_CLIENT_ID
      clientSecretVariable: PROCORE_CLIENT_SECRET
      currency: USD
      writeBack: true
    notify:
      approvers: [tess@acme.example]
      webhook: { url: "${hostile.origin('https')}/webhook", secretVariable: SIGNING_KEY }
    policy: { rawSignals: all }
${badly
  .map(
    ({ companyId, conduct }) => `  ${companyId}:
    name: ${conduct}
    integration: ${http(hostile.url(conduct))}
    policy: { rawSignals: all }`,
  )
  .join('\n')}
  acme:
    name: Acme
    integration: { erp: sage-intacct, adapter: file-drop, directory: erp/acme }
    policy: { rawSignals: all }
`;

let env: TestWorkflowEnvironment;
let client: Client;
let workerFolder: WorkerFolder;
let apiFolder: ApiFolder;
let url: string;
let tokens: Readonly<Record<'ada' | 'tess', string>>;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  env = await startDevServer();
  client = new Client({ connection: env.connection, dataConverter });
  [workerFolder, apiFolder] = [createWorkerFolder(env.address), createApiFolder()];
  const certificate = join(workerFolder.path, 'hostile.pem');
  writeFileSync(certificate, hostile.certificate);
  const worker = workerFolder.start(companies(), {
    ...procoreSecrets,
    ERP_TOKEN: 'a-token-of-64-characters',
    SIGNING_KEY: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    SMTP_URL: `smtp://127.0.0.1:${hostile.smtpPort}`,
    MAIL_FROM: 'ledgergate@acme.example',
    NODE_EXTRA_CA_CERTS: certificate,
  });
  await workerFolder.makeDrop('acme');
  const api = apiFolder.start({
    ...procoreSecrets,
    TEMPORAL_ADDRESS: env.address,
    COMPANIES_FILE: join(workerFolder.path, 'companies.yaml'),
    OIDC_ISSUER: `${hostile.origin()}/provider`,
    OIDC_CLIENT_ID: 'desk',
    PUBLIC_URL: 'https://desk.example',
    SESSION_KEY: Buffer.alloc(32, 7).toString('base64url'),
  });
  await worker.started();
  url = await api.url();
  const all = { admin: true, approver: true, viewer: true };
  const ids = ['acme', 'hostile', ...badly.map(({ companyId }) => companyId)];
  const grants = Object.fromEntries(ids.map((id) => [id, all]));
  tokens = { ada: await signToken('ada', grants), tess: await signToken('tess', grants) };
});
afterAll(async () => {
  await Promise.all([workerFolder.remove(), apiFolder.remove()]);
  await env.teardown();
});

async function send(path: string, body?: object, as: keyof typeof tokens = 'ada') {
  const sent = { token: tokens[as], ...defined({ json: body }) };
  const { status, json } = await sendPatiently(url, body ? 'POST' : 'GET', `/v1/companies/${path}`, sent);
  return { status, body: json };
}

const project = { ...example('northfield-clinic'), currency: 'USD' };

async function command(companyId: string, projectId: string, name: string, body: object): Promise<void> {
  expect(await send(`${companyId}/submissions/${projectId}/${name}`, body, 'tess')).toMatchObject({ status: 200 });
}

/** Submitted, and accepted by another person than its sender. */
async function accept(companyId: string, projectId: string): Promise<void> {
  expect(await send(`${companyId}/submissions`, { projectId, project })).toMatchObject({ status: 201 });
  await command(companyId, projectId, 'accept', { revision: 1, job: { number: `26-${projectId}` } });
}

const readStatus = async (companyId: string, projectId: string): Promise<unknown> =>
  (await send(`${companyId}/submissions/${projectId}`)).body['status'];

const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => String(101 + n));

function startWriteBack(n: string): Promise<unknown> {
  const request: WriteBackRequest = {
    companyId: 'hostile',
    projectId: n,
    runId: n,
    revision: 1,
    reference: `hostile~${n}`,
    ids: { job: n },
    costCodes: [],
  };
  return client.workflow.start(writeBackType, { workflowId: toWriteBackId(n), taskQueue, args: [request] });
}

const sendFlood = (projectId: string, count: number): Promise<unknown> => {
  const handle = client.workflow.getHandle(toWorkflowId({ companyId: 'hostile', projectId }));
  return Promise.all(numbered(count).map((n) => handle.signal('accept', { by: n, revision: 9 })));
};

test('while everybody whom one company calls hangs, floods or lies, each decision of another one is carried out', async () => {
  const waiting = numbered(20);
  for (const id of waiting) await accept('hostile', id);
  for (const { companyId } of badly) for (const id of numbered(3)) await accept(companyId, id);
  await Promise.all(waiting.map(startWriteBack));
  const signIns = numbered(10).map(() => fetch(`${url}/session/login`, { redirect: 'manual' }).catch(() => undefined));
  const fetched = numbered(10).map((id) => send('hostile/submissions', { projectId: `9${id}` }));
  await waitFor('all of them to hang', () =>
    ['erp', 'webhook', 'mail', 'oauth'].every((party) => hostile.held(party) > 0),
  );
  await waitFor('a full house', () => hostile.held('erp') === slotsPerCompany);
  const flood = sendFlood(waiting[0] ?? '', 500);

  for (const id of numbered(15)) {
    await accept('acme', id);
    await waitFor(`${id} exported`, async () => (await readStatus('acme', id)) === 'exported');
  }

  await flood;
  // Not one call of the first has come to an end that would have made room for the second.
  expect(await Promise.all(waiting.map((id) => readStatus('hostile', id)))).toEqual(waiting.map(() => 'exporting'));
  await waitFor('a full house', () => hostile.held('erp') === slotsPerCompany);
  expect(hostile.held('webhook')).toBeLessThanOrEqual(4);
  expect(hostile.held('oauth')).toBeLessThanOrEqual(5);
  expect((await Promise.all(fetched)).map(({ status }) => status)).toEqual(fetched.map(() => 503));
  await Promise.all(signIns);
  for (const { conduct } of badly) expect(hostile.calls(conduct)).toBeGreaterThan(0);
  expect(hostile.mostTaken()).toBeLessThan(mostBytes);
});

/** 4 MiB of an ERP's answer, and what two systems hold of a connection for those who read slowly. */
const mostBytes = 4 * 1024 * 1024 + 16 * 1024 * 1024;
