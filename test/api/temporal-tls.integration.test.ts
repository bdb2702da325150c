/** TLS to Temporal that fails because of a setting: API and worker say which, each in one sentence. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { type ApiFolder, createApiFolder } from '../support/api/api-process';
import { send } from '../support/api/send';
import { selfSigned } from '../support/processes/self-signed';
import { startDevServer } from '../support/processes/dev-server';
import { createWorkerFolder, type WorkerFolder } from '../support/processes/worker-process';

const certificate = selfSigned();
let server: Server;
let apis: ApiFolder;
let workers: WorkerFolder;
let addresses: Readonly<Record<'tls' | 'plain', string>>;
let stopPlain: () => Promise<void>;

beforeAll(async () => {
  server = createServer({ ...certificate, ALPNProtocols: ['h2'] }).on('tlsClientError', () => undefined);
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const plain = await startDevServer();
  stopPlain = () => plain.teardown();
  addresses = {
    tls: `localhost:${(server.address() as AddressInfo).port}`,
    plain: plain.address.replace('127.0.0.1', 'localhost'),
  };
  apis = createApiFolder();
  workers = createWorkerFolder();
  writeFileSync(join(apis.path, 'server.crt'), certificate.cert);
});
afterAll(async () => {
  await Promise.all([apis.remove(), workers.remove(), stopPlain()]);
  server.close();
});

test.each<[string, 'tls' | 'plain', { readonly ca?: true; readonly name?: string }, string]>([
  ['an authority that is not trusted', 'tls', {}, 'Set TEMPORAL_TLS_SERVER_CA_CERT_PATH'],
  ['another name', 'tls', { ca: true, name: 'elsewhere' }, 'Set TEMPORAL_TLS_SERVER_NAME'],
  ['a server without TLS', 'plain', {}, 'Set TEMPORAL_TLS to false'],
])('%s', async (_, kind, { ca, name }, remedy) => {
  const settings = {
    TEMPORAL_ADDRESS: addresses[kind],
    TEMPORAL_TLS: 'true',
    ...(ca === true ? { TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(apis.path, 'server.crt') } : undefined),
    ...(name === undefined ? undefined : { TEMPORAL_TLS_SERVER_NAME: name }),
  };
  const worker = workers.start('companies: {}\n', settings);
  const api = apis.start(settings);
  const url = await api.url();
  const readiness = await send(url, 'GET', '/readyz');
  expect({ status: readiness.status, code: readiness.json['code'] }).toEqual({ status: 503, code: 'temporal_denied' });
  expect(readiness.json['detail']).toContain(remedy);
  expect(await worker.ended).toBe(1);
  expect(worker.stderr()).toMatch(/^Temporal at \S+ cannot be used\. [^\n]+\n$/);
  expect(worker.stderr()).toContain(remedy);
});
