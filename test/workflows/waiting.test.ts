import { ErpDouble } from '../support/erp/double';
import { policy } from '../support/domain/fixtures';
import { startGate, type Gate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

const erp = new ErpDouble();

const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }));
afterEach(() => {
  erp.heal();
});

const accept = (handle: Awaited<ReturnType<Gate['submit']>>, number: string) =>
  gate.update(handle, 'accept', 'tess', { revision: 1, job: { number } });

describe('time', () => {
  test('a submission waits a month for its decision and can still be decided', async () => {
    const handle = await gate.submit('patient');
    await gate.env.sleep('30 days');
    expect((await gate.view(handle)).status).toBe('awaiting_decision');
    await accept(handle, '24-001');
    expect((await handle.result()).status).toBe('exported');
  });

  test('an ERP that comes back within the time of the policy gets the project', async () => {
    erp.failNext('export', { kind: 'unavailable' }, 12);
    const handle = await gate.submit('comes-back');
    await accept(handle, '24-002');
    await gate.env.sleep('2 hours');
    expect(await handle.result()).toMatchObject({ status: 'exported', export: { attempts: 13 } });
  });

  test('an ERP that stays away parks the export when the time of the policy is over', async () => {
    erp.failNext('export', { kind: 'unavailable' }, 10_000);
    const handle = await gate.submit('stays-away');
    await accept(handle, '24-003');
    await gate.env.sleep('23 hours');
    expect((await gate.view(handle)).status).toBe('exporting');
    await gate.env.sleep('61 minutes');
    const parked = await gate.until(handle, ({ status }) => status === 'parked');
    expect(parked.export?.parked).toMatchObject({ code: 'out_of_time' });
    expect(parked.export?.parked?.message).toContain('24 h');

    erp.heal();
    await gate.update(handle, 'retryExport', 'olga', { revision: 1 });
    expect((await handle.result()).status).toBe('exported');
  });

  test("the ERP's retry-after is waited for", async () => {
    erp.failNext('export', { kind: 'unavailable', retryAfterMs: 10 * 60_000 });
    const handle = await gate.submit('retry-after');
    await accept(handle, '24-004');
    await gate.env.sleep('9 minutes');
    expect((await gate.view(handle)).status).toBe('exporting');
    await gate.env.sleep('2 minutes');
    expect((await handle.result()).status).toBe('exported');
  });

  test('an attempt in flight when the time is over is an unknown outcome, settled by a person', async () => {
    erp.failNext('export', { kind: 'hang' }, 5);
    const handle = await gate.submit('in-flight', { policy: { ...policy, exportForMs: 5_000 } });
    await accept(handle, '24-005');
    await gate.env.sleep('10 seconds');
    const parked = await gate.until(handle, ({ status }) => status === 'parked');
    expect(parked.export?.parked?.code).toBe('outcome_unknown');
    const refused = gate.update(handle, 'withdraw', 'ada', { revision: 1, reason: 'Wrong' });
    await expect(refused).rejects.toMatchObject({ cause: { type: 'outcome_unknown' } });
    await gate.update(handle, 'settle', 'olga', { revision: 1, ids: { job: 'J-77' }, note: 'Found it in the ERP' });
    expect(await handle.result()).toMatchObject({
      status: 'exported',
      receipt: { ids: { job: 'J-77' }, byHand: true },
    });
  });

  test('a lost answer is followed by a look-up, never by a second record', async () => {
    erp.failNext('export', { kind: 'unknown', written: 'now' });
    const handle = await gate.submit('lost-answer');
    await accept(handle, '24-006');
    await gate.env.sleep('10 seconds');
    expect(await handle.result()).toMatchObject({ status: 'exported', export: { attempts: 2 } });
    expect(erp.records.filter(({ job }) => job.number === '24-006')).toMatchObject([{ writes: 1 }]);
  });
});

describe('parked exports', () => {
  test('a taken number is corrected by an approver without a new round', async () => {
    erp.failNext('export', { kind: 'number_taken' });
    const handle = await gate.submit('taken');
    await accept(handle, '24-007');
    const parked = await gate.until(handle, ({ status }) => status === 'parked');
    expect(parked.export?.parked?.code).toBe('erp_number_taken');
    await gate.update(handle, 'retryExport', 'tess', { revision: 1, job: { number: '24-008' } });
    expect(await handle.result()).toMatchObject({ status: 'exported', revision: 1, job: { number: '24-008' } });
  });

  test('refused data goes back to the sender with the fields, and comes again as the next revision', async () => {
    erp.failNext('export', { kind: 'refused', fields: [{ pointer: '/name', message: 'too long' }] });
    const handle = await gate.submit('returned');
    await accept(handle, '24-009');
    const parked = await gate.until(handle, ({ status }) => status === 'parked');
    expect(parked.export?.parked).toMatchObject({ code: 'erp_refused', fields: [{ pointer: '/name' }] });
    expect((await handle.describe()).memo).toMatchObject({ parked: { code: 'erp_refused' } });
    await gate.update(handle, 'reject', 'tess', { revision: 1, reason: 'Name is too long for the ERP' });
    await gate.update(handle, 'resend', 'ada', { revision: 1 });
    expect((await handle.describe()).memo?.['parked'] ?? null).toBeNull();
    await gate.update(handle, 'accept', 'tess', { revision: 2, job: { number: '24-009' } });
    expect(await handle.result()).toMatchObject({ status: 'exported', revision: 2 });
  });

  test('refused credentials wait for the operator', async () => {
    erp.failNext('export', { kind: 'denied' });
    const handle = await gate.submit('denied');
    await accept(handle, '24-010');
    const parked = await gate.until(handle, ({ status }) => status === 'parked');
    expect(parked.export?.parked?.code).toBe('erp_denied');
    await gate.update(handle, 'withdraw', 'ada', { revision: 1, reason: 'Not needed any more' });
    expect((await handle.result()).status).toBe('withdrawn');
  });
});
