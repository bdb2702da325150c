/** Temporal servers, our worker and API, and the bare worker: each started as `npm start` or a user would. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createCompanies } from '../adapters/companies/companies';
import type { DevConfig, OwnServer } from '../dev/start/config';
import { makeDrops } from '../dev/start/drops';
import { freePort } from '../dev/processes/ports';
import { apiSpec, type ChildEnvironment, serverSpec, workerSpec, type Surroundings } from '../dev/processes/processes';
import { projectRoot } from '../dev/project';
import { waitUntilReady } from '../dev/start/ready';
import { prepareNamespace } from '../dev/start/server';
import type { TemporalDev } from '../dev/temporal/temporal-yaml';
import { writeDevTokens } from '../dev/tokens';
import { type Child, type Group, toGroup } from './children';
import { type Ground, startCluster, type Temporal } from './cluster';

export interface Lab extends Ground {
  readonly cli: string;
  readonly temporal: TemporalDev;
}

/** What Ledgergate runs on: the development server as `npm start` sets it, or two nodes on PostgreSQL. */
export type Servers = 'npm start' | 'cluster';

/** `default`: the development server as the CLI comes, with its database in a file. */
export type Settings = Servers | 'default';

export interface Server {
  readonly config: DevConfig;
  readonly processes: Group;
  /** How a process of the run reaches it. */
  readonly told: ChildEnvironment;
  readonly client: Client;
  readonly stop: () => Promise<void>;
}

function withSettings(temporal: TemporalDev, settings: Settings): TemporalDev {
  if (settings !== 'default') return temporal;
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

async function startDevServer(lab: Lab, config: DevConfig & { own: OwnServer }): Promise<Temporal> {
  const child = await lab.children.start(serverSpec(surroundings(config), config.own, lab.cli));
  const { address, namespace, temporal } = config;
  const connection = { address };
  const wish = { namespace, temporal, isOurs: true };
  await prepareNamespace(connection, wish, { say: () => undefined, signal: lab.signal });
  return { config, processes: toGroup([child]), connection, told: {} };
}

/** `name` is the folder of its data below the lab's. */
export async function startServer(lab: Lab, name: string, settings: Settings): Promise<Server> {
  const wanted = await makeConfig(lab, name, settings);
  const temporal = await (settings === 'cluster' ? startCluster(lab, wanted) : startDevServer(lab, wanted));
  const { config, processes, told } = temporal;
  const connection = await Connection.connect(temporal.connection);
  return {
    config,
    processes,
    told,
    client: new Client({ connection, namespace: config.namespace }),
    stop: async () => {
      await connection.close();
      await processes.end('SIGTERM');
    },
  };
}

export interface Ours {
  readonly worker: Child;
  readonly api: Child;
}

/** The variable that holds the key to an ERP of the lab. */
export const erpKeyVariable = 'BENCH_ERP_KEY';

export async function startWorker(lab: Lab, { config, told }: Server): Promise<Child> {
  const { companiesFile: file, varDirectory } = config;
  await makeDrops(createCompanies({ file, varDirectory, onError: lab.say }), lab.say);
  return lab.children.start(workerSpec(surroundings(config), { ...told, [erpKeyVariable]: 'bench' }));
}

/** Two tokens act for everybody, so no rate limit applies. Needs the tokens and a worker. */
export async function startApi(lab: Lab, { config, told }: Server): Promise<Child> {
  const api = await lab.children.start(apiSpec(surroundings(config), { ...told, RATE_LIMIT: 'off' }));
  await waitUntilReady(`${config.apiUrl}/readyz`, () => undefined, lab.signal);
  return api;
}

export async function startOurs(lab: Lab, server: Server): Promise<Ours> {
  await writeDevTokens(server.config.varDirectory);
  const worker = await startWorker(lab, server);
  return { worker, api: await startApi(lab, server) };
}

export async function startBareWorker(lab: Lab, { config, told }: Server, inbox: string): Promise<Child> {
  await mkdir(inbox, { recursive: true });
  const { cwd, env } = workerSpec(surroundings(config), told);
  const args = [require.resolve('./bare/worker'), inbox];
  return lab.children.start({ name: 'bare', command: process.execPath, args, cwd, env });
}
