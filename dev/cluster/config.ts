/** The configuration of `npm run cluster`: addresses, folders, and how its clients connect. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseEnv } from '../../adapters/env';
import { commonSettings, listSettings, type Setting } from '../../adapters/settings';
import { wholeNumber } from '../../adapters/whole-number';
import { projectRoot } from '../project';
import type { ChildEnvironment } from '../processes/processes';
import type { DevConfig, Extras, OwnTryton } from '../start/config';
import { readDatabasePassword } from '../start/secrets';
import { readTemporalYaml } from '../temporal/temporal-yaml';
import { defined } from '../../workflows/contract/defined';

const port = wholeNumber(1, 65_535);

const Environment = z.object({
  PORT: port.default(3_000).describe('The port of the proxy before the APIs.'),
  TEMPORAL_PORT: port.default(7_233).describe('The port of the proxy before the Temporal nodes.'),
  POSTGRES_PORT: port.default(5_433).describe('The port of PostgreSQL.'),
  CLUSTER_NETWORK: z
    .string()
    .regex(/^127(\.\d{1,3}){2}$/, 'must be the first three numbers of loopback addresses, such as 127.0.0')
    .default('127.0.0')
    .describe('The two machines have the addresses .2 and .3 of this loopback network.'),
  TRYTON_PORT: port.default(8_000).describe('The port of Tryton.'),
  ...commonSettings,
  PATH: z.string().default('').describe('Where PostgreSQL, HAProxy, Go and openssl are looked for.'),
  npm_lifecycle_event: z.string().optional(),
});

const { PATH: _path, npm_lifecycle_event: _event, ...shown } = Environment.shape;
export const clusterSettings: readonly Setting[] = listSettings(shown);

export interface ClusterConfig {
  readonly dev: DevConfig;
  readonly postgresPort: number;
  readonly temporalPort: number;
  /** The two machines of the cluster are two addresses of this one, with the usual ports on each. */
  readonly hosts: readonly [string, string];
  /** Holds PostgreSQL's data and the certificates. */
  readonly directory: string;
  readonly password: string;
  readonly searchPath: string;
}

/** The folder under LEDGERGATE_VAR, so that the data of `npm start` and of the cluster do not meet. */
const clusterFolder = (varDirectory: string): string => join(varDirectory, 'cluster');

/** Makes the folder of the cluster, since its password is kept there. @throws ConfigError */
export async function readClusterConfig(extras: Pick<Extras, 'tryton'> = {}): Promise<ClusterConfig> {
  const env = parseEnv(Environment);
  const directory = clusterFolder(resolve(projectRoot, env.LEDGERGATE_VAR));
  mkdirSync(directory, { recursive: true });
  const givenCompaniesFile = resolve(projectRoot, env.COMPANIES_FILE);
  const tryton: OwnTryton | undefined = extras.tryton
    ? { url: `http://127.0.0.1:${env.TRYTON_PORT}`, port: env.TRYTON_PORT, directory: join(directory, 'tryton') }
    : undefined;
  const temporal = await readTemporalYaml(join(projectRoot, 'temporal-dev.yaml'));
  return {
    postgresPort: env.POSTGRES_PORT,
    temporalPort: env.TEMPORAL_PORT,
    hosts: [`${env.CLUSTER_NETWORK}.2`, `${env.CLUSTER_NETWORK}.3`],
    directory,
    password: readDatabasePassword(directory),
    searchPath: env.PATH,
    dev: {
      apiPort: env.PORT,
      apiUrl: `http://127.0.0.1:${env.PORT}`,
      varDirectory: directory,
      companiesFile: tryton ? join(directory, 'companies.tryton.yaml') : givenCompaniesFile,
      givenCompaniesFile,
      ...defined({ tryton }),
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
