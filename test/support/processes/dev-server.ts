/**
 * A Temporal server for a test file: one of its own, as `temporal server start-dev`, or a namespace of its own on the
 * cluster that `npm run cluster:check` has started.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ConnectionOptions } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { temporalConfig } from '../../../adapters/temporal/connection';
import { prepareNamespace } from '../../../dev/start/server';
import { readTemporalYaml } from '../../../dev/temporal/temporal-yaml';
import { defined } from '../../../workflows/contract/defined';
import { searchAttributes } from '../../../workflows/search-attributes';

/** Set by `npm run cluster:check`, together with the variables of the Temporal CLI that lead to the cluster. */
export const isOnCluster = (): boolean => process.env['ON_CLUSTER'] !== undefined;

/** One of the servers that jest's global set-up found or fetched, by the variable that it set. */
export function executable(variable: 'TEMPORAL_CLI' | 'TEMPORAL_TEST_SERVER') {
  const path = process.env[variable];
  if (path === undefined) throw new Error(`${variable} is not set: jest's global set-up sets it`);
  return { type: 'existing-path' as const, path };
}

export interface TemporalForTest {
  readonly env: TestWorkflowEnvironment;
  readonly namespace: string;
  readonly connectionOptions: ConnectionOptions;
}

async function openNamespace(): Promise<TemporalForTest> {
  const { connectionOptions } = temporalConfig();
  const namespace = `test-${randomUUID()}`;
  const temporal = await readTemporalYaml(join(__dirname, '..', '..', '..', 'temporal-dev.yaml'));
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  await prepareNamespace(
    connectionOptions,
    { namespace, temporal, isOurs: false },
    { say, signal: new AbortController().signal },
  );
  const { address, tls } = connectionOptions;
  const env = await TestWorkflowEnvironment.createFromExistingServer({
    address,
    namespace,
    connectionOptions: defined({ tls }),
  });
  return { env, namespace, connectionOptions };
}

/** `extraArgs`: more arguments of `temporal server start-dev`. */
export const startDevServer = (extraArgs: readonly string[] = []): Promise<TestWorkflowEnvironment> =>
  TestWorkflowEnvironment.createLocal({
    server: {
      executable: executable('TEMPORAL_CLI'),
      searchAttributes: Object.values(searchAttributes),
      extraArgs: [...extraArgs],
      log: { level: 'error', format: 'pretty' },
    },
  });

/** A cluster has the dynamic configuration that it was started with: there `extraArgs` change nothing. */
export async function startTemporal(extraArgs: readonly string[]): Promise<TemporalForTest> {
  if (isOnCluster()) return openNamespace();
  const env = await startDevServer(extraArgs);
  return { env, namespace: 'default', connectionOptions: { address: env.address } };
}
