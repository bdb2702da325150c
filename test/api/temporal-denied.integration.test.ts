/** Temporal behind an authorizer: what API and worker say when it refuses them, and how a new key reaches them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { grpc } from '../../adapters/temporal/grpc';
import { createGateway, type Gateway } from '../../api/gateway/gateway';
import { waitFor } from '../../dev/processes/wait-for';
import type { WatchedProcess } from '../../dev/processes/watched-process';
import { type ApiFolder, createApiFolder } from '../support/api/api-process';
import { send } from '../support/api/send';
import { signToken } from '../support/api/tokens';
import { integration, policy, project, sender } from '../support/domain/fixtures';
import { startDevServer } from '../support/processes/dev-server';
import { type GrpcStatus, TemporalFront } from '../support/processes/temporal-front';
import { createWorkerFolder, type WorkerFolder } from '../support/processes/worker-process';

const companiesYaml = `companies:
  acme:
    name: Acme
    integration: { erp: sage-intacct, adapter: file-drop, directory: erp/acme }
    policy: { rawSignals: all }
`;
const unauthorized: GrpcStatus = { code: grpc.permissionDenied, message: 'Request unauthorized.' };

let env: TestWorkflowEnvironment;
let front: TemporalFront;
let apis: ApiFolder;
let workers: WorkerFolder;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  env = await startDevServer();
  front = await TemporalFront.start(env.address);
});
afterAll(async () => {
  front.stop();
  await env.teardown();
});
beforeEach(() => {
  front.refusing = () => undefined;
  apis = createApiFolder();
  workers = createWorkerFolder(front.address);
});
afterEach(async () => {
  await Promise.all([apis.remove(), workers.remove()]);
});

const admits =
  (key: string): TemporalFront['refusing'] =>
  ({ apiKey }) =>
    apiKey === key ? undefined : unauthorized;
const withKey = (settings: Readonly<Record<string, string>>) => ({
  TEMPORAL_ADDRESS: front.address,
  TEMPORAL_TLS: 'false',
  ...settings,
});
const readiness = async (url: string): Promise<unknown> => (await send(url, 'GET', '/readyz')).json['code'];
const untilReadiness = (url: string, code: string | undefined): Promise<unknown> =>
  waitFor(`readiness is ${code ?? 'there'}`, async () => ((await readiness(url)) === code ? true : undefined));
const untilPrinted = (process: WatchedProcess, text: string): Promise<unknown> =>
  waitFor(text, () => Promise.resolve(process.output().includes(text) || undefined));

test('an API that Temporal does not let in says so to every caller and to its log, without the key', async () => {
  front.refusing = admits('right');
  const api = apis.start(withKey({ TEMPORAL_API_KEY: 'wr0ng-k3y' }));
  const url = await api.url();
  const token = await signToken('ada', { acme: { admin: true } });
  const path = '/v1/companies/acme/submissions';
  const answers = await Promise.all([
    send(url, 'GET', '/readyz'),
    send(url, 'GET', path, { token }),
    send(url, 'GET', `${path}/1042`, { token }),
    send(url, 'GET', '/v1/companies/acme/submission-counts', { token }),
    send(url, 'POST', path, { token, json: { projectId: '1042', project } }),
    send(url, 'POST', `${path}/1042/retrieve`, { token, json: { revision: 1 } }),
  ]);
  for (const { status, headers, json } of answers) {
    expect({ status, code: json['code'] }).toEqual({ status: 503, code: 'temporal_denied' });
    expect(json['detail']).toMatch(/TEMPORAL_NAMESPACE.*TEMPORAL_API_KEY.*TEMPORAL_TLS_CLIENT_CERT_PATH/);
    expect(headers['retry-after']).toBe('2');
  }
  await untilPrinted(api, 'Request unauthorized.');
  expect(api.output()).not.toContain('wr0ng-k3y');
});

test.each<[string, GrpcStatus]>([
  ['does not know it', { code: grpc.unauthenticated, message: 'Who are you?' }],
  ['gives it no right', unauthorized],
])('a worker ends with one sentence where Temporal %s', async (_, refusal) => {
  front.refusing = () => refusal;
  const worker = workers.start(companiesYaml, withKey({ TEMPORAL_API_KEY: 'wr0ng-k3y' }));
  expect(await worker.ended).toBe(1);
  const lines = worker.output().trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`denies this worker access to the namespace default (${refusal.code} `);
  expect(lines[0]).toMatch(/Check TEMPORAL_NAMESPACE.*TEMPORAL_API_KEY_FILE/);
  expect(lines[0]).not.toContain('wr0ng-k3y');
});

test('a key that may only read is no key to work with: the API is not ready, and a worker ends', async () => {
  const reads = /^(Describe|Get|List|Count|Query)/;
  front.refusing = ({ method }) => (reads.test(method) || method === 'Check' ? undefined : unauthorized);
  const worker = workers.start(companiesYaml);
  expect(await worker.ended).toBe(1);
  expect(worker.stderr()).toMatch(/^Temporal at \S+ denies this worker .* namespace\.\n$/);
  front.refusing = ({ method }) =>
    reads.test(method) || /^(Check|Poll|Respond)/.test(method) ? undefined : unauthorized;
  expect(await readiness(await apis.start(withKey({})).url())).toBe('temporal_denied');
});

test('a worker that may connect and not use the namespace ends like that as well', async () => {
  front.refusing = ({ method }) => (method === 'DescribeNamespace' ? unauthorized : undefined);
  const worker = workers.start(companiesYaml);
  expect(await worker.ended).toBe(1);
  expect(worker.stderr()).toMatch(/^Temporal at \S+ denies this worker .* namespace\.\n$/);
});

test('the key is read again from its file by an API and a worker that run, and a bad file changes nothing', async () => {
  front.refusing = admits('first');
  const file = join(apis.path, 'key');
  writeFileSync(file, 'first\n');
  const settings = withKey({ TEMPORAL_API_KEY_FILE: file });
  const [api, worker] = [apis.start(settings), workers.start(companiesYaml, settings)];
  const url = await api.url();
  await worker.started();
  await untilReadiness(url, undefined);

  writeFileSync(file, '\n');
  for (const process of [api, worker]) await untilPrinted(process, 'is empty');
  expect(await readiness(url)).toBeUndefined();

  front.refusing = admits('second');
  expect(await readiness(url)).toBe('temporal_denied');
  writeFileSync(file, 'second\n');
  for (const process of [api, worker]) await untilPrinted(process, 'the API key of Temporal was read again');
  await untilReadiness(url, undefined);
  const polled = new Set<string | undefined>();
  front.refusing = (call) => {
    if (call.method === 'PollWorkflowTaskQueue') polled.add(call.apiKey);
    return admits('second')(call);
  };
  front.hangUp();
  await waitFor('the worker polls', () => Promise.resolve(polled.has('second') || undefined));
  for (const process of [api, worker]) expect(process.output().match(/is empty/g)).toHaveLength(1);
});

describe('a process whose settings of Temporal cannot be used ends with one sentence', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'a key and a file of it',
      { TEMPORAL_API_KEY: 'k', TEMPORAL_API_KEY_FILE: 'f' },
      /TEMPORAL_API_KEY_FILE: cannot be/,
    ],
    ['a file that is not there', { TEMPORAL_API_KEY_FILE: 'nowhere' }, /TEMPORAL_API_KEY_FILE: nowhere.*ENOENT/],
    ['a profile that is not there', { TEMPORAL_PROFILE: 'nobody' }, /Profile 'nobody' not found.*TEMPORAL_\*/],
    ['a certificate that is not there', { TEMPORAL_TLS_CLIENT_CERT_PATH: 'nowhere' }, /settings of Temporal.*nowhere/],
  ])('%s', async (_, settings, why) => {
    for (const process of [apis.start(settings), workers.start(companiesYaml, settings)]) {
      expect(await process.ended).toBe(1);
      expect(process.output()).toMatch(why);
      expect(process.output()).not.toMatch(/\n\s+at |node:internal/);
    }
  });
});

describe('every other status of gRPC is a problem that says what to do', () => {
  const id = { companyId: 'acme', projectId: '1042' };
  const open = (namespace = 'default'): Gateway =>
    createGateway({ connectionOptions: { address: front.address }, namespace });
  const codes = async (gateway: Gateway): Promise<unknown[]> => {
    const calls = [
      () => gateway.ready(),
      () => gateway.count({ companyId: 'acme', status: 'exported', alike: undefined }),
      () => gateway.submit({ id, project, terms: { integration, policy }, by: sender }),
    ];
    const outcomes = await Promise.allSettled(calls.map((call) => call()));
    await gateway.close();
    return outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as { code?: unknown }).code : 'ok',
    );
  };

  test.each<[keyof typeof grpc, readonly string[]]>([
    ['unknown', ['busy', 'busy', 'not_confirmed']],
    ['failedPrecondition', ['busy', 'busy', 'not_confirmed']],
    ['internal', ['busy', 'busy', 'not_confirmed']],
    ['dataLoss', ['busy', 'busy', 'not_confirmed']],
    ['unimplemented', ['temporal_unprepared', 'temporal_unprepared', 'temporal_unprepared']],
    ['permissionDenied', ['temporal_denied', 'temporal_denied', 'temporal_denied']],
    ['unauthenticated', ['temporal_denied', 'temporal_denied', 'temporal_denied']],
    ['unavailable', ['temporal_unreachable', 'temporal_unreachable', 'temporal_unreachable']],
    ['resourceExhausted', ['busy', 'busy', 'not_confirmed']],
    ['aborted', ['busy', 'busy', 'not_confirmed']],
  ])('%s', async (name, expected) => {
    front.refusing = () => ({ code: grpc[name], message: 'Words of the server' });
    expect(await codes(open())).toEqual(expected);
  });

  test('a limit of the server that is reached is named, to be repeated, and a limit that is reached for a moment is not noticed', async () => {
    const api = apis.start(withKey({}));
    const url = await api.url();
    const token = await signToken('ada', { acme: { admin: true } });
    const ask = () => send(url, 'GET', '/v1/companies/acme/submissions/1042', { token });
    front.refusing = () => ({ code: grpc.resourceExhausted, message: 'namespace rate limit exceeded' });
    const { status, headers, json } = await ask();
    expect({ status, code: json['code'], retry: headers['retry-after'] }).toEqual({
      status: 503,
      code: 'busy',
      retry: '2',
    });
    expect(json['detail']).toContain('a limit of the server is reached');
    await untilPrinted(api, 'namespace rate limit exceeded');

    let refusals = 3;
    front.refusing = () => {
      refusals -= 1;
      return refusals >= 0 ? { code: grpc.resourceExhausted, message: 'for a moment' } : undefined;
    };
    expect((await ask()).status).toBe(404);
    expect(refusals).toBeLessThan(0);
  });

  test('a namespace that is not there', async () => {
    expect(await codes(open('nowhere'))).toEqual(Array(3).fill('temporal_unprepared'));
  });

  test('a search attribute that is not there', async () => {
    const message = 'Namespace default has no mapping defined for search attribute Revision';
    front.refusing = () => ({ code: grpc.invalidArgument, message });
    expect(await codes(open())).toEqual(Array(3).fill('temporal_unprepared'));
  });
});
