import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSmtpSink, type SmtpSink } from '../support/notice/smtp-sink';
import { example, until, useStack } from '../support/processes/stack';

let port: number;
let sink: SmtpSink | undefined;

/** A port where nobody listens, until the mail server is back. */
async function findDeadPort(): Promise<number> {
  const sink = await startSmtpSink();
  await sink.stop();
  return sink.port;
}

const notify = '\n    notify:\n      approvers: [tess@acme.example]\n      operators: [olga@acme.example]';

beforeAll(async () => {
  port = await findDeadPort();
});
const stack = useStack(() => {
  const companies = readFileSync(join(__dirname, '../../companies.yaml'), 'utf8');
  return {
    companies: companies.replace(/(\n {2}acme:\n {4}name: .*)/, `$1${notify}`),
    env: { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'ledgergate@acme.example' },
  };
});
afterAll(() => sink?.stop());

const command = (name: string, as: 'admin' | 'approver', body: object) =>
  stack.acme('POST', `/submissions/1042/${name}`, { as, body });

const listNotices = async (runId: string): Promise<string[]> => {
  const query = `WorkflowType = 'notice' AND ProjectId = '1042'`;
  const found = JSON.parse(await stack.temporal('workflow', 'list', '-q', query, '-o', 'json')) as {
    execution: { workflowId: string };
    status: string;
  }[];
  return found
    .filter(({ execution }) => execution.workflowId.startsWith(`notice:${runId}:`))
    .map(({ execution, status }) => `${execution.workflowId.split(':').at(-1) ?? ''} ${status.replace(/.*_/, '')}`)
    .sort();
};

test('a dead mail server delays no decision and holds no submission open; once it is back, ops let the mails go', async () => {
  const project = example('harbour-street-garage');
  const submitted = await stack.acme('POST', '/submissions', { as: 'admin', body: { projectId: '1042', project } });
  const runId = String(submitted.body['runId']);
  await command('reject', 'approver', { revision: 1, reason: 'The customer is missing.' });
  await command('resend', 'admin', { revision: 1 });
  await command('accept', 'approver', { revision: 2, job: { number: '24-017' } });
  await stack.untilStatus('1042', 'exported');
  const told = await until('all is told', async () => {
    const notices = await listNotices(runId);
    return notices.length === 4 ? notices : undefined;
  });
  expect(told).toEqual(['1 RUNNING', '2 RUNNING', '3 RUNNING', '4 RUNNING']);

  const mailServer = await startSmtpSink(port);
  sink = mailServer;
  for (const n of [1, 2, 3, 4]) {
    await stack.temporal('activity', 'reset', '-w', `notice:${runId}:${n}`, '--activity-id', 'mail');
  }
  const { mails } = mailServer;
  await until('the mails', () => Promise.resolve(mails.length >= 5 || undefined));
  const garage = 'Harbour Street Garage (1042)';
  expect(mails.map(({ to, subject }) => `${to.join()} ${subject}`).sort()).toEqual([
    `dev-admin@example.com Exported: ${garage}, revision 2`,
    `dev-admin@example.com Rejected: ${garage}, revision 1`,
    `olga@acme.example Exported: ${garage}, revision 2`,
    `tess@acme.example Resent: ${garage}, revision 2`,
    `tess@acme.example Submitted: ${garage}, revision 1`,
  ]);
  await until(
    'all are delivered',
    async () => (await listNotices(runId)).every((line) => line.includes('COMPLETED')) || undefined,
  );
});
