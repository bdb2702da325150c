/** Temporal as `npm run cluster` runs it, on free ports, for one run of the benchmark. */
import { chmod } from 'node:fs/promises';
import { z } from 'zod';
import type { ConnectionOptions } from '@temporalio/client';
import { parseEnv } from '../adapters/env';
import type { ClusterConfig } from '../dev/cluster/config';
import { temporalEnvironment } from '../dev/cluster/processes';
import { preparePrograms } from '../dev/cluster/programs';
import { readConnection, startTemporal } from '../dev/cluster/temporal';
import { freePort } from '../dev/processes/ports';
import type { ChildEnvironment } from '../dev/processes/processes';
import type { DevConfig } from '../dev/start/config';
import { readDatabasePassword } from '../dev/start/secrets';
import { type Child, type Children, type Group, toGroup } from './children';

/** Where processes of a run are started. */
export interface Ground {
  /** Holds their logs and data. */
  readonly directory: string;
  readonly children: Children;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** A Temporal service that runs. */
export interface Temporal {
  readonly config: DevConfig;
  readonly processes: Group;
  /** How this process connects. */
  readonly connection: ConnectionOptions;
  /** How a process of the run connects. */
  readonly told: ChildEnvironment;
}

let clusters = 0;

/** The nodes of each cluster have the usual ports on addresses of their own, so that two can run at once. */
async function makeConfig(dev: DevConfig): Promise<ClusterConfig> {
  const { PATH: searchPath } = parseEnv(z.object({ PATH: z.string().default('') }));
  const [temporalPort, postgresPort, unusedPort] = await Promise.all([freePort(), freePort(), freePort()]);
  clusters += 1;
  const network = `127.${100 + clusters}.0`;
  const { varDirectory: directory } = dev;
  return {
    // The proxy before the APIs stays without one: the API of the run is reached directly.
    dev: { ...dev, namespace: 'ledgergate', address: `127.0.0.1:${temporalPort}`, apiPort: unusedPort },
    temporalPort,
    postgresPort,
    hosts: [`${network}.2`, `${network}.3`],
    directory,
    password: readDatabasePassword(directory),
    searchPath,
  };
}

/** @throws ConfigError that says what to install */
export async function startCluster(ground: Ground, dev: DevConfig): Promise<Temporal> {
  const { directory, children, say, signal } = ground;
  const config = await makeConfig(dev);
  // PostgreSQL runs as another user than root, and has its data below it.
  await chmod(directory, 0o755);
  const programs = await preparePrograms({
    searchPath: config.searchPath,
    say,
    signal,
    onProcess: () => undefined,
  });
  const started: Child[] = [];
  await startTemporal(
    config,
    { config: config.dev, show: () => undefined, say: () => undefined, onChange: () => undefined },
    programs,
    {
      start: async (spec) => started.push(await children.start(spec)),
      whileTheyLive: (step) => Promise.race([step, children.failed]),
      signal,
    },
  );
  const { namespace, address } = config.dev;
  return {
    config: { ...dev, namespace, address },
    processes: toGroup(started),
    connection: await readConnection(config),
    told: temporalEnvironment(config),
  };
}
