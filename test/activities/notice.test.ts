import { ApplicationFailure, type Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createNoticeActivities } from '../../activities';
import {
  NoticeFailed,
  NoticeRefused,
  RecipientDeferred,
  type NotificationSettings,
  type NoticePorts,
} from '../../activities/notice-port';
import { noticeEvents, type NoticeEvent } from '../../workflows/contract/codes';
import type { Delivery, Notice, NoticeActivities } from '../../workflows/contract/notice';
import { notices } from '../support/notice/notices';

const audience: NotificationSettings = {
  companyName: 'Acme Builders',
  events: noticeEvents,
  isMailed: true,
  approvers: ['tess@acme.example', 'tom@acme.example'],
  operators: ['olga@acme.example', 'TESS@acme.example'],
};

const webhookEndpoint = { kind: 'webhook', url: 'https://hooks.example/', secrets: [] } as const;
const chatEndpoint = { kind: 'teams', url: 'https://chat.example/', secrets: [] } as const;

/** A mail server and a receiver that keep what they get, or fail as they are told. */
class Outside implements NoticePorts {
  audience: NotificationSettings | undefined = audience;
  hasWebhook = true;
  hasChat = false;
  readonly mails: string[] = [];
  readonly calls: string[] = [];
  readonly failures = new Map<string, Error>();

  readonly audiences = {
    forCompany: () => this.audience,
    endpointsFor: () => [...(this.hasWebhook ? [webhookEndpoint] : []), ...(this.hasChat ? [chatEndpoint] : [])],
  };
  readonly mailer: NoticePorts['mailer'] = {
    send: async (_, { address, role }) => {
      this.mails.push(`${role} ${address}`);
      const failure = this.failures.get(address);
      if (failure) throw failure;
    },
  };
  readonly webhookCaller: NoticePorts['webhookCaller'] = {
    call: async ({ id }, { url }) => {
      this.calls.push(`${id} ${url}`);
      const failure = this.failures.get(url);
      if (failure) throw failure;
    },
  };
}

interface Attempted {
  readonly delivery?: Delivery;
  readonly failure?: ApplicationFailure;
  readonly beats: unknown[];
}

type Channel = keyof NoticeActivities;

/** One attempt, as the server would start it; `after`: the one before it. */
async function attempt(
  outside: Outside,
  notice: Notice,
  after?: Attempted,
  way: Channel = 'sendMail',
): Promise<Attempted> {
  const info: Partial<Info> = {
    workflowExecution: { workflowId: 'notice:run-1:3', runId: 'r' },
    heartbeatDetails: after?.beats.at(-1),
  };
  const env = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
  const beats: unknown[] = [];
  env.on('heartbeat', (details: unknown) => beats.push(structuredClone(details)));
  outside.mails.length = 0;
  try {
    return { delivery: await env.run(createNoticeActivities(outside)[way], notice), beats };
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return { failure: error, beats };
  }
}

describe('a mail goes to those who can act, or who wait for it', () => {
  const approvers = ['approver tess@acme.example', 'approver tom@acme.example'];
  test.each<[NoticeEvent, string[]]>([
    ['submitted', approvers],
    ['resent', approvers],
    ['reminder', approvers],
    ['question', ['sender ada@acme.example']],
    ['answered', approvers],
    ['rejected', ['sender ada@acme.example']],
    ['exported', ['sender ada@acme.example', 'operator olga@acme.example', 'operator TESS@acme.example']],
    ['parked', [...approvers, 'operator olga@acme.example']],
  ])('%s', async (event, mails) => {
    const outside = new Outside();
    const { delivery } = await attempt(outside, notices[event]);
    expect(outside.mails).toEqual(mails);
    expect(delivery).toEqual({ recipients: mails.length });
  });
});

describe('nobody is written to or called', () => {
  const { senderEmail: _, ...withoutAddress } = notices.rejected;

  test.each<[string, (outside: Outside) => void, Notice]>([
    ['when the company is gone', (outside) => (outside.audience = undefined), notices.submitted],
    [
      'when the company does not want to be told of it any more',
      (outside) => (outside.audience = { ...audience, events: ['parked'] }),
      notices.submitted,
    ],
  ])('%s', async (__, change, notice) => {
    const outside = new Outside();
    change(outside);
    expect((await attempt(outside, notice)).delivery).toEqual({ recipients: 0 });
    expect((await attempt(outside, notice, undefined, 'callWebhook')).delivery).toEqual({ recipients: 0 });
    expect([...outside.mails, ...outside.calls]).toEqual([]);
  });

  test('by mail, when the token of the sender has no address', async () => {
    const outside = new Outside();
    expect((await attempt(outside, withoutAddress)).delivery).toEqual({ recipients: 0 });
  });

  test('by mail, when the company tells by its webhook alone', async () => {
    const outside = new Outside();
    outside.audience = { ...audience, isMailed: false };
    expect((await attempt(outside, notices.rejected)).delivery).toEqual({ recipients: 0 });
    expect(outside.mails).toEqual([]);
  });

  test('by webhook, when the company has none', async () => {
    const outside = new Outside();
    outside.hasWebhook = false;
    expect((await attempt(outside, notices.rejected, undefined, 'callWebhook')).delivery).toEqual({ recipients: 0 });
  });
});

describe('what was delivered is not delivered again', () => {
  test('while one recipient is made to wait, the others have their mail, once', async () => {
    const outside = new Outside();
    outside.failures.set('tess@acme.example', new RecipientDeferred('the mail server answered 450 4.7.1.'));
    const first = await attempt(outside, notices.parked);
    expect(outside.mails).toHaveLength(3);
    expect(first.failure).toMatchObject({
      type: 'notice_failed',
      nonRetryable: false,
      message: '1 of 3 recipients were deferred: the mail server answered 450 4.7.1.',
    });
    outside.failures.clear();
    const second = await attempt(outside, notices.parked, first);
    expect(outside.mails).toEqual(['approver tess@acme.example']);
    expect(second.delivery).toEqual({ recipients: 3 });
  });

  test('a recipient who is refused for good is said when all others have their mail, and not tried again', async () => {
    const outside = new Outside();
    outside.failures.set('tess@acme.example', new NoticeRefused('the mail server answered 550 5.1.1.'));
    outside.failures.set('tom@acme.example', new RecipientDeferred('the mail server answered 450 4.7.1.'));
    const first = await attempt(outside, notices.parked);
    expect(first.failure?.nonRetryable).toBe(false);
    outside.failures.clear();
    const second = await attempt(outside, notices.parked, first);
    expect(outside.mails).toEqual(['approver tom@acme.example']);
    expect(second.failure).toMatchObject({
      type: 'notice_refused',
      nonRetryable: true,
      message: '1 of 3 recipients were refused: the mail server answered 550 5.1.1.',
    });
  });

  test('a refused recipient who was taken out of companies.yaml meanwhile is no failure any more', async () => {
    const outside = new Outside();
    outside.failures.set('tess@acme.example', new NoticeRefused('the mail server answered 550 5.1.1.'));
    outside.failures.set('tom@acme.example', new RecipientDeferred('the mail server answered 450 4.7.1.'));
    const first = await attempt(outside, notices.submitted);
    outside.failures.clear();
    outside.audience = { ...audience, approvers: ['tom@acme.example'] };
    expect((await attempt(outside, notices.submitted, first)).delivery).toEqual({ recipients: 1 });
  });

  test('a mail server that is down is asked once an attempt, not once a recipient', async () => {
    const outside = new Outside();
    outside.failures.set('tess@acme.example', new NoticeFailed('The mail server cannot be reached.'));
    const { failure } = await attempt(outside, notices.submitted);
    expect(outside.mails).toEqual(['approver tess@acme.example']);
    expect(failure).toMatchObject({ type: 'notice_failed', nonRetryable: false });
  });
});

describe('a failure', () => {
  test('names no address: neither do the words an attempt leaves to the next', async () => {
    const outside = new Outside();
    outside.failures.set('tom@acme.example', new TypeError('cannot write to tom@acme.example'));
    const { failure, beats } = await attempt(outside, notices.submitted);
    expect(failure?.message).toBe('unexpected: TypeError');
    expect(JSON.stringify([failure, beats])).not.toContain('@acme.example');
    expect(beats.at(-1)).toMatchObject({ sent: [expect.stringMatching(/^[0-9a-f]{16}$/)] });
  });

  test.each([
    [5_000, 30_000],
    [120_000, 120_000],
    [86_400_000, 3_600_000],
  ])('that asks for %i ms of peace is tried again after %i ms', async (asked, given) => {
    const outside = new Outside();
    outside.failures.set('https://hooks.example/', new NoticeFailed('The webhook answered 503.', asked));
    const { failure } = await attempt(outside, notices.submitted, undefined, 'callWebhook');
    expect(failure?.nextRetryDelay).toBe(given);
  });

  test('of a webhook that is gone for good is not tried again', async () => {
    const outside = new Outside();
    outside.failures.set('https://hooks.example/', new NoticeRefused('The webhook answered 410.'));
    const { failure } = await attempt(outside, notices.submitted, undefined, 'callWebhook');
    expect(failure).toMatchObject({ type: 'notice_refused', nonRetryable: true });
  });
});

test('a webhook that hangs holds four slots of its company, and no other company waits for it', async () => {
  const outside = new Outside();
  let end = (): void => undefined;
  const hangs = new Promise<void>((resolve) => {
    end = resolve;
  });
  outside.webhookCaller.call = async ({ notice }, { url }) => {
    outside.calls.push(`${notice.companyId} ${url}`);
    if (notice.companyId === 'acme') await hangs;
  };
  const activities = createNoticeActivities(outside);
  const call = (companyId: string): Promise<Delivery> => {
    const env = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
    return env.run(activities.callWebhook, { ...notices.submitted, companyId });
  };
  const held = Array.from({ length: 4 }, () => call('acme'));
  const turnedAway = await call('acme').catch((error: unknown) => error);
  expect(turnedAway).toMatchObject({ type: 'notice_failed', nonRetryable: false });
  expect((turnedAway as ApplicationFailure).nextRetryDelay).toBeLessThan(2_000);
  expect(await call('globex')).toEqual({ recipients: 1 });
  expect(outside.calls).toHaveLength(5);
  end();
  expect(await Promise.all(held)).toHaveLength(4);
  expect(await call('acme')).toEqual({ recipients: 1 });
});

test('a webhook is called once, under the id of the notice', async () => {
  const outside = new Outside();
  const { delivery } = await attempt(outside, notices.submitted, undefined, 'callWebhook');
  expect(delivery).toEqual({ recipients: 1 });
  expect(outside.calls).toEqual(['notice:run-1:3 https://hooks.example/']);
});

describe('of a webhook and a chat', () => {
  const withChat = (): Outside => Object.assign(new Outside(), { hasChat: true });
  const call = (outside: Outside, after?: Attempted) => attempt(outside, notices.parked, after, 'callWebhook');

  test('each gets the notice once', async () => {
    const outside = withChat();
    expect((await call(outside)).delivery).toEqual({ recipients: 2 });
    expect(outside.calls.map((line) => line.split(' ')[1])).toEqual([webhookEndpoint.url, chatEndpoint.url]);
  });

  test('one that is down is tried again alone', async () => {
    const outside = withChat();
    outside.failures.set(webhookEndpoint.url, new NoticeFailed('The webhook answered 503.'));
    const first = await call(outside);
    expect(first.failure).toMatchObject({ message: 'The webhook answered 503.', nonRetryable: false });
    outside.failures.clear();
    outside.calls.length = 0;
    expect((await call(outside, first)).delivery).toEqual({ recipients: 2 });
    expect(outside.calls.map((line) => line.split(' ')[1])).toEqual([webhookEndpoint.url]);
  });

  test('one that is gone for good is said once the other one has it', async () => {
    const outside = withChat();
    outside.failures.set(webhookEndpoint.url, new NoticeRefused('The webhook answered 410.'));
    expect((await call(outside)).failure).toMatchObject({ message: 'The webhook answered 410.', nonRetryable: true });
    expect(outside.calls).toHaveLength(2);
  });
});
