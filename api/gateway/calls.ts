/**
 * Makes every call to Temporal: with one deadline for everything that a request does, a problem that says what is
 * missing when it passes, and a close that waits for running calls.
 */
import { Client, Connection, type ConnectionOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { createDataConverter } from '../../adapters/temporal/connection';
import { findGrpcCode, grpc } from '../../adapters/temporal/grpc';
import type { PayloadKeys } from '../../adapters/temporal/payload-keys';
import { Problem } from '../problems';
import { toStandingRefusal } from './standing-refusals';

/** Together under five seconds: the work, the last retry's pause, and the look at what is missing. */
const workMs = 4_200;
const longestPauseMs = 150;
const healthCheckMs = 400;

const retried: readonly number[] = [grpc.resourceExhausted, grpc.aborted, grpc.unavailable];

/** Unlike the SDK's own without `unknown`: that is how the server answers a broken page token. */
function isRetried({ code, details }: { readonly code: number; readonly details: string }): boolean {
  return retried.includes(code) || (code === grpc.internal && /RST_STREAM|without gRPC status/.test(details));
}

const retryInterceptor = makeGrpcRetryInterceptor({
  retryableDecider: (_, status) => isRetried(status),
  delayFunction: (attempt) => Math.min(longestPauseMs, 20 * 1.7 ** attempt) * (0.8 + Math.random() * 0.2),
});

/** `deadline` in epoch milliseconds. */
type Work<T> = (deadline: number) => Promise<T>;

export interface Calls {
  readonly namespace: string;
  readonly connection: Connection;
  readonly client: Client;
  /** The keys that encrypt payloads. `undefined` if they are not encrypted. */
  readonly keys: PayloadKeys | undefined;
  /**
   * Reads within `ms`, and at most within the time of a request.
   * @throws Problem `no_worker`, `temporal_unreachable`, `temporal_denied`, `temporal_unprepared`, `busy`
   */
  read<T>(work: Work<T>, ms?: number): Promise<T>;
  /**
   * Writes within the time of a request.
   * @throws Problem `not_confirmed`, `temporal_unreachable`, `temporal_denied`, `temporal_unprepared`
   */
  write<T>(work: Work<T>): Promise<T>;
  /** Waits for running calls and closes the connection. Closing it during a call would crash the process. */
  close(): Promise<void>;
}

const details = {
  no_worker: 'No worker answered in time.',
  not_confirmed:
    'The command was not confirmed in time and may still be applied. Repeat it with the same Idempotency-Key, or read the view.',
} as const;
type Late = keyof typeof details;

export function createCalls(options: ConnectionOptions, namespace: string, keys: PayloadKeys | undefined): Calls {
  const connection = Connection.lazy({
    ...options,
    interceptors: [retryInterceptor],
    // Without these a connection that was lost for long is tried again only every two minutes.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 },
  });
  const client = new Client({ connection, namespace, dataConverter: createDataConverter(keys) });
  const pending = new Set<Promise<unknown>>();

  async function tracked<T>(call: Promise<T>): Promise<T> {
    pending.add(call);
    try {
      return await call;
    } finally {
      pending.delete(call);
    }
  }

  const isReachable = (): Promise<boolean> =>
    tracked(connection.withDeadline(Date.now() + healthCheckMs, () => connection.healthService.check({}))).then(
      () => true,
      () => false,
    );

  async function toProblem(error: unknown, late: Late): Promise<unknown> {
    const refusal = toStandingRefusal(error, namespace);
    if (refusal) return refusal;
    switch (findGrpcCode(error)) {
      case undefined:
      case grpc.invalidArgument:
        return error;
      case grpc.cancelled:
      case grpc.deadlineExceeded:
      case grpc.unavailable: {
        if (await isReachable()) return new Problem(late, details[late], { cause: error });
        const maybe = late === 'not_confirmed' ? ' If this request was sent before, it may still be applied.' : '';
        return new Problem('temporal_unreachable', `Temporal cannot be reached.${maybe}`, { cause: error });
      }
      default:
        // Of a write an earlier try may have got through.
        if (late === 'not_confirmed') return new Problem(late, details[late], { cause: error });
        return new Problem('busy', 'Temporal cannot answer now.', { cause: error });
    }
  }

  async function within<T>(late: Late, work: Work<T>, ms = workMs): Promise<T> {
    const deadline = Date.now() + ms;
    try {
      return await tracked(connection.withDeadline(deadline, () => work(deadline)));
    } catch (error) {
      throw error instanceof Problem ? error : await toProblem(error, late);
    }
  }

  return {
    namespace,
    connection,
    client,
    keys,
    read: (work, ms) => within('no_worker', work, ms),
    write: (work) => within('not_confirmed', work),
    close: async () => {
      while (pending.size > 0) await Promise.allSettled(pending);
      await connection.close();
    },
  };
}
