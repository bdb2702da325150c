/** The processes of the cluster beside PostgreSQL: the nodes of Temporal, the proxy, two workers and two APIs. */
import { join } from 'node:path';
import { projectRoot } from '../project';
import type { ChildSpec } from '../processes/children';
import {
  apiSpec,
  type ChildEnvironment,
  noOtherTemporal,
  spec,
  type Surroundings,
  workerSpec,
} from '../processes/processes';
import { certificates, clientEnvironment, type ClusterConfig } from './config';
import { databaseUser } from './database';
import type { ClusterPrograms } from './programs';

const deployed = (file: string): string => join(projectRoot, 'deploy', file);

/** The ports of each machine that others reach. */
export const hostPorts = { api: 3_000, temporal: 7_233 } as const;

type Specs = (config: ClusterConfig, surroundings: Surroundings, programs: ClusterPrograms) => readonly ChildSpec[];

export const nodeSpecs: Specs = ({ directory, hosts, password, postgresPort }, surroundings, { temporal }) =>
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
  { dev, hosts: [first, second], temporalPort }: ClusterConfig,
  surroundings: Surroundings,
  { haproxy }: ClusterPrograms,
): ChildSpec => ({
  ...spec('haproxy', surroundings, {
    TEMPORAL_BIND: `127.0.0.1:${temporalPort}`,
    API_BIND: `127.0.0.1:${dev.apiPort}`,
    TEMPORAL_1: `${first}:${hostPorts.temporal}`,
    TEMPORAL_2: `${second}:${hostPorts.temporal}`,
    API_1: `${first}:${hostPorts.api}`,
    API_2: `${second}:${hostPorts.api}`,
  }),
  command: haproxy,
  // With a master, which reloads on SIGUSR2 and refuses no connection meanwhile.
  args: ['-W', '-db', '-f', deployed('haproxy.cfg')],
});

/** With which a process of ours reaches the cluster, whatever the shell is set up for. */
export const temporalEnvironment = (config: ClusterConfig): ChildEnvironment => ({
  ...noOtherTemporal(config.dev),
  ...clientEnvironment(config),
});

/**
 * Two workers and two APIs, which share the drops, the companies file and the key of the sessions. The workers alone have
 * the secrets of the ERPs.
 */
export function serviceSpecs(
  config: ClusterConfig,
  surroundings: Surroundings,
  secrets: ChildEnvironment,
): readonly ChildSpec[] {
  const told = temporalEnvironment(config);
  return config.hosts.flatMap((host, index) => [
    workerSpec(surroundings, { ...told, ...secrets }, `worker-${index + 1}`),
    apiSpec(surroundings, { ...told, HOST: host, PORT: String(hostPorts.api) }, `api-${index + 1}`),
  ]);
}
