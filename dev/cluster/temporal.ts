/** Temporal of the cluster: PostgreSQL, the proxy, two nodes and a namespace that is ready for submissions. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TLSConfig } from '@temporalio/client';
import type { Surroundings } from '../processes/processes';
import type { Stage } from '../processes/together';
import { untilListens } from '../processes/until-listens';
import { prepareNamespace } from '../start/server';
import { makeCertificates } from './certificates';
import { certificates, type ClusterConfig } from './config';
import { databaseSpec, makeDatabase, updateSchemas } from './database';
import { hostPorts, nodeSpecs, proxySpec } from './processes';
import { type ClusterPrograms, serverVersion } from './programs';
import type { ChildSpec } from '../processes/children';

/** How a client connects, by the certificates in the folder of the cluster. */
export async function readConnection({ dev, directory }: ClusterConfig): Promise<{ address: string; tls: TLSConfig }> {
  const read = (file: string) => readFile(join(certificates(directory), file));
  const [serverRootCACertificate, crt, key] = await Promise.all(['ca.crt', 'client.crt', 'client.key'].map(read));
  if (!serverRootCACertificate || !crt || !key) throw new Error('the certificates are made first');
  return {
    address: dev.address,
    tls: { serverNameOverride: 'temporal', serverRootCACertificate, clientCertPair: { crt, key } },
  };
}

/** What starts and watches the processes. */
type Launcher = Pick<Stage, 'whileTheyLive' | 'signal'> & {
  /** Resolves, or returns, when the process has been started. */
  readonly start: (spec: ChildSpec) => unknown;
};

/** Resolves when the namespace can be used. @throws ConfigError */
export async function startTemporal(
  config: ClusterConfig,
  surroundings: Surroundings,
  programs: ClusterPrograms,
  { start, whileTheyLive, signal }: Launcher,
): Promise<void> {
  const { dev, directory, hosts, postgresPort } = config;
  const { say } = surroundings;
  await makeCertificates(certificates(directory), { hosts, openssl: programs.openssl, say, signal });
  await makeDatabase(config, programs);
  say(`PostgreSQL on 127.0.0.1:${postgresPort}`);
  await start(databaseSpec(config, surroundings, programs));
  await whileTheyLive(untilListens('PostgreSQL', postgresPort));
  await whileTheyLive(updateSchemas(config, programs, signal));
  say(`Temporal ${serverVersion} on ${hosts.join(' and ')}, behind HAProxy on ${dev.address}`);
  await start(proxySpec(config, surroundings, programs));
  for (const [index, node] of nodeSpecs(config, surroundings, programs).entries()) {
    await start(node);
    // On a new database only one node may write the metadata of the cluster.
    await whileTheyLive(untilListens('Temporal', hostPorts.temporal, hosts[index]));
  }
  const wish = { namespace: dev.namespace, temporal: dev.temporal, isOurs: true };
  await whileTheyLive(prepareNamespace(await readConnection(config), wish, { say, signal }));
}
