/** One request through all processes: its id in every log and call, and, where there is a collector, its trace. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { z } from 'zod';
import { waitFor } from '../../dev/processes/wait-for';
import { type ApiFolder, createApiFolder } from '../support/api/api-process';
import { send } from '../support/api/send';
import { signToken } from '../support/api/tokens';
import { project } from '../support/domain/fixtures';
import { startDevServer } from '../support/processes/dev-server';
import { createWorkerFolder, type WorkerFolder } from '../support/processes/worker-process';

const Attribute = z.object({
  key: z.string(),
  value: z.looseObject({ stringValue: z.string().optional() }),
});
const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(Attribute),
  status: z.looseObject({ code: z.number().optional(), message: z.string().optional() }),
  events: z.array(z.unknown()),
});
type Span = z.infer<typeof Span> & { readonly service: string };
const Traces = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

const Order = z.object({ reference: z.string(), content: z.unknown() });

let spans: Span[];
let calls: { readonly path: string; readonly headers: IncomingHttpHeaders }[];
/** What the ERP says of each order before it takes one. */
let refusals: string[];
let record: unknown;

function keepSpans(body: unknown): void {
  for (const { resource, scopeSpans } of Traces.parse(body).resourceSpans) {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, service }))));
  }
}

function answerAsErp(path: string, body: unknown): [number, unknown] {
  if (path === '/erp/find') return [200, { record }];
  const words = refusals.shift();
  if (words !== undefined) return [429, { message: words }];
  const { reference, content } = Order.parse(body);
  record = { reference, ids: { job: 'J-1' }, content };
  return [200, { record }];
}

/** Collector and ERP in one. */
const server = createServer((request, response) => {
  void json(request).then((body) => {
    const { url: path = '', headers } = request;
    if (path === '/v1/traces') keepSpans(body);
    else calls.push({ path, headers });
    const [status, answer] = path === '/v1/traces' ? [200, {}] : answerAsErp(path, body);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  });
});
const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const companiesYaml = (): string => `companies:
  acme:
    name: Acme
    integration: { erp: vista, adapter: http, url: "${origin()}/erp", tokenVariable: ERP_TOKEN, signingVariable: ERP_KEY }
    policy: { rawSignals: all }
`;

let env: TestWorkflowEnvironment;
let apis: ApiFolder;
let workers: WorkerFolder;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  env = await startDevServer();
});
afterAll(async () => {
  server.close();
  await env.teardown();
});
beforeEach(() => {
  [spans, calls, refusals, record] = [[], [], [], null];
  apis = createApiFolder();
  workers = createWorkerFolder(env.address);
});
afterEach(async () => {
  await Promise.all([apis.remove(), workers.remove()]);
});

const secrets = { ERP_TOKEN: 'token-of-the-erp', ERP_KEY: `whsec_${Buffer.alloc(32, 7).toString('base64')}` };

/** Submits and accepts a project, the accept as a request with this id, and waits until it is exported. */
async function exportOne(projectId: string, requestId: string, settings: Readonly<Record<string, string>>) {
  const worker = workers.start(companiesYaml(), { ...secrets, ...settings, OTEL_BSP_SCHEDULE_DELAY: '50' });
  await worker.started();
  const api = apis.start({ TEMPORAL_ADDRESS: env.address, ...settings, OTEL_BSP_SCHEDULE_DELAY: '50' });
  const url = await api.url();
  const path = '/v1/companies/acme/submissions';
  const [admin, approver] = await Promise.all([
    signToken('ada', { acme: { admin: true } }),
    signToken('tess', { acme: { approver: true } }),
  ]);
  expect((await send(url, 'POST', path, { token: admin, json: { projectId, project } })).status).toBe(201);
  const accept = { revision: 1, job: { number: `24-${projectId}` } };
  const headers = { 'X-Request-Id': requestId, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
  const answer = await waitFor('the accept', async () => {
    const received = await send(url, 'POST', `${path}/${projectId}/accept`, { token: approver, json: accept, headers });
    return received.status === 200 ? received : undefined;
  });
  expect(answer.headers['x-request-id']).toBe(requestId);
  await waitFor('the export', async () => {
    const { json: view } = await send(url, 'GET', `${path}/${projectId}`, { token: admin });
    return view['status'] === 'exported';
  });
  return { api, worker };
}

const lines = (output: string): Record<string, unknown>[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('the id of the accept is in the logs of API and worker and in the calls to the ERP, with no collector', async () => {
  refusals = ['not now'];
  const { api, worker } = await exportOne('2001', 'accept-2001', {});
  const ofApi = lines(api.output()).filter(({ requestId }) => requestId === 'accept-2001');
  expect(ofApi.map(({ projectId, status }) => ({ projectId, status }))).toContainEqual({
    projectId: '2001',
    status: 200,
  });
  const ofWorker = lines(worker.output()).filter(({ requestId }) => requestId === 'accept-2001');
  expect(ofWorker).toContainEqual(expect.objectContaining({ workflowId: 'submission:acme:2001' }));
  expect(calls.map(({ path }) => path)).toContain('/erp/export');
  expect(new Set(calls.map(({ headers }) => headers['x-request-id']))).toEqual(new Set(['accept-2001']));
  const caller = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  expect(new Set(calls.map(({ headers }) => headers['traceparent']))).toEqual(new Set([caller]));
  expect(spans).toEqual([]);
});

test('with a collector, each part of the request is a span under the one that caused it, without any words', async () => {
  refusals = ['canary of the ERP'];
  const { api, worker } = await exportOne('2002', 'accept-2002', { OTEL_EXPORTER_OTLP_ENDPOINT: origin() });
  const find = (name: string): Span[] => spans.filter((span) => span.traceId === 'a'.repeat(32) && span.name === name);
  await waitFor('the spans', () => Promise.resolve(find('exportToErp').length >= 2 || undefined));
  const [request] = find('POST /v1/companies/{companyId}/submissions/{projectId}/accept').slice(-1);
  const [update] = find('update accept').slice(-1);
  const attempts = find('exportToErp');
  expect(request).toMatchObject({ service: 'ledgergate-api', parentSpanId: 'b'.repeat(16) });
  expect(update).toMatchObject({ service: 'ledgergate-api', parentSpanId: request?.spanId });
  for (const attempt of attempts) {
    expect(attempt).toMatchObject({ service: 'ledgergate-worker', parentSpanId: update?.spanId });
  }
  const writes = find('erp write');
  const caused = attempts.map(({ spanId }) => spanId);
  expect(writes.length).toBeGreaterThanOrEqual(2);
  expect(writes.filter(({ parentSpanId = '' }) => !caused.includes(parentSpanId))).toEqual([]);
  const sent = calls.filter(({ path }) => path === '/erp/export').map(({ headers }) => headers['traceparent']);
  expect(sent.sort()).toEqual(writes.map(({ spanId }) => `00-${'a'.repeat(32)}-${spanId}-01`).sort());
  expect(attempts.map(({ status }) => status.code ?? 0).sort()).toEqual([0, 2]);
  // Ids are random, and their hex digits can spell a name.
  const text = JSON.stringify(spans).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}/g, '');
  expect(text).not.toMatch(/canary|harbour|24-2002|tess|ada/i);
  for (const process of [api, worker]) expect(process.output()).toContain('tracing started');
});
