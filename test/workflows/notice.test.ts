import { ApplicationFailure, Client, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { NoticeFailed, NoticeRefused, type NoticePorts } from '../../activities/notice-port';
import { dataConverter } from '../../adapters/temporal/converters';
import { createNoticeWorker } from '../../worker/worker';
import { noticeEvents } from '../../workflows/contract/codes';
import { noticeType, taskQueue, toNoticeId } from '../../workflows/contract/names';
import type { NoticeResult } from '../../workflows/notice';
import { notices } from '../support/notice/notices';

/** What the mail server and the receiver do with a notice, by the company it is of. */
const mail = new Map<string, () => Promise<void>>();
const webhook = new Map<string, () => Promise<void>>();
const tries = new Map<string, number>();
const count = (key: string): void => void tries.set(key, (tries.get(key) ?? 0) + 1);

const ports: NoticePorts = {
  audiences: {
    forCompany: () => ({
      companyName: 'Acme',
      events: noticeEvents,
      isMailed: true,
      approvers: ['tess@acme.example'],
      operators: [],
    }),
    endpointsFor: () => [{ kind: 'webhook', url: 'https://hooks.example/', secrets: [] }],
  },
  mailer: {
    send: async ({ notice }) => {
      count(`mail ${notice.companyId}`);
      await mail.get(notice.companyId)?.();
    },
  },
  webhookCaller: {
    call: async ({ notice }) => {
      count(`webhook ${notice.companyId}`);
      await webhook.get(notice.companyId)?.();
    },
  },
};

const executable = process.env['TEMPORAL_TEST_SERVER'] ?? '';
let env: TestWorkflowEnvironment;
let client: Client;
let workers: Worker[];
let running: Promise<unknown>;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: executable } },
  });
  client = new Client({ connection: env.connection, dataConverter });
  const connection = env.nativeConnection;
  const workflows = { workflowBundle: { codePath: require.resolve('../../dist/workflow-bundle.js') } };
  workers = [
    await Worker.create({ connection, namespace: 'default', taskQueue, ...workflows, dataConverter }),
    await createNoticeWorker({ connection, namespace: 'default', notices: ports }),
  ];
  running = Promise.all(workers.map((worker) => worker.run()));
});
afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await running;
  await env.teardown();
});

type Handle = WorkflowHandle<() => Promise<NoticeResult>>;

const start = (companyId: string): Promise<Handle> =>
  client.workflow.start<() => Promise<NoticeResult>>(noticeType, {
    workflowId: toNoticeId(companyId, 1),
    taskQueue,
    args: [{ ...notices.submitted, companyId }] as never,
  });

const catchFailure = async (handle: Handle): Promise<{ type: unknown; message: string }> => {
  const error: unknown = await handle.result().catch((thrown: unknown) => thrown);
  const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) throw new Error('it did not fail');
  return { type: cause.type, message: cause.message };
};

const days = async (handle: Handle): Promise<number> => {
  const { startTime, closeTime } = await handle.describe();
  return ((closeTime?.getTime() ?? 0) - startTime.getTime()) / 86_400_000;
};

const down = (message: string) => () => Promise.reject(new NoticeFailed(message));

test('a notice is told once by mail and once by webhook', async () => {
  const handle = await start('well');
  expect(await handle.result()).toEqual({ mail: { recipients: 1 }, webhook: { recipients: 1 } });
  expect([tries.get('mail well'), tries.get('webhook well')]).toEqual([1, 1]);
});

test('a mail server that is down for two days gets the mail then, and the webhook is not called again for it', async () => {
  const isDown = { now: true };
  mail.set('two-days', () => (isDown.now ? down('The mail server cannot be reached.')() : Promise.resolve()));
  const handle = await start('two-days');
  await env.sleep('2 days');
  expect((await handle.describe()).status.name).toBe('RUNNING');
  isDown.now = false;
  await env.sleep('1 hour');
  expect(await handle.result()).toEqual({ mail: { recipients: 1 }, webhook: { recipients: 1 } });
  expect(tries.get('webhook two-days')).toBe(1);
});

test('a mail server that is dead for three days ends as a failure that says so, with the webhook delivered', async () => {
  mail.set('dead', down('The mail server cannot be reached.'));
  const handle = await start('dead');
  await env.sleep('73 hours');
  expect(await catchFailure(handle)).toEqual({
    type: 'notice_not_delivered',
    message:
      'Mail: not delivered: given up after three days; the last failure: The mail server cannot be reached. ' +
      'Webhook: delivered to 1.',
  });
  expect(await days(handle)).toBeGreaterThan(2.9);
  expect(await days(handle)).toBeLessThan(3.1);
  // 30 s, 1 min, … 32 min, then each hour.
  expect(tries.get('mail dead')).toBeGreaterThan(70);
  expect(tries.get('mail dead')).toBeLessThan(90);
  expect(tries.get('webhook dead')).toBe(1);
});

test('a webhook that is gone for good is not called again, and the mail is sent all the same', async () => {
  webhook.set('gone', () => Promise.reject(new NoticeRefused('The webhook answered 410.')));
  const handle = await start('gone');
  expect(await catchFailure(handle)).toEqual({
    type: 'notice_not_delivered',
    message: 'Mail: delivered to 1. Webhook: not delivered: The webhook answered 410.',
  });
  expect([tries.get('mail gone'), tries.get('webhook gone')]).toEqual([1, 1]);
});

test('a notice that ops cancel ends as cancelled', async () => {
  mail.set('cancelled', down('The mail server cannot be reached.'));
  const handle = await start('cancelled');
  await env.sleep('1 hour');
  await handle.cancel();
  await handle.result().catch(() => undefined);
  expect((await handle.describe()).status.name).toBe('CANCELLED');
});

test('the Temporal UI reads where a notice stands, and ops find its activities by their fixed ids', async () => {
  mail.set('seen', down('The mail server cannot be reached.'));
  const handle = await start('seen');
  await env.sleep('1 hour');
  const { pendingActivities } = (await handle.describe()).raw;
  expect(pendingActivities?.map(({ activityId }) => activityId)).toEqual(['mail']);
  const history = await handle.fetchHistory();
  const scheduled = history.events?.flatMap(({ activityTaskScheduledEventAttributes: attributes }) => attributes ?? []);
  expect(scheduled?.map(({ activityId }) => activityId).sort()).toEqual(['mail', 'webhook']);
  await handle.terminate();
});
