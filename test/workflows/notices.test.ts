/** A submission starts its notices and leaves them alone; none of them delays or holds it. */
import { isGrpcServiceError } from '@temporalio/client';
import type { Notice } from '../../workflows/contract/notice';
import { toNoticeId } from '../../workflows/contract/names';
import type { Policy } from '../../workflows/contract/rules';
import { policy } from '../support/domain/fixtures';
import { ErpDouble } from '../support/erp/double';
import { waitFor } from '../../dev/processes/wait-for';
import { startGate, type Gate } from '../support/processes/workflow-env';

const erp = new ErpDouble();
const erps = { forCompany: () => Promise.resolve(erp) };
let gate: Gate;

const hour = 3_600_000;
const isNotFound = ({ code }: { readonly code: number }): boolean => code === 5;
const telling: Policy = {
  ...policy,
  notices: ['submitted', 'resent', 'reminder', 'rejected', 'exported', 'parked'],
  remindAfterMs: 48 * hour,
};

type Handle = Awaited<ReturnType<Gate['submit']>>;
const reject = (handle: Handle, revision = 1) =>
  gate.update(handle, 'reject', 'tess', { revision, reason: 'No such customer' });
const accept = (handle: Handle, number: string) =>
  gate.update(handle, 'accept', 'tess', { revision: 1, job: { number } });

/** The argument of a workflow, from its history; `undefined`: there is no such workflow. */
async function noticeAt(workflowId: string): Promise<Notice | undefined> {
  const handle = gate.client.workflow.getHandle(workflowId);
  const history = await handle.fetchHistory().catch((error: unknown) => {
    if (isGrpcServiceError(error) && isNotFound(error)) return undefined;
    throw error;
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const data = started?.input?.payloads?.[0]?.data;
  return data ? (JSON.parse(Buffer.from(data).toString()) as Notice) : undefined;
}

/** What was told, in its order. */
async function listNotices(handle: Handle): Promise<Notice[]> {
  const { runId } = await gate.view(handle);
  const told: Notice[] = [];
  for (;;) {
    const notice = await noticeAt(toNoticeId(runId, told.length + 1));
    if (!notice) return told;
    told.push(notice);
  }
}
const listEvents = async (handle: Handle) =>
  (await listNotices(handle)).map(({ event, revision }) => `${event} ${revision}`);

describe('on a real server', () => {
  beforeAll(async () => {
    gate = await startGate(erps, []);
  });
  afterAll(() => gate.stop());

  test('each event of a story is told once, in its order', async () => {
    const handle = await gate.submit('told', { policy: telling, senderEmail: 'ada@acme.example' });
    await reject(handle);
    await gate.update(handle, 'resend', 'ada', { revision: 1, senderEmail: 'ada@acme.example' });
    erp.failNext('export', { kind: 'refused' });
    await gate.update(handle, 'accept', 'tess', { revision: 2, job: { number: '24-401' } });
    await gate.until(handle, ({ status }) => status === 'parked');
    await gate.update(handle, 'retryExport', 'tess', { revision: 2 });
    expect((await handle.result()).status).toBe('exported');
    expect(await listEvents(handle)).toEqual(['submitted 1', 'rejected 1', 'resent 2', 'parked 2', 'exported 2']);
  });

  test('a company that wants no notices has no trace of them in the history', async () => {
    const handle = await gate.submit('quiet');
    await reject(handle);
    await gate.update(handle, 'withdraw', 'ada', { revision: 1, reason: 'Not built' });
    await handle.result();
    const { events } = await handle.fetchHistory();
    const traces = (events ?? []).filter(
      (event) => event.startChildWorkflowExecutionInitiatedEventAttributes ?? event.timerStartedEventAttributes,
    );
    expect(traces).toEqual([]);
  });

  test('what comes with the start is told after the submit', async () => {
    const signal = { signal: 'reject', signalArgs: [{ by: 'tess', reason: 'At once' }] };
    const handle = await gate.submit('at-once', { policy: telling }, signal);
    await waitFor('both are told', async () => (await listNotices(handle)).length === 2);
    expect(await listEvents(handle)).toEqual(['submitted 1', 'rejected 1']);
  });

  test('a cancel withdraws the submission and none of its notices', async () => {
    const handle = await gate.submit('cancelled', { policy: telling });
    await handle.cancel();
    expect((await handle.result()).status).toBe('withdrawn');
    const { runId } = await gate.view(handle);
    const notice = gate.client.workflow.getHandle(toNoticeId(runId, 1));
    const { events } = await notice.fetchHistory();
    expect((events ?? []).some((event) => event.workflowExecutionCancelRequestedEventAttributes)).toBe(false);
  });

  test('accepted and exported at once is told when it is in the ERP', async () => {
    const handle = await gate.submit('quick', { policy: telling });
    await accept(handle, '24-402');
    await handle.result();
    expect((await listNotices(handle)).at(-1)).toMatchObject({
      event: 'exported',
      jobNumber: '24-402',
      status: 'exported',
    });
  });
});

describe('as time passes', () => {
  beforeAll(async () => {
    gate = await startGate(erps);
  });
  afterAll(() => gate.stop());

  test('the approvers are reminded once, after the time of the policy, and again only for the next revision', async () => {
    const handle = await gate.submit('reminded', { policy: telling });
    await gate.env.sleep('47 hours');
    expect(await listEvents(handle)).toEqual(['submitted 1']);
    await gate.env.sleep('10 days');
    expect(await listEvents(handle)).toEqual(['submitted 1', 'reminder 1']);
    expect((await gate.view(handle)).status).toBe('awaiting_decision');
    await reject(handle);
    await gate.update(handle, 'resend', 'ada', { revision: 1 });
    await gate.env.sleep('49 hours');
    const events = await listEvents(handle);
    expect(events).toEqual(['submitted 1', 'reminder 1', 'rejected 1', 'resent 2', 'reminder 2']);
  });

  test('a decision takes the reminder away', async () => {
    const handle = await gate.submit('decided', { policy: telling });
    await reject(handle);
    await gate.env.sleep('10 days');
    expect(await listEvents(handle)).toEqual(['submitted 1', 'rejected 1']);
  });
});
