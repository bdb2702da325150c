/** The processes of a start: their commands and environments. */
import { dirname, join } from 'node:path';
import { childEnv } from '../../adapters/env';
import type { ChildSpec } from './children';
import type { DevConfig, OwnCodec, OwnServer } from '../start/config';
import { explainDatabase } from '../start/database';
import { showLine } from './output';
import { projectRoot } from '../project';
import { serverFlags } from '../start/server';
import type { PreparedTryton } from '../tryton/tryton';
import { showTrytonLine } from '../tryton/output';
import { trytonArgs, trytonEnv } from '../tryton/program';
import { readCodecToken, readPayloadKeys, readSessionKey } from '../start/secrets';
import { devAudience, devIssuer, publicKeyFile, tokensFile } from '../tokens';

export interface Surroundings {
  readonly config: DevConfig;
  /** Takes a line that is ready to be shown. */
  readonly show: (line: string) => void;
  /** Takes what we have to say ourselves. */
  readonly say: (line: string) => void;
  /** Told when a process started or ended. */
  readonly onChange: () => void;
}

export type ChildEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * A shell that is set up for another Temporal service must not send the development server's clients
 * there: no profile, no key, no TLS.
 */
export const noOtherTemporal = ({ varDirectory }: Pick<DevConfig, 'varDirectory'>): ChildEnvironment => ({
  // Nobody writes it: the SDK takes a missing file as no profiles, an empty one as an error.
  TEMPORAL_CONFIG_FILE: join(varDirectory, 'no-profiles.toml'),
  TEMPORAL_PROFILE: undefined,
  TEMPORAL_API_KEY: undefined,
  TEMPORAL_API_KEY_FILE: undefined,
  TEMPORAL_TLS: undefined,
  TEMPORAL_TLS_CLIENT_CERT_PATH: undefined,
  TEMPORAL_TLS_CLIENT_CERT_DATA: undefined,
  TEMPORAL_TLS_CLIENT_KEY_PATH: undefined,
  TEMPORAL_TLS_CLIENT_KEY_DATA: undefined,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: undefined,
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: undefined,
  TEMPORAL_TLS_SERVER_NAME: undefined,
  TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: undefined,
});

/** What the children have in common. */
export function spec(
  name: string,
  { show, say, onChange }: Pick<Surroundings, 'show' | 'say' | 'onChange'>,
  told: ChildEnvironment,
): Omit<ChildSpec, 'command' | 'args'> {
  return {
    name,
    cwd: projectRoot,
    env: childEnv(told),
    stopWithinMs: 15_000,
    onLine: (line) => {
      const shown = showLine(name, line);
      if (shown !== undefined) show(shown);
    },
    say,
    onChange,
  };
}

export const serverSpec = (surroundings: Surroundings, own: OwnServer, cli: string): ChildSpec => {
  // The server collects garbage less often: a few per cent of its CPU for some tens of megabytes.
  const common = spec('temporal', surroundings, { ...noOtherTemporal(surroundings.config), GOGC: '400' });
  let explained: string | undefined;
  return {
    ...common,
    command: cli,
    args: serverFlags(own, surroundings.config.temporal, surroundings.config.codec?.url),
    onLine: (line) => {
      const why = explainDatabase(line, own.databaseFile);
      if (why !== undefined && why !== explained) surroundings.say(why);
      explained = why ?? explained;
      // The lines that end it are not log lines.
      if (line.startsWith('Error: ')) surroundings.say(`temporal: ${line.slice('Error: '.length)}`);
      // Of the banner that it prints one line is news: it is there, also after a crash.
      const [, address] = /^Temporal Server:\s+(.+)/.exec(line) ?? [];
      if (line.startsWith('{')) common.onLine(line);
      else if (address !== undefined) common.onLine(`server is up on ${address}`);
    },
  };
};

export const trytonSpec = (surroundings: Surroundings, { program, conf }: PreparedTryton): ChildSpec => {
  const common = spec('tryton', surroundings, {});
  return {
    ...common,
    command: join(program.bin, 'python'),
    args: [...trytonArgs(program, 'trytond', conf), '-v'],
    env: trytonEnv(program),
    onLine: (line) => {
      const shown = showTrytonLine(line);
      if (shown !== undefined) common.onLine(shown);
    },
  };
};

/** Keys that the shell has are taken as they are. */
const payloadEnvironment = ({ codec, varDirectory }: DevConfig): ChildEnvironment =>
  codec ? { PAYLOAD_KEYS: codec.givenKeys ?? readPayloadKeys(varDirectory) } : {};

const serviceEnvironment = ({ config }: Surroundings): ChildEnvironment => ({
  ...payloadEnvironment(config),
  ...(config.own ? noOtherTemporal(config) : undefined),
  TEMPORAL_ADDRESS: config.address,
  TEMPORAL_NAMESPACE: config.namespace,
  LEDGERGATE_VAR: config.varDirectory,
  COMPANIES_FILE: config.companiesFile,
});

/** Beside the API's, which keeps the one that was given. */
const workerMetricsPort = ({ metricsPort }: DevConfig): string | undefined =>
  metricsPort === undefined ? undefined : String(metricsPort + 1);

/**
 * `told` adds to the environment, such as the secrets of the ERPs. The paths stay relative: only a worker has `worker`
 * in its command line.
 */
export const workerSpec = (surroundings: Surroundings, told: ChildEnvironment = {}, name = 'worker'): ChildSpec => ({
  ...spec(name, surroundings, {
    ...serviceEnvironment(surroundings),
    METRICS_PORT: workerMetricsPort(surroundings.config),
    ...told,
  }),
  command: process.execPath,
  args: [join('dist', 'worker', 'main.js')],
});

export const apiSpec = (surroundings: Surroundings, told: ChildEnvironment = {}, name = 'api'): ChildSpec => ({
  ...spec(name, surroundings, {
    ...serviceEnvironment(surroundings),
    PORT: String(surroundings.config.apiPort),
    HOST: '127.0.0.1',
    AUTH_ISSUER: devIssuer,
    AUTH_AUDIENCE: devAudience,
    AUTH_KEY_FILE: publicKeyFile(surroundings.config.varDirectory),
    AUTH_JWKS_URL: undefined,
    TEMPORAL_UI_URL: surroundings.config.uiUrl,
    TEMPORAL_DATA_FOLDER: surroundings.config.own && dirname(surroundings.config.own.databaseFile),
    SESSION_KEY: readSessionKey(surroundings.config.varDirectory),
    DEV_TOKENS_FILE: tokensFile(surroundings.config.varDirectory),
    ...told,
  }),
  command: process.execPath,
  args: [join('dist', 'api', 'main.js')],
});

/** Decrypts for the Temporal UI and CLI. It needs nothing of Temporal, companies or people. */
export const codecSpec = (surroundings: Surroundings, { port }: OwnCodec): ChildSpec => {
  const { config } = surroundings;
  return {
    ...spec('codec', surroundings, {
      ...payloadEnvironment(config),
      CODEC_TOKEN: readCodecToken(config.varDirectory),
      CODEC_UI_ORIGIN: config.uiUrl,
      CODEC_HOST: '127.0.0.1',
      CODEC_PORT: String(port),
    }),
    command: process.execPath,
    args: [join('dist', 'api', 'main.js'), 'codec'],
  };
};
