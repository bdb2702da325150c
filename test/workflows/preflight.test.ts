/** Each revision has its preflight, beside the decision. */
import type { CommandName } from '../../workflows/contract/command-table';
import { integration } from '../support/domain/fixtures';
import { ErpDouble } from '../support/erp/double';
import { startGate, type Gate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

const erp = new ErpDouble();
type Handle = Awaited<ReturnType<Gate['submit']>>;

const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }));
afterEach(() => {
  erp.heal();
  erp.answer = {};
});

const submit = (projectId: string) =>
  gate.submit(projectId, { integration: { ...integration, supportsPreflight: true } });
const answered = (handle: Handle) => gate.until(handle, ({ isPreflightRunning }) => isPreflightRunning !== true);
const update = (handle: Handle, name: CommandName, by: string, fields: object) => gate.update(handle, name, by, fields);
const listActivities = async (handle: Handle): Promise<string[]> => {
  const { events = [] } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
    scheduled?.activityId ? [scheduled.activityId] : [],
  );
};

test('the answer comes into the checks, with a number to take', async () => {
  erp.answer = { nextNumber: '24-018', isCustomerKnown: false };
  const handle = await submit('asked');
  const view = await answered(handle);
  expect(view).toMatchObject({
    status: 'awaiting_decision',
    checks: [{ code: 'customer_not_in_erp', severity: 'warning', source: 'erp', pointer: '/customer' }],
    suggestion: { number: '24-018' },
  });
  expect(await listActivities(handle)).toEqual(['preflight-1']);
});

test('an ERP without a preflight costs no activity', async () => {
  const handle = await gate.submit('silent');
  expect((await gate.view(handle)).checks).toEqual([]);
  await update(handle, 'retrieve', 'ada', { revision: 1 });
  expect(await listActivities(handle)).toEqual([]);
});

test('an ERP that is down is a finding after two tries, and no reason to wait', async () => {
  erp.failNext('preflight', { kind: 'unavailable' }, 2);
  const handle = await submit('down');
  await gate.env.sleep('1 minute');
  const { checks } = await answered(handle);
  expect(checks).toMatchObject([{ code: 'preflight_failed', message: expect.stringContaining('maintenance') }]);
  await update(handle, 'accept', 'tess', { revision: 1, job: { number: '24-101' } });
  expect((await handle.result()).status).toBe('exported');
});

test('a decision falls while the ERP is silent, and the late answer changes nothing', async () => {
  erp.failNext('preflight', { kind: 'hang' }, 2);
  const handle = await submit('undecided');
  const view = await update(handle, 'reject', 'tess', { revision: 1, reason: 'The number is taken' });
  expect(view).toMatchObject({ status: 'rejected' });
  expect(view).not.toHaveProperty('isPreflightRunning');
  await gate.env.sleep('2 minutes');
  expect((await gate.view(handle)).checks).toEqual([]);
});

test('each revision has a preflight, and whoever wants to know requests another for a number', async () => {
  const handle = await submit('again');
  await answered(handle);
  await update(handle, 'reject', 'tess', { revision: 1, reason: 'The customer is missing' });
  await update(handle, 'resend', 'ada', { revision: 1 });
  await answered(handle);
  erp.answer = { numberHolder: 'acme~7' };
  expect(await update(handle, 'preflight', 'tess', { revision: 2, number: '24-017' })).toMatchObject({
    entry: { type: 'preflight_requested', jobNumber: '24-017' },
  });
  const { checks, timeline } = await answered(handle);
  expect(checks).toMatchObject([
    { code: 'number_taken_in_erp', message: 'Job number 24-017 belongs to acme~7 in the ERP.' },
  ]);
  expect(timeline.at(-1)).toMatchObject({ type: 'preflight_requested', jobNumber: '24-017', actor: { id: 'tess' } });
  expect(await listActivities(handle)).toEqual(['preflight-1', 'preflight-2', 'preflight-2']);
});

test('a raw signal asks as well', async () => {
  const handle = await submit('by-signal');
  await answered(handle);
  erp.answer = { nextNumber: '24-020' };
  await handle.signal('preflight', { by: 'ops' });
  expect(await gate.until(handle, ({ suggestion }) => suggestion !== undefined)).toMatchObject({
    suggestion: { number: '24-020' },
  });
});
