/** The worker process tells of notices: a real Temporal server, a real mail server, a real receiver. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { Webhook } from 'standardwebhooks';
import { dataConverter } from '../../adapters/temporal/converters';
import { noticeType, taskQueue, toNoticeId, toWorkflowId } from '../../workflows/contract/names';
import type { Notice } from '../../workflows/contract/notice';
import type { NoticeResult } from '../../workflows/notice';
import { integration, policy, project, sender } from '../support/domain/fixtures';
import { notices } from '../support/notice/notices';
import { startSmtpSink, type SmtpSink } from '../support/notice/smtp-sink';
import { waitFor } from '../../dev/processes/wait-for';
import { startWebhookSink, type WebhookSink } from '../support/notice/webhook-sink';
import { createWorkerFolder, type WorkerFolder } from '../support/processes/worker-process';
import { startDevServer } from '../support/processes/dev-server';

const companies = (notify: string): string => `companies:
  acme:
    name: Acme Builders
    integration: { erp: sage-intacct, adapter: file-drop, directory: erp/acme }
    policy: { rawSignals: all }
    notify: ${notify}
`;
const secret = `whsec_${Buffer.from('s'.repeat(32)).toString('base64')}`;
const webhook = (url: string): string => `webhook: { url: "${url}", secretVariable: ACME_SECRET }`;
const MAIL_FROM = 'Ledgergate <ledgergate@example.com>';

describe('it does not start, says why in one readable message and exits with 1', () => {
  let folder: WorkerFolder;
  beforeEach(() => {
    folder = createWorkerFolder();
  });
  afterEach(() => folder.remove());

  const mailed = companies('{ approvers: [tess@acme.example] }');
  const called = companies(`{ ${webhook('https://hooks.example/')} }`);

  test.each<[string, string, Record<string, string>, string]>([
    [
      'where a company has addresses and there is no mail server',
      mailed,
      {},
      'companies.yaml configures mail for acme, but SMTP_URL is not set in the environment of the worker. Set SMTP_URL, such as smtps://user:password@mail.example.com, and MAIL_FROM. Otherwise remove "notify".\n',
    ],
    [
      'where mail would come from nobody',
      mailed,
      { SMTP_URL: 'smtp://mail.example' },
      'The environment is not complete:\n  MAIL_FROM: is required by SMTP_URL: the address that notices come from\n',
    ],
    [
      'where it would come from what is no address',
      mailed,
      { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Ledgergate' },
      'The environment is not complete:\n  MAIL_FROM: must be an address such as "Ledgergate <ledgergate@example.com>"\n',
    ],
    [
      'where the address of the mail server is none, whose password is not repeated',
      mailed,
      { SMTP_URL: 'mail://gate:hunter2@mail.example', MAIL_FROM },
      'The environment is not complete:\n  SMTP_URL: must be a URL such as smtps://user:password@mail.example.com:465, with special characters percent-encoded\n',
    ],
    [
      'where the secret of a webhook is missing',
      called,
      {},
      'ACME_SECRET is not set in the environment, but companies.yaml names it for the webhook of acme. Set it and start again.\n',
    ],
    [
      'where it is too short, and is not repeated',
      called,
      { ACME_SECRET: 'whsec_c2hvcnQ=' },
      'ACME_SECRET, which companies.yaml names for the webhook of acme, is not "whsec_" and 24 to 64 bytes in base64. Correct it and start the worker again.\n',
    ],
  ])('%s', async (_, companiesYaml, environment, message) => {
    const worker = folder.start(companiesYaml, environment);
    expect(await worker.ended).toBe(1);
    expect(worker.output()).toBe(message);
  });
});

describe('with a server', () => {
  let env: TestWorkflowEnvironment;
  let client: Client;
  let mail: SmtpSink;
  let receiver: WebhookSink;
  let folder: WorkerFolder;
  let output: () => string;
  let told = 0;

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    env = await startDevServer();
    client = new Client({ connection: env.connection, dataConverter });
    [mail, receiver] = [await startSmtpSink(), await startWebhookSink()];
    folder = createWorkerFolder(env.address);
    const certificate = join(folder.path, 'receiver.pem');
    writeFileSync(certificate, receiver.certificate);
    const worker = folder.start(
      companies(`{ approvers: [tess@acme.example, tom@acme.example], ${webhook(receiver.url)} }`),
      {
        SMTP_URL: `smtp://gate:hunter2@127.0.0.1:${mail.port}`,
        MAIL_FROM,
        ACME_SECRET: secret,
        PUBLIC_URL: 'https://desk.example',
        NODE_EXTRA_CA_CERTS: certificate,
        LOG_LEVEL: 'trace',
      },
    );
    output = worker.output;
    await folder.makeDrop('acme');
    await worker.started();
  });
  afterAll(async () => {
    await folder.remove();
    await Promise.all([mail.stop(), receiver.stop()]);
    await env.teardown();
  });
  beforeEach(async () => {
    await Promise.all([mail.conduct({}), receiver.conduct({})]);
    mail.clear();
    receiver.calls.length = 0;
  });

  const start = (notice: Notice) =>
    client.workflow.start<(notice: Notice) => Promise<NoticeResult>>(noticeType, {
      workflowId: toNoticeId('run-1', (told += 1)),
      taskQueue,
      args: [notice],
    });
  type Handle = Awaited<ReturnType<typeof start>>;

  /** Once the mail has failed so often. */
  const failed = async (handle: Handle, attempts: number): Promise<string> => {
    let message = '';
    await waitFor('the mail has failed', async () => {
      const [pending] = (await handle.describe()).raw.pendingActivities ?? [];
      message = pending?.lastFailure?.message ?? '';
      return (pending?.attempt ?? 0) > attempts && message !== '';
    });
    return message;
  };
  /** What ops do who do not want to wait for the next try. */
  const tryNow = async (handle: Handle): Promise<void> => {
    await env.connection.workflowService.resetActivity({
      namespace: 'default',
      execution: { workflowId: handle.workflowId },
      id: 'mail',
      keepPaused: false,
      resetHeartbeat: false,
    });
  };

  test('a rejection reaches its sender by mail and the other system by a webhook it can verify', async () => {
    const handle = await start(notices.rejected);
    expect(await handle.result()).toEqual({ mail: { recipients: 1 }, webhook: { recipients: 1 } });
    expect(mail.mails).toMatchObject([
      { to: ['ada@acme.example'], subject: 'Rejected: Harbour Street Garage (1042), revision 2' },
    ]);
    expect(mail.mails[0]?.text).toContain('https://desk.example/desk/acme/1042');
    const [call] = receiver.calls;
    expect(new Webhook(secret).verify(call?.body ?? '', { ...call?.headers })).toMatchObject({
      type: 'submission.rejected',
      data: { url: 'https://desk.example/desk/acme/1042' },
    });
    expect(call?.headers['webhook-id']).toBe(handle.workflowId);
  });

  test('who was greylisted gets the mail at the next try, and nobody gets it twice', async () => {
    await mail.conduct({ toRecipients: { 'tom@acme.example': '450 4.7.1 Come again' } });
    const handle = await start(notices.submitted);
    expect(await failed(handle, 1)).toBe('1 of 2 recipients were deferred: the mail server answered 450 4.7.1.');
    expect(mail.mails.map(({ to }) => to)).toEqual([['tess@acme.example']]);
    await mail.conduct({});
    await tryNow(handle);
    expect(await handle.result()).toEqual({ mail: { recipients: 2 }, webhook: { recipients: 1 } });
    expect(mail.mails.map(({ to }) => to)).toEqual([['tess@acme.example'], ['tom@acme.example']]);
    expect(receiver.calls).toHaveLength(1);
  });

  test('one recipient whom the mail server does not know keeps the mail from nobody else, and ops see it', async () => {
    await mail.conduct({ toRecipients: { 'tess@acme.example': '550 5.1.1 Unknown' } });
    const handle = await start(notices.submitted);
    await expect(handle.result()).rejects.toMatchObject({
      cause: {
        type: 'notice_not_delivered',
        message:
          'Mail: not delivered: 1 of 2 recipients were refused: the mail server answered 550 5.1.1. Webhook: delivered to 1.',
      },
    });
    expect(mail.mails.map(({ to }) => to)).toEqual([['tom@acme.example']]);
  });

  test('who is added to companies.yaml while a mail waits gets it too', async () => {
    const later = '450 4.7.1 Come again';
    await mail.conduct({ toRecipients: { 'tess@acme.example': later, 'tom@acme.example': later } });
    const handle = await start(notices.submitted);
    await failed(handle, 1);
    folder.write(companies(`{ approvers: [tilda@acme.example], ${webhook(receiver.url)} }`));
    await waitFor('the file is read and the mail sent', async () => {
      if ((await handle.describe()).status.name !== 'RUNNING') return true;
      await tryNow(handle).catch(() => undefined);
      return false;
    });
    expect(await handle.result()).toMatchObject({ mail: { recipients: 1 } });
    expect(mail.mails.map(({ to }) => to)).toEqual([['tilda@acme.example']]);
  });

  test('a flood of notices to a mail server that hangs holds twenty of them at once, and no export waits for it', async () => {
    await mail.conduct({ isSilent: true });
    const flood = await Promise.all(Array.from({ length: 30 }, () => start(notices.submitted)));
    await waitFor('the mail server holds twenty', () => mail.connections() >= 20);
    const submit = {
      companyId: 'acme',
      projectId: 'flood',
      project,
      integration: { ...integration, supportsPreflight: false },
    };
    const handle = await client.workflow.start('submission', {
      workflowId: toWorkflowId(submit),
      taskQueue,
      args: [{ submit: { ...submit, policy, by: sender } }],
    });
    await handle.signal('accept', { by: 'tess', job: { number: '24-017' } });
    expect(await handle.result()).toMatchObject({ status: 'exported' });
    expect(mail.connections()).toBeLessThanOrEqual(20);
    // One that ends, since its heartbeat came too late on a busy machine, makes room for the next.
    await waitFor('the mail server holds twenty', () => mail.connections() === 20);
    await Promise.all(flood.map((notice) => notice.terminate()));
  });

  test('neither an address nor a secret is ever in its log', () => {
    expect(output()).toContain('worker started');
    expect(output()).not.toMatch(/@acme\.example|hunter2|whsec_/);
  });
});
