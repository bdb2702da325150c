/** A read beside what closes, pauses or loses the run: the query says one thing, the execution another. */
import {
  QueryNotRegisteredError,
  QueryRejectedError,
  ServiceError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { grpc } from '../../adapters/temporal/grpc';
import type { Calls } from '../../api/gateway/calls';
import { look } from '../../api/gateway/reads';
import { toWorkflowId } from '../../workflows/contract/names';
import { toRecord, toView } from '../../workflows/domain/view';
import { stages } from '../support/domain/fixtures';

const id = { companyId: 'acme', projectId: '1042' };
const open = toView(stages.awaiting_decision, 'run');
const result = toRecord(stages.withdrawn, 'run');

interface Script {
  /** What `describe()` says, one after the other; the last again and again. `GONE`: that there is no such run. */
  readonly executions: readonly (WorkflowExecutionDescription['status']['name'] | 'GONE')[];
  /** What each query comes to. */
  readonly queries: readonly (Error | object)[];
}

const failure = (code: number, details: string): Error =>
  new ServiceError('Failed to query Workflow', {
    cause: Object.assign(new Error(details), { code, details, metadata: {} }),
  });
const late = failure(grpc.deadlineExceeded, 'Deadline exceeded');
const noPoller = failure(grpc.failedPrecondition, 'no poller seen for task queue recently, worker may be down');
const notLoaded = new QueryNotRegisteredError('[TMPRL1100] Nondeterminism error: the Timer machine', 3);

const described = (name: string): object => ({
  workflowId: toWorkflowId(id),
  runId: 'run',
  startTime: new Date(),
  memo: {},
  status: { name },
  typedSearchAttributes: new TypedSearchAttributes(),
  raw: {},
});

/** Temporal as the script has it, and how long each query was given. */
function play({ executions, queries }: Script) {
  const said = [...executions];
  const answers = [...queries];
  const givenMs: number[] = [];
  const handle = {
    describe: () => {
      const [name = 'RUNNING'] = said.length > 1 ? said.splice(0, 1) : said;
      if (name === 'GONE') return Promise.reject(new WorkflowNotFoundError('no such run', toWorkflowId(id), undefined));
      return Promise.resolve(described(name));
    },
    query: () => {
      const answer = answers.shift();
      if (answer === undefined) throw new Error('one query too many');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    result: () => Promise.resolve(result),
  };
  const now = Date.now();
  const calls = {
    namespace: 'default',
    client: { workflow: { getHandle: () => handle } },
    connection: {
      withDeadline: (until: number, work: () => Promise<unknown>) => {
        givenMs.push(until - now);
        return work();
      },
      workflowService: {
        getWorkflowExecutionHistoryReverse: () => Promise.resolve({ history: { events: [] } }),
        describeTaskQueue: () => Promise.resolve({ pollers: [] }),
      },
    },
  } as unknown as Calls;
  return { found: look(calls, id, { deadline: now + 4_200 }), givenMs };
}

test('a query that is held back until the run closed is not waited for: the result is the answer', async () => {
  const { found, givenMs } = play({ executions: ['RUNNING', 'COMPLETED'], queries: [late] });
  expect(await found).toMatchObject({ state: { status: 'withdrawn' }, ended: false });
  expect(givenMs).toHaveLength(1);
  expect(givenMs[0]).toBeLessThan(3_900);
});

test('a slow worker is asked a second time, for as long as the request has, less a last look', async () => {
  const { found, givenMs } = play({ executions: ['RUNNING'], queries: [late, open] });
  expect(await found).toMatchObject({ state: { status: 'awaiting_decision' } });
  expect(givenMs[1]).toBe(3_900);
});

test('a run that ops ended meanwhile is asked again, for its last state', async () => {
  const { found } = play({ executions: ['RUNNING', 'TERMINATED'], queries: [late, open] });
  expect(await found).toMatchObject({ state: { status: 'awaiting_decision' }, ended: true });
});

test('a run that was paused meanwhile is that', async () => {
  const { found } = play({ executions: ['RUNNING', 'PAUSED'], queries: [new QueryRejectedError(8)] });
  expect(await found).toMatchObject({ run: { isPaused: true }, paused: { reason: '' } });
});

test.each<[string, Script, object]>([
  ['what comes of no answer in time is said further up', { executions: ['RUNNING'], queries: [late, late] }, late],
  [
    'no poller is no worker, at once',
    { executions: ['RUNNING'], queries: [noPoller] },
    { code: 'no_worker', status: 503 },
  ],
  [
    'a run that ops ended is not lost because no worker polls now',
    { executions: ['TERMINATED'], queries: [noPoller] },
    { code: 'no_worker' },
  ],
  [
    'a worker that cannot load it says so in its words, where nothing is known for good',
    { executions: ['RUNNING'], queries: [notLoaded] },
    { code: 'read_failed', status: 503, detail: expect.stringContaining('Nondeterminism error') as string },
  ],
  [
    '"not found" by a query is no absence while the execution is there',
    {
      executions: ['RUNNING'],
      queries: [new WorkflowNotFoundError('query failed', 'submission:acme:1042', undefined)],
    },
    { code: 'read_failed' },
  ],
  [
    'what is gone when it is looked for again is absent',
    { executions: ['RUNNING', 'GONE'], queries: [notLoaded] },
    { code: 'not_found', status: 404 },
  ],
  ['what never was is absent', { executions: ['GONE'], queries: [] }, { code: 'not_found', status: 404 }],
])('%s', async (_, script, expected) => {
  await expect(play(script).found).rejects.toMatchObject(expected);
});

test.each<[string, Error]>([
  ['cannot be loaded', notLoaded],
  [
    'closed before any worker saw it',
    failure(grpc.failedPrecondition, 'Workflow execution closed before WorkflowTaskStarted event'),
  ],
  [
    'was failing already',
    failure(grpc.failedPrecondition, 'Unable to query workflow due to Workflow Task in failed state.'),
  ],
])('a run that ops ended and that %s is unreadable, without a word of the worker', async (_, query) => {
  const { found } = play({ executions: ['TERMINATED'], queries: [query] });
  expect(await found).toMatchObject({ unreadable: { code: 'ended_from_outside' }, run: { status: 'terminated' } });
});

test('a state that lacks what every state of ours has was left by an older build', async () => {
  const { firstRevision: _firstRevision, ...older } = open;
  const { found } = play({ executions: ['RUNNING'], queries: [older] });
  expect(await found).toMatchObject({ unreadable: { code: 'older_version' } });
});
