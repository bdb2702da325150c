import type { Payload } from '@temporalio/common';
import type { TimelineEntry } from '../../workflows/contract/view';
import { searchAttributes } from '../../workflows/search-attributes';
import { policy } from '../support/domain/fixtures';
import { ErpDouble } from '../support/erp/double';
import { startGate, type Gate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

const erp = new ErpDouble();

const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }));

type Handle = Awaited<ReturnType<Gate['submit']>>;

const listIgnored = async (handle: Handle): Promise<TimelineEntry[]> => {
  const { timeline } = await gate.view(handle);
  return timeline.filter((entry): entry is TimelineEntry => 'type' in entry && entry.type === 'ignored');
};

/** A signal as any gRPC client can send it: bytes that the CLI would refuse to send. */
const signalRaw = (handle: Handle, signalName: string, payloads: Payload[]) =>
  gate.client.workflowService.signalWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: handle.workflowId },
    signalName,
    input: { payloads },
  });

const bytes = (text: string): Uint8Array => Buffer.from(text);
const json = { encoding: bytes('json/plain') };

describe('raw signals', () => {
  test('play the whole story, each claim recorded as a claim', async () => {
    const handle = await gate.submit('raw');
    await handle.signal('reject', { by: 'accountant', reason: 'Job number is taken' });
    await handle.signal('resend', { by: 'site office' });
    await handle.signal('accept', { by: 'accountant', job: { number: '24-017' } });
    const final = await handle.result();
    expect(final).toMatchObject({
      status: 'exported',
      revision: 2,
      decision: { by: { id: 'accountant', channel: 'signal' } },
    });
    expect(final.timeline).toMatchObject(
      ['submitted', 'rejected', 'resent', 'accepted', 'exported'].map((type) => ({ type })),
    );
  });

  test('keep four eyes: who resent by a signal cannot accept by one', async () => {
    const handle = await gate.submit('raw-eyes');
    await handle.signal('reject', { by: 'accountant', reason: 'No' });
    await handle.signal('resend', { by: 'site office' });
    await handle.signal('accept', { by: 'site office', job: { number: '24-020' } });
    expect(await listIgnored(handle)).toMatchObject([
      { signal: 'accept', code: 'same_person', actor: { id: 'site office' } },
    ]);
  });

  test('keep the rules of the ERP: a number that breaks the mask is ignored', async () => {
    const handle = await gate.submit('raw-mask');
    await handle.signal('accept', { by: 'accountant', job: { number: 'whatever' } });
    expect(await listIgnored(handle)).toMatchObject([{ signal: 'accept', code: 'project_breaks_rules' }]);
    expect((await gate.view(handle)).status).toBe('awaiting_decision');
  });

  test.each<[string, unknown[]]>([
    ['without arguments', []],
    ['without by', [{ reason: 'No' }]],
    ['with a blank reason', [{ by: 'accountant', reason: '   ' }]],
    ['with an unknown field', [{ by: 'accountant', reason: 'No', status: 'exported' }]],
    ['with a text for an object', ['reject please']],
    ['with null', [null]],
    ['with a second argument', [{ by: 'accountant', reason: 'No' }, { force: true }]],
    ['with a revision that is no number', [{ by: 'accountant', reason: 'No', revision: 'one' }]],
  ])('%s change nothing but the timeline', async (name, args) => {
    const handle = await gate.submit(`malformed-${name.replaceAll(' ', '-')}`);
    await handle.signal('reject', ...args);
    expect(await listIgnored(handle)).toMatchObject([{ signal: 'reject', code: 'malformed' }]);
    expect(JSON.stringify(await listIgnored(handle))).not.toContain('force');
    expect((await gate.view(handle)).status).toBe('awaiting_decision');
  });

  test('that cannot be decoded do not stop the workflow', async () => {
    const handle = await gate.submit('poison');
    await signalRaw(handle, 'reject', [{ metadata: json, data: bytes('{broken') }]);
    await signalRaw(handle, 'accept', [{ metadata: { encoding: bytes('binary/unheard-of') }, data: bytes('?') }]);
    await signalRaw(handle, 'resend', [{ data: bytes('no metadata at all') }]);
    await signalRaw(handle, 'reject', [
      { metadata: json, data: bytes('{"by":"accountant","reason":"No"}') },
      { metadata: json, data: bytes('{broken') },
    ]);
    await signalRaw(handle, 'reject', []);
    expect((await listIgnored(handle)).map(({ signal, code }) => [signal, code])).toEqual([
      ['reject', 'malformed'],
      ['accept', 'malformed'],
      ['resend', 'malformed'],
      ['reject', 'malformed'],
      ['reject', 'malformed'],
    ]);
    await handle.signal('reject', { by: 'accountant', reason: 'Still alive' });
    expect((await gate.view(handle)).status).toBe('rejected');
  });

  test('of unknown names are ignored under their name; equal neighbours are counted', async () => {
    const handle = await gate.submit('unknown');
    for (let n = 0; n < 3; n += 1) await handle.signal('approve', { by: 'accountant' });
    await handle.signal(`x\u001b[31m${'y'.repeat(300)}`, { by: 'accountant' });
    const [approve, long] = await listIgnored(handle);
    expect(approve).toMatchObject({ signal: 'approve', code: 'unknown_signal', times: 3 });
    expect(long?.signal).toHaveLength(200);
    expect(long?.signal).not.toContain('\u001b');
  });

  test('are all ignored where the policy says so', async () => {
    const handle = await gate.submit('signals-off', { policy: { ...policy, rawSignals: 'none' } });
    await handle.signal('reject', { by: 'accountant', reason: 'No' });
    expect(await listIgnored(handle)).toMatchObject([{ signal: 'reject', code: 'signals_off' }]);
    await gate.update(handle, 'reject', 'tess', { revision: 1, reason: 'By the API' });
    expect((await gate.view(handle)).status).toBe('rejected');
  });

  test('sent with the start itself are not lost', async () => {
    const handle = await gate.submit('early');
    await Promise.all([handle.signal('reject', { by: 'accountant', reason: 'First' }), handle.signal('nonsense')]);
    expect(await gate.view(handle)).toMatchObject({ status: 'rejected' });
  });

  test('that start a run are seen by visibility', async () => {
    const id = 'signal-with-start';
    const started = await gate.submit(id, {}, { signal: 'reject', signalArgs: [{ by: 'accountant', reason: 'No' }] });
    expect((await gate.view(started)).status).toBe('rejected');
    expect((await started.describe()).typedSearchAttributes.get(searchAttributes.status)).toBe('rejected');
  });
});

describe('cancelling in Temporal', () => {
  test('withdraws a submission that waits', async () => {
    const handle = await gate.submit('cancelled');
    await gate.view(handle);
    await handle.cancel();
    const final = await handle.result();
    expect(final).toMatchObject({ status: 'withdrawn' });
    expect(final.timeline.at(-1)).toMatchObject({ type: 'withdrawn', actor: { id: 'temporal', channel: 'cancel' } });
  });

  test('is kept while the export runs, and applied when it is legal', async () => {
    erp.failNext('export', { kind: 'unavailable', retryAfterMs: 60_000 });
    erp.failNext('export', { kind: 'refused' });
    const handle = await gate.submit('cancel-later');
    await gate.update(handle, 'accept', 'tess', { revision: 1, job: { number: '24-030' } });
    await handle.cancel();
    const kept = await gate.until(handle, ({ withdrawRequested }) => withdrawRequested !== undefined);
    expect(kept).toMatchObject({ status: 'exporting', withdrawRequested: { by: { channel: 'cancel' } } });
    await gate.env.sleep('2 minutes');
    const final = await handle.result();
    expect(final.status).toBe('withdrawn');
    expect(final.timeline).toMatchObject(['submitted', 'accepted', 'parked', 'withdrawn'].map((type) => ({ type })));
  });

  test('loses against a receipt: what is in the ledger stays there', async () => {
    erp.failNext('export', { kind: 'unavailable', retryAfterMs: 60_000 });
    const handle = await gate.submit('cancel-too-late');
    await gate.update(handle, 'accept', 'tess', { revision: 1, job: { number: '24-031' } });
    await handle.cancel();
    await gate.until(handle, ({ withdrawRequested }) => withdrawRequested !== undefined);
    await gate.env.sleep('2 minutes');
    expect((await handle.result()).status).toBe('exported');
  });

  test('does not disturb what comes after it', async () => {
    erp.failNext('export', { kind: 'hang' });
    erp.failNext('export', { kind: 'unknown', written: 'never' });
    const handle = await gate.submit('cancel-unknown', { policy: { ...policy, exportForMs: 4_000 } });
    await gate.update(handle, 'accept', 'tess', { revision: 1, job: { number: '24-032' } });
    await handle.cancel();
    await gate.env.sleep('1 minute');
    const parked = await gate.until(handle, ({ status }) => status === 'parked');
    expect(parked).toMatchObject({ export: { parked: { code: 'outcome_unknown' } }, withdrawRequested: {} });
    await gate.update(handle, 'retryExport', 'olga', { revision: 1 });
    expect((await handle.result()).status).toBe('exported');
  });
});
