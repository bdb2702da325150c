import { ServiceError } from '@temporalio/client';
import { setTimeout as delay } from 'node:timers/promises';
import { searchAttributes } from '../../workflows/search-attributes';
import type { CommandName } from '../../workflows/contract/command-table';
import type { UpdateAnswer } from '../../workflows/contract/standing';
import { ErpDouble } from '../support/erp/double';
import { startGate, type Gate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

const rounds = 15;
const erp = new ErpDouble();
// The server suggests to continue as new after two or three rounds instead of after thousands of events.
const suggestEarly = ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=30'];
const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }, suggestEarly));

type Handle = Awaited<ReturnType<Gate['submit']>>;

/** As the API sends it: where a workflow task fails because a message raced it, the same id is sent again. */
async function update(handle: Handle, name: CommandName, id: string, fields: object): Promise<UpdateAnswer> {
  const args: [object] = [{ request: { id, bodyHash: id }, ...fields }];
  for (;;) {
    try {
      return await handle.executeUpdate<UpdateAnswer, [object]>(name, { args, updateId: id });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      await delay(20);
    }
  }
}

test('no message, no key and no revision is lost when a run continues as new in the middle of everything', async () => {
  const handle = await gate.submit('long');
  const first = (await handle.describe()).runId;
  let signals = 0;
  for (let revision = 1; revision <= rounds; revision += 1) {
    const reject = { actor: { id: 'tess' }, revision, reason: `Round ${revision}` };
    // Four clicks of one key, and signals racing them.
    const clicks = Array.from({ length: 4 }, () => update(handle, 'reject', `reject-${revision}`, reject));
    const noise = ['approve', 'decline', 'ok'].map((name) => handle.signal(name, { by: `n${revision}` }));
    signals += noise.length;
    await Promise.all([...clicks, ...noise]);
    await update(handle, 'resend', `resend-${revision}`, { actor: { id: 'ada' }, revision });
  }

  const view = await gate.view(handle);
  const count = (type: string): number =>
    view.timeline.reduce((sum, entry) => sum + ('type' in entry && entry.type === type ? (entry.times ?? 1) : 0), 0);
  expect(view).toMatchObject({ status: 'awaiting_decision', revision: rounds + 1, runId: first, senders: ['ada'] });
  expect([count('submitted'), count('rejected'), count('resent'), count('ignored')]).toEqual([
    1,
    rounds,
    rounds,
    signals,
  ]);

  const described = await handle.describe();
  expect(described.runId).not.toBe(first);
  expect(described.typedSearchAttributes.get(searchAttributes.revision)).toBe(rounds + 1);
  expect(described.memo).toMatchObject({ name: 'Riverside Clinic', runId: first, firstRevision: 1 });
  expect(String(described.memo?.['summary'])).toContain('Riverside Clinic');

  // A key of the first run is answered, not decided again.
  const again = await update(handle, 'reject', 'reject-1', { actor: { id: 'tess' }, revision: 1, reason: 'Other' });
  expect(again).toMatchObject({ status: 'awaiting_decision', revision: rounds + 1, bodyHash: 'reject-1' });

  const accepted = { actor: { id: 'tess' }, revision: rounds + 1, job: { number: '24-017' } };
  expect((await update(handle, 'accept', 'accept', accepted)).status).toBe('exporting');
  const last = gate.client.workflow.getHandle(handle.workflowId);
  expect(await last.result()).toMatchObject({ status: 'exported', revision: rounds + 1, runId: first });
  expect(erp.records).toMatchObject([{ writes: 1 }]);
});

test('a cancel that waits for its time is carried on, and applied', async () => {
  const handle = await gate.submit('cancelled');
  const first = (await handle.describe()).runId;
  erp.failNext('export', { kind: 'unknown', written: 'never' });
  erp.failNext('findByReference', { kind: 'slow', ms: 0 });
  erp.failNext('findByReference', { kind: 'denied' });
  await update(handle, 'accept', 'accept', { actor: { id: 'tess' }, revision: 1, job: { number: '24-018' } });
  const parked = await gate.until(handle, ({ status }) => status === 'parked');
  expect(parked.export?.parked?.code).toBe('outcome_unknown');

  await handle.cancel();
  await gate.until(handle, ({ withdrawRequested }) => withdrawRequested !== undefined);
  while ((await handle.describe()).runId === first) await handle.signal('nudge', { by: String(Math.random()) });
  expect((await gate.view(handle)).withdrawRequested).toMatchObject({ by: { channel: 'cancel' } });

  erp.failNext('export', { kind: 'refused' });
  await update(handle, 'retryExport', 'retry', { actor: { id: 'olga' }, revision: 1 });
  const final: unknown = await gate.client.workflow.getHandle(handle.workflowId).result();
  expect(final).toMatchObject({ status: 'withdrawn', runId: first });
});
