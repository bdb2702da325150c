/** The processes of the cluster beside PostgreSQL: the nodes of Temporal, the proxy, two workers and two APIs. */
import { join } from 'node:path';
import { projectRoot } from '../project';
import type { ChildSpec } from '../processes/children';
import { apiSpec, noOtherTemporal, spec, type Surroundings, workerSpec } from '../processes/processes';
import { certificates, clientEnvironment, type ClusterConfig, hosts } from './config';
import { databaseUser } from './database';
import type { ClusterPrograms } from './programs';

const deployed = (file: string): string => join(projectRoot, 'deploy', file);

const apiPort = 3_000;

type Specs = (config: ClusterConfig, surroundings: Surroundings, programs: ClusterPrograms) => readonly ChildSpec[];

export const nodeSpecs: Specs = ({ directory, password, postgresPort }, surroundings, { temporal }) =>
  hosts.map((host, index) => {
    const common = spec(`temporal-${index + 1}`, surroundings, {
      NODE_IP: host,
      POSTGRES: `127.0.0.1:${postgresPort}`,
      POSTGRES_USER: databaseUser,
      POSTGRES_PASSWORD: password,
      TLS_DIR: certificates(directory),
      DYNAMIC_CONFIG: deployed('temporal/dynamic-config.yaml'),
      // What nodes say while shards move reads like errors. What ends a node is no log line.
      LOG_LEVEL: 'fatal',
      GOGC: '400',
    });
    return {
      ...common,
      command: temporal,
      args: ['--allow-no-auth', '--config-file', deployed('temporal/node.yaml'), 'start'],
    };
  });

export const proxySpec = (
  { dev, temporalPort }: ClusterConfig,
  surroundings: Surroundings,
  { haproxy }: ClusterPrograms,
): ChildSpec => {
  const [first, second] = hosts;
  return {
    ...spec('haproxy', surroundings, {
      TEMPORAL_BIND: `127.0.0.1:${temporalPort}`,
      API_BIND: `127.0.0.1:${dev.apiPort}`,
      TEMPORAL_1: `${first}:7233`,
      TEMPORAL_2: `${second}:7233`,
      API_1: `${first}:${apiPort}`,
      API_2: `${second}:${apiPort}`,
    }),
    command: haproxy,
    // With a master, which reloads on SIGUSR2 and refuses no connection meanwhile.
    args: ['-W', '-db', '-f', deployed('haproxy.cfg')],
  };
};

/** Two workers and two APIs, which share the drops, the companies file and the key of the sessions. */
export const serviceSpecs: Specs = (config, surroundings) => {
  const told = { ...noOtherTemporal(config.dev), ...clientEnvironment(config) };
  return hosts.flatMap((host, index) => [
    workerSpec(surroundings, told, `worker-${index + 1}`),
    apiSpec(surroundings, { ...told, HOST: host, PORT: String(apiPort) }, `api-${index + 1}`),
  ]);
};
