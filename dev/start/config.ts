/** The configuration of `npm start`, from the environment and `temporal-dev.yaml`. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError, parseEnv } from '../../adapters/env';
import { temporalConfig } from '../../adapters/temporal/connection';
import { commonSettings, listSettings, logLevel, type Setting } from '../../adapters/settings';
import { wholeNumber } from '../../adapters/whole-number';
import { projectRoot, workFolder } from '../project';
import { readTemporalYaml, type TemporalDev } from '../temporal/temporal-yaml';
import { defined } from '../../workflows/contract/defined';

const port = wholeNumber(1, 65_535);

const Environment = z.object({
  PORT: port.default(3_000).describe('The port of the API.'),
  TEMPORAL_PORT: port.optional().describe('The port of the Temporal server. Default: 7233, by temporal-dev.yaml.'),
  TEMPORAL_UI_PORT: port.optional().describe('The port of the Temporal UI. Default: 8233, by temporal-dev.yaml.'),
  TRYTON_PORT: port.default(8_000).describe('The port of Tryton.'),
  CODEC_PORT: port.default(8_081).describe('The port of the codec server.'),
  PAYLOAD_KEYS: z.string().optional().describe('The payload keys of --encrypt. Default: one that is made once.'),
  TEMPORAL_ADDRESS: z.string().optional().describe('A Temporal server to use. If it is set, none is started.'),
  TEMPORAL_NAMESPACE: z.string().optional().describe('The namespace. Default: default, by temporal-dev.yaml.'),
  TEMPORAL_UI_URL: z.url().optional().describe('The UI of that server.'),
  METRICS_PORT: wholeNumber(1, 65_534)
    .optional()
    .describe("The port of the API's metrics; the worker's have the next one. Unset, there are none."),
  ...commonSettings,
  npm_lifecycle_event: z.string().optional(),
});

export const startSettings: readonly Setting[] = [
  ...listSettings(Environment.shape),
  {
    name: 'TEMPORAL_CLI',
    meaning: 'The path of the Temporal CLI, if another is to be used than the one that is found.',
  },
  ...listSettings({ LOG_LEVEL: logLevel }),
];

/** The development server we start. */
export interface OwnServer {
  readonly address: string;
  readonly port: number;
  readonly uiPort: number;
  readonly databaseFile: string;
}

/** The Tryton that is started too. */
export interface OwnTryton {
  readonly url: string;
  readonly port: number;
  readonly directory: string;
}

/** The codec server that is started too. */
export interface OwnCodec {
  readonly url: string;
  readonly port: number;
  /** `PAYLOAD_KEYS` of the shell. Absent: those under the data folder. */
  readonly givenKeys?: string;
}

export interface DevConfig {
  readonly apiPort: number;
  readonly apiUrl: string;
  /** The port of the API's metrics, if there are any. */
  readonly metricsPort?: number;
  readonly varDirectory: string;
  readonly companiesFile: string;
  /** As COMPANIES_FILE says; with Tryton `companiesFile` is made from it. */
  readonly givenCompaniesFile: string;
  readonly tryton?: OwnTryton;
  /** Present if payloads are encrypted. */
  readonly codec?: OwnCodec;
  readonly namespace: string;
  readonly temporal: TemporalDev;
  /** Absent: `TEMPORAL_ADDRESS` names a server that somebody else runs. */
  readonly own?: OwnServer;
  readonly address: string;
  readonly uiUrl?: string;
  /** Whether npm started this process, which then ends together with npm. */
  readonly isUnderNpm: boolean;
}

type Env = z.infer<typeof Environment>;

function ownServer(env: Env, temporal: TemporalDev, varDirectory: string): OwnServer | undefined {
  if (env.TEMPORAL_ADDRESS !== undefined) return undefined;
  const serverPort = env.TEMPORAL_PORT ?? temporal.ports.grpc;
  return {
    address: `${temporal.ip}:${serverPort}`,
    port: serverPort,
    uiPort: env.TEMPORAL_UI_PORT ?? temporal.ports.ui,
    databaseFile: resolve(varDirectory, temporal.database.file),
  };
}

function refuseSamePorts(env: Env, { own, tryton, codec }: Pick<DevConfig, 'own' | 'tryton' | 'codec'>): void {
  const wanted: Readonly<Record<string, number | undefined>> = {
    PORT: env.PORT,
    TEMPORAL_PORT: own?.port,
    TEMPORAL_UI_PORT: own?.uiPort,
    TRYTON_PORT: tryton?.port,
    CODEC_PORT: codec?.port,
    METRICS_PORT: env.METRICS_PORT,
  };
  const ports = Object.entries(wanted).filter(([, number]) => number !== undefined);
  if (new Set(ports.map(([, number]) => number)).size < ports.length) {
    const list = ports.map(([name, number]) => `${name} ${String(number)}`).join(', ');
    throw new ConfigError(`The ports must differ: ${list}.`);
  }
}

const ownTryton = ({ TRYTON_PORT }: Env, varDirectory: string): OwnTryton => ({
  url: `http://127.0.0.1:${TRYTON_PORT}`,
  port: TRYTON_PORT,
  directory: join(varDirectory, 'tryton'),
});

type ServerPart = Pick<DevConfig, 'namespace' | 'own' | 'address' | 'uiUrl'>;

function readServer(env: Env, temporal: TemporalDev, own: OwnServer | undefined): ServerPart {
  if (own) {
    const namespace = env.TEMPORAL_NAMESPACE ?? temporal.namespace;
    return { namespace, own, address: own.address, uiUrl: `http://${temporal.ip}:${own.uiPort}` };
  }
  const { TEMPORAL_ADDRESS: address = '', TEMPORAL_UI_URL: uiUrl } = env;
  return { namespace: temporalConfig().namespace, address, ...defined({ uiUrl }) };
}

const ownCodec = ({ CODEC_PORT, PAYLOAD_KEYS: givenKeys }: Env): OwnCodec =>
  defined({ url: `http://127.0.0.1:${CODEC_PORT}`, port: CODEC_PORT, givenKeys });

/** What runs beside the rest. */
export interface Extras {
  readonly tryton?: boolean;
  /** Payloads are encrypted, and a codec server decrypts for the Temporal UI and CLI. */
  readonly encrypt?: boolean;
}

/** In the folder of the person, or else the example of the package. */
function findCompaniesFile({ COMPANIES_FILE: file }: Env): string {
  const own = resolve(workFolder, file);
  return existsSync(own) ? own : resolve(projectRoot, file);
}

/** @throws ConfigError */
export async function readConfig(extras: Extras = {}): Promise<DevConfig> {
  const env = parseEnv(Environment);
  const temporal = await readTemporalYaml(join(projectRoot, 'temporal-dev.yaml'));
  const varDirectory = resolve(workFolder, env.LEDGERGATE_VAR);
  const own = ownServer(env, temporal, varDirectory);
  const tryton = extras.tryton ? ownTryton(env, varDirectory) : undefined;
  const codec = extras.encrypt ? ownCodec(env) : undefined;
  refuseSamePorts(env, defined({ own, tryton, codec }));
  const givenCompaniesFile = findCompaniesFile(env);
  return {
    apiPort: env.PORT,
    apiUrl: `http://127.0.0.1:${env.PORT}`,
    ...defined({ metricsPort: env.METRICS_PORT }),
    varDirectory,
    companiesFile: tryton ? join(varDirectory, 'companies.tryton.yaml') : givenCompaniesFile,
    givenCompaniesFile,
    ...defined({ tryton, codec }),
    ...readServer(env, temporal, own),
    temporal,
    isUnderNpm: env.npm_lifecycle_event !== undefined,
  };
}
