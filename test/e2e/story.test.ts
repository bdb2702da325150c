import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SubmissionView } from '../../workflows/contract/view';
import { example, useStack } from '../support/processes/stack';

const stack = useStack();

const garage = example('harbour-street-garage');
const submit = (projectId: string, options = {}) =>
  stack.acme('POST', '/submissions', { as: 'admin', body: { projectId, project: garage }, ...options });

const inbox = (): string[] => readdirSync(join(stack.varDirectory, 'erp', 'acme', 'inbox'));
const importFiles = (projectId: string): string[] =>
  inbox().filter((name) => name.startsWith(`acme~${projectId}.`) && name.endsWith('.json'));

describe('the gate, on a real server with real processes', () => {
  test('submitted, rejected, resent and accepted over HTTP: one import file in the inbox', async () => {
    const submitted = await submit('1042');
    expect(submitted.status).toBe(201);
    expect(submitted.headers.location).toBe('/v1/companies/acme/submissions/1042');
    expect(submitted.body).toMatchObject({ status: 'awaiting_decision', revision: 1 });

    const reason = 'Job number is taken';
    const rejected = await stack.acme('POST', '/submissions/1042/reject', {
      as: 'approver',
      body: { revision: 1, reason },
    });
    expect(rejected).toMatchObject({ status: 200, body: { status: 'rejected', entry: { text: reason } } });
    expect((await stack.acme('GET', '/submissions/1042', { as: 'admin' })).body).toMatchObject({
      rejection: { reason },
    });

    const project = { ...garage, name: 'Harbour Street Garage, east deck' };
    const resent = await stack.acme('POST', '/submissions/1042/resend', {
      as: 'admin',
      body: { revision: 1, project },
    });
    expect(resent.body).toMatchObject({ status: 'awaiting_decision', revision: 2, entry: { type: 'resent' } });
    expect((await stack.acme('GET', '/submissions/1042', { as: 'admin' })).body).toMatchObject({
      revision: 2,
      changes: [{ pointer: '/name' }],
    });

    const body = { revision: 2, job: { number: '24-017' } };
    expect((await stack.acme('POST', '/submissions/1042/accept', { as: 'approver', body })).status).toBe(200);
    const exported = await stack.untilStatus('1042', 'exported');
    expect(exported).toMatchObject({ receipt: { reference: 'acme~1042' }, job: { number: '24-017' } });
    expect(importFiles('1042')).toEqual(['acme~1042.json']);
    expect(inbox()).toContain('acme~1042.csv');
  });

  test('rejected, resent and accepted by the temporal CLI alone', async () => {
    await submit('raw');
    const signal = (name: string, input: object) =>
      stack.temporal(
        'workflow',
        'signal',
        '-w',
        'submission:acme:raw',
        '--name',
        name,
        '--input',
        JSON.stringify(input),
      );
    await signal('reject', { by: 'accountant', reason: 'Job number is taken' });
    await signal('approve', { by: 'accountant' });
    await stack.untilStatus('raw', 'rejected');
    await signal('resend', { by: 'site office' });
    await signal('accept', { by: 'accountant', job: { number: '24-018' } });
    const { timeline } = (await stack.untilStatus('raw', 'exported')) as unknown as SubmissionView;
    expect(timeline).toMatchObject([
      { type: 'submitted' },
      { type: 'rejected', actor: { id: 'accountant', channel: 'signal' }, text: 'Job number is taken' },
      { type: 'ignored', code: 'unknown_signal' },
      { type: 'resent' },
      { type: 'accepted' },
      { type: 'exported' },
    ]);
    expect(importFiles('raw')).toEqual(['acme~raw.json']);
  });

  test('what ops read in Temporal says where it stands, who is awaited and which line to type', async () => {
    await submit('ops');
    const metadata = await stack.temporal('workflow', 'metadata', '-w', 'submission:acme:ops');
    expect(metadata).toContain('awaiting_decision');
    expect(metadata).toContain('the accounting approver');
    expect(metadata).toContain('temporal workflow signal -w submission:acme:ops --name accept');
    const described = await stack.temporal('workflow', 'describe', '-w', 'submission:acme:ops');
    expect(described).toContain('Harbour Street');
    const query =
      'CompanyId = "acme" AND ProjectId = "ops" AND SubmissionStatus = "awaiting_decision" AND Revision = 1';
    expect(await stack.temporal('workflow', 'count', '--query', query)).toContain('1');
  });

  test('a refused decision leaves the history as it was', async () => {
    await submit('cheap');
    const length = async () => {
      const described = await stack.temporal('workflow', 'describe', '-w', 'submission:acme:cheap', '-o', 'json');
      return (JSON.parse(described) as { workflowExecutionInfo: { historyLength: string } }).workflowExecutionInfo
        .historyLength;
    };
    await stack.acme('GET', '/submissions/cheap', { as: 'viewer' });
    const before = await length();
    const body = { revision: 9, reason: 'No' };
    const refused = await stack.acme('POST', '/submissions/cheap/reject', { as: 'approver', body });
    expect(refused).toMatchObject({ status: 409, body: { code: 'stale_revision', current: { revision: 1 } } });
    expect(await length()).toBe(before);
  });

  test('of a hundred clicks at once one wins, the others are told who and when, none waits in vain', async () => {
    await submit('clicks');
    const body = { revision: 1, reason: 'No' };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => stack.acme('POST', '/submissions/clicks/reject', { as: 'approver', body })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const lost = answers.filter(({ status }) => status !== 200);
    expect(new Set(lost.map(({ status }) => status))).toEqual(new Set([409]));
    for (const { body: problem } of lost) {
      expect(problem).toMatchObject({ current: { revision: 1, status: 'rejected', by: { id: 'dev-approver' } } });
    }
  });

  test('an exported project that is submitted again counts on and updates the record in the ERP', async () => {
    await submit('again');
    const accept = (revision: number) =>
      stack.acme('POST', '/submissions/again/accept', {
        as: 'approver',
        body: { revision, job: { number: '24-019' } },
      });
    await accept(1);
    await stack.untilStatus('again', 'exported');
    const project = { ...garage, description: 'With a second deck' };
    const second = await submit('again', { body: { projectId: 'again', project } });
    expect(second).toMatchObject({
      status: 201,
      body: { revision: 2, mode: 'update', previousRun: { revision: 1, exported: { job: { number: '24-019' } } } },
    });
    await accept(2);
    await stack.untilStatus('again', 'exported');
    expect(importFiles('again').sort()).toEqual(['acme~again.json', 'acme~again.r2.json']);
    const update = readFileSync(join(stack.varDirectory, 'erp', 'acme', 'inbox', 'acme~again.r2.json'), 'utf8');
    expect(JSON.parse(update)).toMatchObject({ action: 'update', reference: 'acme~again' });
  });

  test('a run that ops terminated is shown as such, and the project can be submitted again', async () => {
    await submit('ended');
    await stack.untilStatus('ended', 'awaiting_decision');
    await stack.temporal('workflow', 'terminate', '-w', 'submission:acme:ended', '--reason', 'by mistake');
    const view = await stack.untilStatus('ended', 'terminated');
    expect(view).toMatchObject({ actions: { accept: { allowed: false } } });
    expect(await submit('ended')).toMatchObject({ status: 201, body: { revision: 2 } });
  });

  test('a run that ops cancelled is withdrawn', async () => {
    await submit('cancelled');
    await stack.temporal('workflow', 'cancel', '-w', 'submission:acme:cancelled');
    await stack.untilStatus('cancelled', 'withdrawn');
  });

  test('an ERP that takes no projects says so at once, and what to do', async () => {
    const options = { as: 'admin', body: { projectId: '1', project: garage } } as const;
    const refused = await stack.request('POST', '/v1/companies/globex/submissions', options);
    expect(refused).toMatchObject({ status: 409, body: { code: 'integration_takes_no_projects' } });
    expect(refused.body['detail']).toMatch(/QuickBooks Online/);
  });
});
