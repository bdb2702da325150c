/** Connects to Temporal: waits for a server and a namespace that are not there yet, and does not wait for rights. */
import { setTimeout as delay } from 'node:timers/promises';
import { Connection, type ConnectionLike, type ConnectionOptions } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import { ConfigError } from '../adapters/env';
import { type TemporalConfig } from '../adapters/temporal/connection';
import { errorMessage } from '../adapters/errors';
import { denialRemedy, isDenied } from '../adapters/temporal/grpc';
import { requireWriteRight } from '../adapters/temporal/rights';
import { explainTlsFailure } from '../adapters/temporal/tls-failure';

type Server = Pick<TemporalConfig, 'namespace' | 'connectionOptions'>;

const againAfterMs = 2_000;
const answerWithinMs = 5_000;

/** Describes the namespace, as a worker's own start does, and asks for the right to write. @returns what Temporal threw */
async function findFailure(connection: ConnectionLike, namespace: string): Promise<unknown> {
  try {
    const until = Date.now() + answerWithinMs;
    await connection.withDeadline(until, async () => {
      await connection.workflowService.describeNamespace({ namespace });
      await requireWriteRight(connection, namespace);
    });
    return undefined;
  } catch (error) {
    return error;
  }
}

const explainDenial = ({ namespace, connectionOptions: { address } }: Server, error: unknown): string =>
  `Temporal at ${address} denies this worker access to the namespace ${namespace} (${errorMessage(error)}). ${denialRemedy}`;

async function ask({ namespace, connectionOptions }: Server, more: ConnectionOptions = {}): Promise<unknown> {
  const connection = Connection.lazy({ ...connectionOptions, ...more });
  const failure = await findFailure(connection, namespace);
  await connection.close();
  return failure;
}

/**
 * Asks through a connection of the client, whose errors have a status: those of a worker are only text. A worker that may
 * only read would start, and poll in vain without a word.
 * @throws ConfigError if the server does not let this worker in, or one of the two does not trust the other
 */
export async function checkRights(server: Server): Promise<void> {
  // Retries would end with the deadline and hide why TLS fails.
  const first = await ask(server, { interceptors: [] });
  const why = explainTlsFailure(first);
  if (why !== undefined) {
    throw new ConfigError(`Temporal at ${server.connectionOptions.address} cannot be used. ${why}`);
  }
  const failure = first === undefined || isDenied(first) ? first : await ask(server);
  if (isDenied(failure)) throw new ConfigError(explainDenial(server, failure));
}

/**
 * Waits for the server and its namespace as long as it takes: worker and server may be started in any order.
 * @throws ConfigError if the server does not let this worker in, or one of the two does not trust the other
 */
export async function untilThere<T>(make: () => Promise<T>, server: Server, log: Logger): Promise<T> {
  for (;;) {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'TransportError') throw error;
      await checkRights(server);
      const { address } = server.connectionOptions;
      log.warn({ address, why: error.message }, 'Temporal cannot be used yet; trying again in 2 s');
      await delay(againAfterMs);
    }
  }
}

const lookEveryMs = 30_000;

/**
 * Logs when a running worker loses its rights, for example because its key has expired: the SDK goes on polling without
 * a word, and takes tasks again once it may.
 */
export function watchRights(connection: NativeConnection, server: Server, log: Logger, everyMs = lookEveryMs): void {
  let isLost = false;
  const look = async (): Promise<void> => {
    const failure = await findFailure(connection, server.namespace);
    const wasLost = isLost;
    isLost = isDenied(failure);
    if (isLost && !wasLost) log.error(explainDenial(server, failure));
    if (wasLost && !isLost) log.info('Temporal lets this worker in again');
  };
  setInterval(() => void look(), everyMs).unref();
}
