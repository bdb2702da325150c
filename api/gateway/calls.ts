/**
 * Makes every call to Temporal: with one deadline for everything that a request does, a problem that says what is
 * missing when it passes, and a close that waits for running calls.
 */
import { Client, Connection, type ConnectionOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { createDataConverter } from '../../adapters/temporal/connection';
import { sendTrail } from '../../adapters/temporal/trail';
import { findGrpcCode, grpc } from '../../adapters/temporal/grpc';
import type { PayloadKeys } from '../../adapters/temporal/payload-keys';
import { Problem } from '../problems';
import { toStandingRefusal } from './standing-refusals';

/** Together under five seconds: the work, the last retry's pause, and the look at what is missing. */
const workMs = 4_200;
const longestPauseMs = 150;
const healthCheckMs = 400;
/** What an answer of the server takes at least, when it is busy. */
const answerMs = 100;

const retried: readonly number[] = [grpc.resourceExhausted, grpc.aborted, grpc.unavailable];

/** Unlike the SDK's own without `unknown`: that is how the server answers a broken page token. */
function isRetried({ code, details }: { readonly code: number; readonly details: string }): boolean {
  return retried.includes(code) || (code === grpc.internal && /RST_STREAM|without gRPC status/.test(details));
}

type Interceptor = ReturnType<typeof makeGrpcRetryInterceptor>;
type Deadline = Parameters<Interceptor>[0]['deadline'];

const toTime = (deadline: Deadline = Infinity): number =>
  typeof deadline === 'number' ? deadline : deadline.getTime();

/**
 * Tries a call again while the server can still answer it. After that the last refusal is the answer: a try that ends with
 * the deadline would hide why, and look as if no worker had answered.
 */
const retryInterceptor: Interceptor = (options, nextCall) =>
  makeGrpcRetryInterceptor({
    retryableDecider: (_, status) =>
      isRetried(status) && Date.now() + longestPauseMs + answerMs < toTime(options.deadline),
    delayFunction: (attempt) => Math.min(longestPauseMs, 20 * 1.7 ** attempt) * (0.8 + Math.random() * 0.2),
  })(options, nextCall);

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

/** The limits are those of the namespace, of the server, or of one submission. */
const exhausted = 'Temporal takes no more requests now, because a limit of the server is reached.';

/** Of a write an earlier try may have got through. */
const toBusy = (cause: unknown, late: Late, why: string): Problem =>
  late === 'not_confirmed'
    ? new Problem(late, `${why} ${details[late]}`, { cause })
    : new Problem('busy', why, { cause });

export function createCalls(options: ConnectionOptions, namespace: string, keys: PayloadKeys | undefined): Calls {
  const connection = Connection.lazy({
    ...options,
    interceptors: [retryInterceptor],
    // Without these a connection that was lost for long is tried again only every two minutes.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 },
  });
  const client = new Client({
    connection,
    namespace,
    dataConverter: createDataConverter(keys),
    interceptors: { workflow: [sendTrail] },
  });
  const pending = new Set<Promise<unknown>>();

  async function tracked<T>(call: Promise<T>): Promise<T> {
    pending.add(call);
    try {
      return await call;
    } finally {
      pending.delete(call);
    }
  }

  /** @returns why Temporal cannot be reached; `undefined` if it can */
  const findFailure = (): Promise<unknown> =>
    tracked(connection.withDeadline(Date.now() + healthCheckMs, () => connection.healthService.check({}))).then(
      () => undefined,
      (failure: unknown) => failure,
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
        const failure = await findFailure();
        if (failure === undefined) return new Problem(late, details[late], { cause: error });
        // A call whose deadline passed does not say that it would have been refused.
        const refusedAll = toStandingRefusal(failure, namespace);
        if (refusedAll) return refusedAll;
        const maybe = late === 'not_confirmed' ? ' If this request was sent before, it may still be applied.' : '';
        return new Problem('temporal_unreachable', `Temporal cannot be reached.${maybe}`, { cause: error });
      }
      case grpc.resourceExhausted:
        return toBusy(error, late, exhausted);
      default:
        return toBusy(error, late, 'Temporal cannot answer now.');
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
