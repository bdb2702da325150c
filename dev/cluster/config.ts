/** The configuration of `npm run cluster`: addresses, folders, and how its clients connect. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseEnv } from '../../adapters/env';
import { commonSettings, listSettings, type Setting } from '../../adapters/settings';
import { wholeNumber } from '../../adapters/whole-number';
import { projectRoot } from '../project';
import type { ChildEnvironment } from '../processes/processes';
import type { DevConfig } from '../start/config';
import { readDatabasePassword } from '../start/secrets';
import { readTemporalYaml } from '../temporal/temporal-yaml';

const port = wholeNumber(1, 65_535);

const Environment = z.object({
  PORT: port.default(3_000).describe('The port of the proxy before the APIs.'),
  TEMPORAL_PORT: port.default(7_233).describe('The port of the proxy before the Temporal nodes.'),
  POSTGRES_PORT: port.default(5_433).describe('The port of PostgreSQL.'),
  ...commonSettings,
  PATH: z.string().default('').describe('Where PostgreSQL, HAProxy, Go and openssl are looked for.'),
  npm_lifecycle_event: z.string().optional(),
});

const { PATH: _path, npm_lifecycle_event: _event, ...shown } = Environment.shape;
export const clusterSettings: readonly Setting[] = listSettings(shown);

/** The two machines of the cluster are two addresses of this one, with the usual ports on each. */
export const hosts = ['127.0.0.2', '127.0.0.3'] as const;

export interface ClusterConfig {
  readonly dev: DevConfig;
  readonly postgresPort: number;
  readonly temporalPort: number;
  /** Holds PostgreSQL's data and the certificates. */
  readonly directory: string;
  readonly password: string;
  readonly searchPath: string;
}

/** The folder under LEDGERGATE_VAR, so that the data of `npm start` and of the cluster do not meet. */
export const clusterFolder = (varDirectory: string): string => join(varDirectory, 'cluster');

/** Makes the folder of the cluster, since its password is kept there. @throws ConfigError */
export async function readClusterConfig(): Promise<ClusterConfig> {
  const env = parseEnv(Environment);
  const directory = clusterFolder(resolve(projectRoot, env.LEDGERGATE_VAR));
  mkdirSync(directory, { recursive: true });
  const companiesFile = resolve(projectRoot, env.COMPANIES_FILE);
  const temporal = await readTemporalYaml(join(projectRoot, 'temporal-dev.yaml'));
  return {
    postgresPort: env.POSTGRES_PORT,
    temporalPort: env.TEMPORAL_PORT,
    directory,
    password: readDatabasePassword(directory),
    searchPath: env.PATH,
    dev: {
      apiPort: env.PORT,
      apiUrl: `http://127.0.0.1:${env.PORT}`,
      varDirectory: directory,
      companiesFile,
      givenCompaniesFile: companiesFile,
      namespace: 'ledgergate',
      temporal,
      address: `127.0.0.1:${env.TEMPORAL_PORT}`,
      isUnderNpm: env.npm_lifecycle_event !== undefined,
    },
  };
}

export const certificates = (directory: string): string => join(directory, 'certificates');

/** Has the process ids of what runs, by name: whoever tries a failover reads it. */
export const processesFile = (directory: string): string => join(directory, 'processes.json');

/** The variables with which a client reaches the cluster. */
export const clientEnvironment = ({ dev, directory }: ClusterConfig): ChildEnvironment => ({
  TEMPORAL_ADDRESS: dev.address,
  TEMPORAL_NAMESPACE: dev.namespace,
  TEMPORAL_TLS: 'true',
  TEMPORAL_TLS_SERVER_NAME: 'temporal',
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: join(certificates(directory), 'ca.crt'),
  TEMPORAL_TLS_CLIENT_CERT_PATH: join(certificates(directory), 'client.crt'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: join(certificates(directory), 'client.key'),
});
