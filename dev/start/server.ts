/** The development server: its flags, and what a namespace needs before the first submission. */
import { setTimeout as delay } from 'node:timers/promises';
import { Connection, type ConnectionOptions } from '@temporalio/client';
import { denialRemedy, grpc, hasGrpcCode, isDenied } from '../../adapters/temporal/grpc';
import { explainTlsFailure } from '../../adapters/temporal/tls-failure';
import { msToTs } from '../../adapters/temporal/sdk-internals';
import { ConfigError } from '../../adapters/env';
import type { OwnServer } from './config';
import { errorMessage } from '../../adapters/errors';
import { defined } from '../../workflows/contract/defined';
import { attributeTypes, type AttributeType, type TemporalDev } from '../temporal/temporal-yaml';

/** `temporal <flags>` runs the server as `temporal-dev.yaml` says. `codecUrl`: where its UI has payloads decrypted. */
export function serverFlags({ port, uiPort, databaseFile }: OwnServer, yaml: TemporalDev, codecUrl?: string): string[] {
  const flags: Readonly<Record<string, string>> = {
    '--ip': yaml.ip,
    '--port': String(port),
    '--ui-port': String(uiPort),
    '--db-filename': databaseFile,
    '--log-level': 'error',
    '--log-format': 'json',
    ...defined({ '--ui-codec-endpoint': codecUrl }),
  };
  return [
    ...['server', 'start-dev'],
    ...Object.entries(flags).flat(),
    ...Object.entries(yaml.database.pragmas).flatMap(([key, value]) => ['--sqlite-pragma', `${key}=${String(value)}`]),
    ...Object.entries(yaml.dynamicConfig).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${JSON.stringify(value)}`,
    ]),
  ];
}

export interface NamespaceWish {
  readonly namespace: string;
  readonly temporal: TemporalDev;
  /** Its retention is set at each start; the retention of somebody else's namespace is theirs. */
  readonly isOurs: boolean;
}

const callWithinMs = 5_000;
const readyWithinMs = 30_000;

/** Numbers of the wire for the types' names: their order is the protocol's, beginning at 1. */
const wireType = (type: AttributeType): number => attributeTypes.indexOf(type) + 1;

async function ensureNamespace(connection: Connection, { namespace, temporal, isOurs }: NamespaceWish): Promise<void> {
  const { workflowService } = connection;
  const retention = msToTs(temporal.retentionDays * 86_400_000);
  try {
    await workflowService.describeNamespace({ namespace });
  } catch (error) {
    if (!hasGrpcCode(error, grpc.notFound)) throw error;
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: retention });
  }
  if (isOurs)
    await workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: retention } });
}

async function ensureAttributes(connection: Connection, { namespace, temporal }: NamespaceWish): Promise<void> {
  const { operatorService } = connection;
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const known = new Map<string, number>(Object.entries(customAttributes));
  const wanted = Object.entries(temporal.searchAttributes).map(([name, type]) => [name, wireType(type)] as const);
  const missing = wanted.filter(([name]) => !known.has(name));
  if (missing.length > 0) {
    await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) });
    throw new Error('the search attributes are not registered yet');
  }
  const other = wanted.filter(([name, type]) => known.get(name) !== type).map(([name]) => name);
  if (other.length > 0) {
    throw new ConfigError(`Namespace ${namespace} has search attributes with another type: ${other.join(', ')}.`);
  }
}

/** Whether a query may name the attributes: one that was just registered is understood a moment later. */
async function areKnown(connection: Connection, { namespace, temporal }: NamespaceWish): Promise<boolean> {
  const names = Object.keys(temporal.searchAttributes);
  if (names.length === 0) return true;
  const query = names.map((name) => `${name} IS NULL`).join(' AND ');
  try {
    await connection.workflowService.countWorkflowExecutions({ namespace, query });
    return true;
  } catch (error) {
    if (hasGrpcCode(error, grpc.invalidArgument)) return false;
    throw error;
  }
}

/** Returns the commands with which a person who has the rights can prepare the namespace. */
function help({ namespace, temporal }: NamespaceWish): string {
  const attributes = Object.entries(temporal.searchAttributes);
  const flags = attributes.map(([name, type]) => `--name ${name} --type ${type}`).join(' ');
  return [
    `temporal operator namespace create --namespace ${namespace} --retention ${temporal.retentionDays}d`,
    `temporal operator search-attribute create --namespace ${namespace} ${flags}`,
  ].join('\n  ');
}

/** What is left to do after one try; nothing when all is as wished. @throws ConfigError when trying again is useless */
async function tryOnce(connection: Connection, wish: NamespaceWish): Promise<string | undefined> {
  try {
    await connection.withDeadline(Date.now() + callWithinMs, async () => {
      await ensureNamespace(connection, wish);
      await ensureAttributes(connection, wish);
      // Before that, a submission would be refused.
      if (!(await areKnown(connection, wish))) throw new Error('the search attributes are not registered yet');
    });
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const tls = explainTlsFailure(error);
    if (tls !== undefined) throw new ConfigError(tls);
    if (isDenied(error) || hasGrpcCode(error, grpc.unimplemented)) {
      const remedy = isDenied(error) ? ` ${denialRemedy} If the namespace is not prepared, do it` : ' Prepare it';
      throw new ConfigError(
        `Temporal refused to prepare the namespace (${errorMessage(error)}).${remedy} yourself:\n  ${help(wish)}`,
      );
    }
    return hasGrpcCode(error, grpc.unavailable, grpc.deadlineExceeded)
      ? 'the server does not answer'
      : errorMessage(error);
  }
}

/**
 * Waits for the server, then sees to namespace, retention and search attributes.
 * @throws ConfigError when the server stays away or does not allow it
 */
export async function prepareNamespace(
  options: ConnectionOptions,
  wish: NamespaceWish,
  { say, signal }: { readonly say: (line: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const channelArgs = { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 };
  const connection = Connection.lazy({ ...options, channelArgs, interceptors: [] });
  const address = options.address ?? 'its address';
  const until = performance.now() + readyWithinMs;
  let said: string | undefined;
  try {
    for (;;) {
      const why = await tryOnce(connection, wish);
      if (why === undefined) return;
      if (performance.now() > until) {
        throw new ConfigError(`Temporal at ${address} cannot be used: ${why}`);
      }
      if (why !== said) say(`waiting for Temporal at ${address}: ${why}`);
      said = why;
      await delay(100, undefined, { signal });
    }
  } finally {
    await connection.close();
  }
}
