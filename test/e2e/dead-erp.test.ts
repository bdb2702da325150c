/** Two companies on one worker: what one ERP does is nothing to the other company, and nothing of it is lost. */
import type { WorkflowHandle } from '@temporalio/client';
import { slotsPerCompany } from '../../activities/bulkhead';
import { taskQueue, toWorkflowId } from '../../workflows/contract/names';
import type { SubmissionState } from '../../workflows/contract/view';
import type { SubmissionInput } from '../../workflows/messages';
import { integration, policy, project, sender, third } from '../support/domain/fixtures';
import { SwitchableErp } from '../support/erp/switchable-erp';
import { waitFor } from '../../dev/processes/wait-for';
import { startGate, type Gate } from '../support/processes/workflow-env';

type Submit = (input: SubmissionInput) => Promise<SubmissionState>;
type Handle = WorkflowHandle<Submit>;

let erps: Record<string, SwitchableErp>;
let acme: SwitchableErp;
let globex: SwitchableErp;
let gate: Gate;

async function start(server: Parameters<typeof startGate>[1]): Promise<void> {
  acme = new SwitchableErp();
  globex = new SwitchableErp();
  erps = { acme, globex };
  gate = await startGate({ forCompany: (companyId) => Promise.resolve(erps[companyId]) }, server);
}

afterEach(async () => {
  for (const erp of Object.values(erps)) erp.become('well');
  await gate.stop();
});

function submit(companyId: string, projectId: string): Promise<Handle> {
  const terms = { integration: { ...integration, supportsPreflight: false }, policy };
  const request = { companyId, projectId, project, ...terms, by: { ...sender, channel: 'api' as const } };
  const workflowId = toWorkflowId({ companyId, projectId });
  return gate.client.workflow.start<Submit>('submission', { workflowId, taskQueue, args: [{ submit: request }] });
}

/** Submits and accepts so many; each with a job number of its own. */
const accept = (companyId: string, count: number): Promise<Handle[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const handle = await submit(companyId, String(index));
      const number = `24-${String(index).padStart(3, '0')}`;
      await gate.update(handle, 'accept', third.id, { revision: 1, job: { number } });
      return handle;
    }),
  );

const views = (handles: readonly Handle[]): Promise<SubmissionState[]> =>
  Promise.all(handles.map((handle) => gate.view(handle)));

const statuses = async (handles: readonly Handle[]): Promise<string[]> => [
  ...new Set((await views(handles)).map(({ status }) => status)),
];

const results = (handles: readonly Handle[]): Promise<SubmissionState[]> =>
  Promise.all(handles.map((handle) => handle.result()));

test('while the ERP of one company hangs with 200 exports, all 50 of another are exported; then the 200 are', async () => {
  await start([]);
  acme.become('hangs');
  const hanging = await accept('acme', 200);
  await waitFor('a full house', () => acme.inside >= slotsPerCompany);

  const others = await results(await accept('globex', 50));
  expect(others.every(({ status }) => status === 'exported')).toBe(true);
  expect(globex.records).toHaveLength(50);

  expect(await statuses(hanging)).toEqual(['exporting']);
  // A call whose heartbeat comes too late on a busy machine leaves its slot for a moment.
  await waitFor('a full house', () => acme.inside === slotsPerCompany);
  expect(acme.mostAtOnce).toBe(slotsPerCompany);
  expect(acme.records).toHaveLength(0);

  acme.become('well');
  expect((await results(hanging)).every(({ status }) => status === 'exported')).toBe(true);
  expect(acme.records.map(({ writes }) => writes)).toEqual(Array.from({ length: 200 }, () => 1));
  expect(acme.mostAtOnce).toBe(slotsPerCompany);
});

test('refused credentials park one export for the operator; the others wait, and follow when the retry gets through', async () => {
  await start('time-skipping');
  acme.become('hangs');
  const handles = await accept('acme', 20);
  await waitFor('a full house', () => acme.inside >= slotsPerCompany);
  acme.become('denies');
  const parked = async (): Promise<Handle[]> => {
    const found = await Promise.all(
      handles.map(async (handle) => ({ handle, isParked: (await gate.view(handle)).status === 'parked' })),
    );
    return found.filter(({ isParked }) => isParked).map(({ handle }) => handle);
  };
  const waiting = async (): Promise<number> => {
    const pending = await Promise.all(
      handles.map(async (handle) => (await handle.describe()).raw.pendingActivities?.[0]?.lastFailure?.message),
    );
    return pending.filter((message) => message?.includes('refused the credentials of Ledgergate') === true).length;
  };
  await waitFor('all but one to wait', async () => (await waiting()) === 19);
  const [first, ...more] = await parked();
  if (!first) throw new Error('nothing is parked for the operator');
  expect(more).toEqual([]);
  expect((await gate.view(first)).export?.parked?.code).toBe('erp_denied');

  acme.become('well');
  await gate.update(first, 'retryExport', third.id, { revision: 1 });
  expect((await first.result()).status).toBe('exported');
  await gate.env.sleep('2 minutes');
  expect((await results(handles)).every(({ status }) => status === 'exported')).toBe(true);
  expect(acme.records).toHaveLength(20);
});
