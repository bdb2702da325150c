/** Connects to Temporal: waits for a server and a namespace that are not there yet, and does not wait for rights. */
import { setTimeout as delay } from 'node:timers/promises';
import { Connection, type ConnectionLike } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import { ConfigError } from '../adapters/env';
import { type TemporalConfig } from '../adapters/temporal/connection';
import { errorMessage } from '../adapters/errors';
import { denialRemedy, isDenied } from '../adapters/temporal/grpc';
import { requireWriteRight } from '../adapters/temporal/rights';

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

/**
 * Asks through a connection of the client, whose errors have a status: those of a worker are only text. A worker that may
 * only read would start, and poll in vain without a word.
 * @throws ConfigError if the server does not let this worker in
 */
export async function checkRights(server: Server): Promise<void> {
  const connection = Connection.lazy(server.connectionOptions);
  const failure = await findFailure(connection, server.namespace);
  await connection.close();
  if (isDenied(failure)) throw new ConfigError(explainDenial(server, failure));
}

/**
 * Waits for the server and its namespace as long as it takes: worker and server may be started in any order.
 * @throws ConfigError if the server does not let this worker in
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
