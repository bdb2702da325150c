/** Temporal servers, our worker and API, and the bare worker: each started as `npm start` or a user would. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createCompanies } from '../adapters/companies/companies';
import type { DevConfig, OwnServer } from '../dev/start/config';
import { makeDrops } from '../dev/start/drops';
import { freePort } from '../dev/processes/ports';
import { apiSpec, serverSpec, workerSpec, type Surroundings } from '../dev/processes/processes';
import { projectRoot } from '../dev/project';
import { waitUntilReady } from '../dev/start/ready';
import { prepareNamespace } from '../dev/start/server';
import type { TemporalDev } from '../dev/temporal/temporal-yaml';
import { writeDevTokens } from '../dev/tokens';
import type { Child, Children } from './children';

export interface Lab {
  readonly directory: string;
  readonly cli: string;
  readonly temporal: TemporalDev;
  readonly children: Children;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** `npm start`: as temporal-dev.yaml says. `default`: as the CLI comes, with its database in a file. */
export type Settings = 'npm start' | 'default';

export interface Server {
  readonly config: DevConfig;
  readonly child: Child;
  readonly client: Client;
  readonly stop: () => Promise<void>;
}

function withSettings(temporal: TemporalDev, settings: Settings): TemporalDev {
  if (settings === 'npm start') return temporal;
  return { ...temporal, database: { ...temporal.database, pragmas: {} }, searchAttributes: {}, dynamicConfig: {} };
}

async function makeConfig(lab: Lab, name: string, settings: Settings): Promise<DevConfig & { own: OwnServer }> {
  const [port, uiPort, apiPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const varDirectory = join(lab.directory, name);
  await mkdir(varDirectory, { recursive: true });
  const temporal = withSettings(lab.temporal, settings);
  const address = `${temporal.ip}:${port}`;
  return {
    apiPort,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    varDirectory,
    temporal,
    address,
    companiesFile: join(projectRoot, 'bench', 'companies.yaml'),
    givenCompaniesFile: join(projectRoot, 'bench', 'companies.yaml'),
    namespace: temporal.namespace,
    own: { address, port, uiPort, databaseFile: join(varDirectory, temporal.database.file) },
    uiUrl: `http://${temporal.ip}:${uiPort}`,
    isUnderNpm: false,
  };
}

const surroundings = (config: DevConfig): Surroundings => ({
  say: () => undefined,
  config,
  show: () => undefined,
  onChange: () => undefined,
});

/** `name` is the folder of its data below the lab's. */
export async function startServer(lab: Lab, name: string, settings: Settings): Promise<Server> {
  const config = await makeConfig(lab, name, settings);
  const child = await lab.children.start(serverSpec(surroundings(config), config.own, lab.cli));
  const { address, namespace, temporal } = config;
  await prepareNamespace(
    { address },
    { namespace, temporal, isOurs: true },
    { say: () => undefined, signal: lab.signal },
  );
  const connection = await Connection.connect({ address });
  return {
    config,
    child,
    client: new Client({ connection, namespace }),
    stop: async () => {
      await connection.close();
      await child.end('SIGTERM');
    },
  };
}

export interface Ours {
  readonly worker: Child;
  readonly api: Child;
}

/** The variable that holds the key to an ERP of the lab. */
export const erpKeyVariable = 'BENCH_ERP_KEY';

export async function startWorker(lab: Lab, { config }: Server): Promise<Child> {
  const { companiesFile: file, varDirectory } = config;
  await makeDrops(createCompanies({ file, varDirectory, onError: lab.say }), lab.say);
  const spec = workerSpec(surroundings(config));
  return lab.children.start({ ...spec, env: { ...spec.env, [erpKeyVariable]: 'bench' } });
}

/** Two tokens act for everybody, so no rate limit applies. Needs the tokens and a worker. */
export async function startApi(lab: Lab, { config }: Server): Promise<Child> {
  const spec = apiSpec(surroundings(config));
  const api = await lab.children.start({ ...spec, env: { ...spec.env, RATE_LIMIT: 'off' } });
  await waitUntilReady(`${config.apiUrl}/readyz`, () => undefined, lab.signal);
  return api;
}

export async function startOurs(lab: Lab, server: Server): Promise<Ours> {
  await writeDevTokens(server.config.varDirectory);
  const worker = await startWorker(lab, server);
  return { worker, api: await startApi(lab, server) };
}

export async function startBareWorker(lab: Lab, { config }: Server, inbox: string): Promise<Child> {
  await mkdir(inbox, { recursive: true });
  const { cwd, env } = workerSpec(surroundings(config));
  const args = [require.resolve('./bare/worker'), inbox];
  return lab.children.start({ name: 'bare', command: process.execPath, args, cwd, env });
}
