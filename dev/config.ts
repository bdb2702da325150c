/** What `npm start` is told: the environment and `temporal-dev.yaml`. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError, parseEnv } from '../adapters/env';
import { temporalConfig } from '../adapters/temporal/connection';
import { projectRoot } from './project';
import { readTemporalYaml, type TemporalDev } from './temporal-yaml';

const port = z.coerce.number('must be a port').int('must be a port').min(1).max(65_535);

const Environment = z.object({
  PORT: port.default(3_000),
  TEMPORAL_PORT: port.optional(),
  TEMPORAL_UI_PORT: port.optional(),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().optional(),
  TEMPORAL_UI_URL: z.url().optional(),
  LEDGERGATE_VAR: z.string().default('var'),
  COMPANIES_FILE: z.string().default('companies.yaml'),
  npm_lifecycle_event: z.string().optional(),
});

/** The development server we start. */
export interface OwnServer {
  readonly address: string;
  readonly port: number;
  readonly uiPort: number;
  readonly databaseFile: string;
}

export interface DevConfig {
  readonly apiPort: number;
  readonly apiUrl: string;
  readonly varDirectory: string;
  readonly companiesFile: string;
  readonly namespace: string;
  readonly temporal: TemporalDev;
  /** Absent: `TEMPORAL_ADDRESS` names a server that somebody else runs. */
  readonly own?: OwnServer;
  readonly address: string;
  readonly uiUrl?: string;
  /** Started by npm: when npm is gone, so are we. */
  readonly isUnderNpm: boolean;
}

type Env = z.infer<typeof Environment>;

function ownServer(env: Env, temporal: TemporalDev, varDirectory: string): OwnServer | undefined {
  if (env.TEMPORAL_ADDRESS !== undefined) return undefined;
  const serverPort = env.TEMPORAL_PORT ?? temporal.ports.grpc;
  return {
    address: `${temporal.ip}:${String(serverPort)}`,
    port: serverPort,
    uiPort: env.TEMPORAL_UI_PORT ?? temporal.ports.ui,
    databaseFile: resolve(varDirectory, temporal.database.file),
  };
}

function refuseSamePorts(env: Env, own: OwnServer | undefined): void {
  const ports = [env.PORT, ...(own ? [own.port, own.uiPort] : [])];
  if (new Set(ports).size < ports.length) {
    throw new ConfigError(`PORT, TEMPORAL_PORT and TEMPORAL_UI_PORT must differ; they are ${ports.join(', ')}.`);
  }
}

/** @throws ConfigError */
export async function readConfig(): Promise<DevConfig> {
  const env = parseEnv(Environment);
  const temporal = await readTemporalYaml(join(projectRoot, 'temporal-dev.yaml'));
  const varDirectory = resolve(projectRoot, env.LEDGERGATE_VAR);
  const own = ownServer(env, temporal, varDirectory);
  refuseSamePorts(env, own);
  const uiUrl = own ? `http://${temporal.ip}:${String(own.uiPort)}` : env.TEMPORAL_UI_URL;
  return {
    apiPort: env.PORT,
    apiUrl: `http://127.0.0.1:${String(env.PORT)}`,
    varDirectory,
    companiesFile: resolve(projectRoot, env.COMPANIES_FILE),
    namespace: own ? (env.TEMPORAL_NAMESPACE ?? temporal.namespace) : temporalConfig().namespace,
    temporal,
    address: own?.address ?? env.TEMPORAL_ADDRESS ?? '',
    ...(own && { own }),
    ...(uiUrl !== undefined && { uiUrl }),
    isUnderNpm: env.npm_lifecycle_event !== undefined,
  };
}
