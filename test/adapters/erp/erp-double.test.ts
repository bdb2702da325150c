import {
  ErpUnauthorized,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpUnclassified,
  ErpOutcomeUnknown,
} from '../../../activities/erp-port';
import { bring } from '../../support/erp/bring';
import { ErpDouble, type ErpFault } from '../../support/erp/double';
import { anAttempt, clinic, grownClinic, job } from '../../support/erp/fixtures';
import { erpContract } from './erp-contract';

erpContract('the double', () => {
  const erp = new ErpDouble();
  const madeRecords = () => Promise.resolve(erp.records.map(({ receipt }) => receipt.reference));
  return Promise.resolve({ erp, madeRecords });
});

describe('the double of an ERP', () => {
  const exportOnce = (erp: ErpDouble) => erp.export({ project: clinic, job, reference: 'acme~1042' }, anAttempt());

  const faults: readonly (readonly [ErpFault, abstract new (...args: never[]) => Error])[] = [
    [{ kind: 'refused' }, ErpRefused],
    [{ kind: 'number_taken' }, ErpNumberTaken],
    [{ kind: 'unavailable', retryAfterMs: 2_000 }, ErpUnavailable],
    [{ kind: 'denied' }, ErpUnauthorized],
    [{ kind: 'unknown', written: 'never' }, ErpOutcomeUnknown],
    [{ kind: 'unexplained', text: 'Die Nummer muss eindeutig sein.' }, ErpUnclassified],
  ];
  test.each(faults)('fails with %j once, writes nothing, and then works', async (fault, kind) => {
    const erp = new ErpDouble();
    erp.failNext('export', fault);
    await expect(exportOnce(erp)).rejects.toBeInstanceOf(kind);
    expect(erp.records).toEqual([]);
    await exportOnce(erp);
    expect(erp.records).toHaveLength(1);
    expect(erp.calls).toEqual({ export: 2, findByReference: 0, preflight: 0 });
  });

  test('says when to come back, and which fields it refuses', async () => {
    const erp = new ErpDouble();
    const fields = [{ pointer: '/name', message: 'is too long' }];
    erp.failNext('export', { kind: 'unavailable', retryAfterMs: 2_000 });
    erp.failNext('export', { kind: 'refused', fields });
    await expect(exportOnce(erp)).rejects.toMatchObject({ retryAfterMs: 2_000 });
    await expect(exportOnce(erp)).rejects.toMatchObject({ fields });
  });

  test('may have written although the answer was lost', async () => {
    const erp = new ErpDouble();
    erp.failNext('export', { kind: 'unknown', written: 'now' });
    await expect(exportOnce(erp)).rejects.toBeInstanceOf(ErpOutcomeUnknown);
    expect(await erp.findByReference('acme~1042', anAttempt())).toBeDefined();
  });

  test('may write later than it is asked for', async () => {
    const erp = new ErpDouble();
    erp.failNext('export', { kind: 'unknown', written: 'later' });
    await expect(exportOnce(erp)).rejects.toBeInstanceOf(ErpOutcomeUnknown);
    expect(await erp.findByReference('acme~1042', anAttempt())).toBeUndefined();
    erp.applyLate();
    expect(await erp.findByReference('acme~1042', anAttempt())).toBeDefined();
  });

  test('hangs until its attempt ends', async () => {
    const erp = new ErpDouble();
    const ending = new AbortController();
    erp.failNext('export', { kind: 'hang' });
    const hanging = erp.export(
      { project: clinic, job, reference: 'acme~1042' },
      { ...anAttempt(), signal: ending.signal },
    );
    ending.abort();
    await expect(hanging).rejects.toBeInstanceOf(ErpOutcomeUnknown);
    expect(erp.records).toEqual([]);
  });

  test('can be slow, and is healed from the faults that wait', async () => {
    const erp = new ErpDouble();
    erp.failNext('export', { kind: 'slow', ms: 1 });
    await exportOnce(erp);
    erp.failNext('findByReference', { kind: 'denied' }, 3);
    await expect(erp.findByReference('acme~1042', anAttempt())).rejects.toBeInstanceOf(ErpUnauthorized);
    erp.heal();
    expect(await erp.findByReference('acme~1042', anAttempt())).toBeDefined();
  });

  test('counts the writes of a record', async () => {
    const erp = new ErpDouble();
    await exportOnce(erp);
    await bring(erp, grownClinic, job, 'acme~1042');
    expect(erp.records).toMatchObject([{ writes: 2, project: grownClinic }]);
  });

  test('can be changed and emptied by the people who use it', async () => {
    const erp = new ErpDouble();
    await exportOnce(erp);
    erp.changeByHand('acme~1042', { name: 'By hand' });
    expect((await erp.findByReference('acme~1042', anAttempt()))?.content).toMatchObject({ name: 'By hand' });
    erp.deleteByHand('acme~1042');
    expect(await erp.findByReference('acme~1042', anAttempt())).toBeUndefined();
  });

  test('can store something else than it was given', async () => {
    const erp = new ErpDouble();
    erp.failNext('export', { kind: 'stores otherwise', name: 'RIVERSIDE' });
    await exportOnce(erp);
    expect((await erp.findByReference('acme~1042', anAttempt()))?.content).toMatchObject({ name: 'RIVERSIDE' });
  });
});
