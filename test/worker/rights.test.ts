/** A worker that runs looks at its rights: what it logs when it loses them, and when it has them again. */
import type { NativeConnection } from '@temporalio/worker';
import pino from 'pino';
import { grpc } from '../../adapters/temporal/grpc';
import { watchRights } from '../../worker/connect';

const everyMs = 1_000;
const server = { namespace: 'books', connectionOptions: { address: 'temporal.example.com:7233' } };

/** What Temporal answers to each look; `undefined` lets the worker in. `mayRead`: it may look, and not work. */
let answer: number | undefined;
let mayRead: boolean;
let lines: { level: number; msg: string }[];
let asked: string[];

beforeEach(() => {
  jest.useFakeTimers();
  [answer, mayRead, lines, asked] = [undefined, false, [], []];
  const log = pino({ base: null }, { write: (line) => lines.push(JSON.parse(line) as (typeof lines)[number]) });
  const refuse = (code: number, details: string): Promise<never> =>
    Promise.reject(Object.assign(new Error('refused'), { code, details, metadata: {} }));
  const describeNamespace = ({ namespace }: { namespace: string }): Promise<unknown> => {
    asked.push(namespace);
    return answer === undefined || mayRead ? Promise.resolve({}) : refuse(answer, 'Request unauthorized.');
  };
  const recordActivityTaskHeartbeat = (): Promise<unknown> =>
    answer === undefined
      ? refuse(grpc.invalidArgument, 'Task token not set on request.')
      : refuse(answer, 'Request unauthorized.');
  const connection = {
    withDeadline: (_deadline: number, work: () => Promise<unknown>) => work(),
    workflowService: { describeNamespace, recordActivityTaskHeartbeat },
  };
  watchRights(connection as unknown as NativeConnection, server, log, everyMs);
});
afterEach(() => {
  jest.useRealTimers();
});

async function look(status?: number): Promise<string[]> {
  answer = status;
  lines = [];
  await jest.advanceTimersByTimeAsync(everyMs);
  return lines.map(({ level, msg }) => `${level} ${msg}`);
}

test.each([grpc.permissionDenied, grpc.unauthenticated])(
  'a right that is lost (%i) is logged once, with what to check, and so is its return',
  async (status) => {
    expect(await look()).toEqual([]);
    expect(await look(status)).toEqual([
      expect.stringMatching(/^50 Temporal at temporal\.example\.com:7233 denies .* namespace books .*Check TEMPORAL_/),
    ]);
    expect(await look(status)).toEqual([]);
    expect(await look()).toEqual(['30 Temporal lets this worker in again']);
    expect(await look()).toEqual([]);
    expect(await look(status)).toHaveLength(1);
    expect(asked).toEqual(Array(6).fill('books'));
  },
);

test('a worker that may still read, and no longer work, has lost its rights', async () => {
  mayRead = true;
  expect(await look(grpc.permissionDenied)).toHaveLength(1);
  expect(await look()).toEqual(['30 Temporal lets this worker in again']);
});

test('a server that cannot be reached is no loss of a right', async () => {
  expect(await look(grpc.unavailable)).toEqual([]);
  expect(await look(grpc.deadlineExceeded)).toEqual([]);
});
