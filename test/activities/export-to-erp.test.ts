import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure, type Info } from '@temporalio/activity';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../activities';
import type { Erp } from '../../activities/erp-port';
import type { ExportRequest, ExportResult } from '../../workflows/contract/activities';
import { project } from '../support/domain/fixtures';
import { ErpDouble, type ErpFault } from '../support/erp/double';

const request: ExportRequest = {
  companyId: 'acme',
  projectId: '1042',
  revision: 1,
  reference: 'acme~1042',
  project,
  job: { number: '24-017' },
};

const hour = 3_600_000;

interface Attempted {
  readonly result?: ExportResult;
  readonly failure?: ApplicationFailure;
  readonly beats: readonly unknown[];
}

/** One attempt, as the server would start it. */
async function attempt(erp: Erp | undefined, info: Partial<Info> = {}, input = request): Promise<Attempted> {
  const scheduled = Date.now();
  const times = { scheduledTimestampMs: scheduled, currentAttemptScheduledTimestampMs: scheduled };
  const logger = new DefaultLogger('ERROR');
  const env = new MockActivityEnvironment(
    { attempt: 1, scheduleToCloseTimeoutMs: hour, ...times, ...info },
    { logger },
  );
  const beats: unknown[] = [];
  env.on('heartbeat', (details: unknown) => beats.push(details));
  const { exportToErp } = createActivities({ forCompany: () => Promise.resolve(erp) });
  try {
    return { result: await env.run(exportToErp, input), beats };
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return { failure: error, beats };
  }
}

const failing = (fault: ErpFault, options = {}): ErpDouble => {
  const erp = new ErpDouble(options);
  erp.failNext('export', fault);
  return erp;
};

const readSentAt = ({ failure }: Attempted): unknown =>
  (failure?.details?.[0] as { sentAt?: string } | undefined)?.sentAt;

describe('the export activity', () => {
  test('brings the project into the ERP and says after how many attempts', async () => {
    const erp = new ErpDouble();
    const { result } = await attempt(erp, { attempt: 3, heartbeatDetails: { attempt: 2 } });
    expect(result).toMatchObject({ reference: 'acme~1042', attempts: 3 });
    expect(erp.records).toHaveLength(1);
  });

  test('costs no heartbeat when it is quickly done', async () => {
    expect((await attempt(new ErpDouble())).beats).toEqual([]);
  });

  test('beats while the ERP is slow', async () => {
    const erp = failing({ kind: 'slow', ms: 2_500 });
    const { beats, result } = await attempt(erp);
    expect(result).toBeDefined();
    expect(beats.length).toBeGreaterThanOrEqual(1);
  });

  test('called twice makes one record and gives one receipt', async () => {
    const erp = new ErpDouble();
    const first = await attempt(erp);
    const second = await attempt(erp);
    expect(second.result).toEqual(first.result);
    expect(erp.records).toMatchObject([{ writes: 1 }]);
    expect(erp.calls.export).toBe(1);
  });

  test.each<[string, ErpFault, string, boolean, boolean]>([
    ['refused data', { kind: 'refused' }, 'erp_refused', true, false],
    ['a taken number', { kind: 'number_taken' }, 'erp_number_taken', true, false],
    ['refused credentials', { kind: 'denied' }, 'erp_denied', true, false],
    ['an ERP that is down', { kind: 'unavailable' }, 'erp_unavailable', false, false],
    ['a lost answer', { kind: 'unknown', written: 'never' }, 'erp_unknown', false, true],
  ])('%s becomes the failure of its kind', async (_name, fault, type, nonRetryable, isUnknown) => {
    const attempted = await attempt(failing(fault));
    expect(attempted.failure).toMatchObject({ type, nonRetryable });
    expect(readSentAt(attempted) !== undefined).toBe(isUnknown);
    expect(attempted.beats.at(-1)).toMatchObject({ attempt: 1 });
    expect((attempted.beats.at(-1) as { sentAt?: string }).sentAt).toBe(readSentAt(attempted));
  });

  test('the fields that the ERP refuses reach the person', async () => {
    const fields = [{ pointer: '/name', message: 'too long' }];
    const { failure } = await attempt(failing({ kind: 'refused', fields }));
    expect(failure?.details?.[0]).toMatchObject({ fields });
  });

  test('a look-up that fails leaves nothing unknown', async () => {
    const erp = new ErpDouble();
    erp.failNext('findByReference', { kind: 'unavailable' });
    const attempted = await attempt(erp);
    expect(attempted.failure).toMatchObject({ type: 'erp_unavailable' });
    expect(readSentAt(attempted)).toBeUndefined();
  });

  test('a company without an integration parks and says where to look', async () => {
    const { failure } = await attempt(undefined);
    expect(failure).toMatchObject({ type: 'integration_missing', nonRetryable: true });
    expect(failure?.message).toContain('companies.yaml');
  });

  describe('a write whose outcome is unknown', () => {
    const sentAt = new Date(Date.now() - 10_000).toISOString();
    const after = { attempt: 2, heartbeatDetails: { attempt: 1, sentAt } };

    test('stays unknown while the ERP cannot be reached', async () => {
      const erp = new ErpDouble({ commitWithinMs: hour });
      erp.failNext('findByReference', { kind: 'unavailable' });
      expect(readSentAt(await attempt(erp, after))).toBe(sentAt);
    });

    test('stays unknown when the next write certainly did not happen', async () => {
      const erp = failing({ kind: 'unavailable' }, { commitWithinMs: hour });
      expect(readSentAt(await attempt(erp, after))).toBe(sentAt);
    });

    test('is known when the ERP refuses the write as ours', async () => {
      const erp = failing({ kind: 'refused' }, { commitWithinMs: hour });
      expect(readSentAt(await attempt(erp, after))).toBeUndefined();
    });

    test('is known when a look-up long enough after it finds nothing', async () => {
      const erp = failing({ kind: 'unavailable' }, { commitWithinMs: 9_000 });
      expect(readSentAt(await attempt(erp, after))).toBeUndefined();
    });

    test('is answered by the look-up when it did happen', async () => {
      const erp = new ErpDouble();
      await attempt(erp);
      const { result } = await attempt(erp, after);
      expect(result).toMatchObject({ reference: 'acme~1042' });
      expect(erp.calls.export).toBe(1);
    });

    test('is not written again while it may still appear in an ERP without a unique key', async () => {
      const erp = new ErpDouble({ commitWithinMs: hour, writesOncePerReference: false });
      const { failure } = await attempt(erp, after);
      expect(failure).toMatchObject({ type: 'erp_unknown', nonRetryable: false });
      expect(erp.calls.export).toBe(0);
    });

    test('is handed on by the retry of a person', async () => {
      const erp = new ErpDouble({ commitWithinMs: hour });
      erp.failNext('findByReference', { kind: 'unavailable' });
      expect(readSentAt(await attempt(erp, {}, { ...request, sentAt }))).toBe(sentAt);
    });

    test('is assumed when the forerunner died', async () => {
      const erp = new ErpDouble({ commitWithinMs: hour });
      erp.failNext('findByReference', { kind: 'unavailable' });
      expect(readSentAt(await attempt(erp, { attempt: 2, heartbeatDetails: undefined }))).toBeDefined();
    });
  });

  describe('the read-back', () => {
    test('is what counts: the receipt is that of the record, whatever the write answered', async () => {
      const erp = new ErpDouble();
      const answer = { reference: 'acme~1042', ids: { job: 'another' } };
      const lying: Erp = Object.assign(Object.create(erp) as Erp, {
        toErp: (...of: Parameters<Erp['toErp']>) => erp.toErp(...of),
        findByReference: (...of: Parameters<Erp['findByReference']>) => erp.findByReference(...of),
        export: async (...of: Parameters<Erp['export']>) => {
          await erp.export(...of);
          return answer;
        },
      });
      const { result } = await attempt(lying);
      expect(result?.ids).toEqual(erp.records[0]?.receipt.ids);
    });

    test('that fails leaves the outcome unknown, and the next look-up settles it', async () => {
      const erp = new ErpDouble();
      erp.failNext('findByReference', { kind: 'slow', ms: 0 });
      erp.failNext('findByReference', { kind: 'unavailable' });
      const first = await attempt(erp);
      expect(first.failure).toMatchObject({
        type: 'erp_unknown',
        message: expect.stringMatching(/could not be read back/),
      });
      expect(readSentAt(first)).toBeDefined();
      const second = await attempt(erp, { attempt: 2, heartbeatDetails: first.beats.at(-1) });
      expect(second.result).toMatchObject({ reference: 'acme~1042' });
      expect(erp.calls.export).toBe(1);
    });

    test('that shows something else than was written stops for a person', async () => {
      const { failure } = await attempt(failing({ kind: 'stores otherwise', name: 'RIVERSIDE' }));
      expect(failure).toMatchObject({ type: 'changed_in_erp', nonRetryable: true });
      expect(failure?.details?.[0]).toMatchObject({
        changes: [{ pointer: '/name', before: 'RIVERSIDE', after: project.name }],
        differencesHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(failure?.details?.[0]).not.toHaveProperty('sentAt');
    });
  });

  describe("a no in the ERP's own words, which no code explains", () => {
    const text = 'Die Nummer ist nicht erlaubt.';
    const words = (since: string) => ({ attempt: 1, sentAt: since, refusalSeen: { text, since } });
    const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
    const again = (since: string, erp = failing({ kind: 'unexplained', text }, { commitWithinMs: 60_000 })) =>
      attempt(erp, { attempt: 2, heartbeatDetails: words(since) });

    test('is retried, and remembered by the next attempt', async () => {
      const { failure, beats } = await attempt(failing({ kind: 'unexplained', text }, { commitWithinMs: 60_000 }));
      expect(failure).toMatchObject({ type: 'erp_unknown', message: text, nonRetryable: false });
      expect(beats.at(-1)).toMatchObject({ refusalSeen: { text }, sentAt: expect.any(String) });
    });

    test('is believed when it lasts longer than a write may take to appear', async () => {
      const { failure } = await again(ago(61_000));
      expect(failure).toMatchObject({ type: 'erp_refused', message: text, nonRetryable: true });
      expect(failure?.details?.[0]).not.toHaveProperty('sentAt');
    });

    test('is not believed sooner, and its time goes on', async () => {
      const since = ago(30_000);
      const { failure, beats } = await again(since);
      expect(failure).toMatchObject({ type: 'erp_unknown' });
      expect(beats.at(-1)).toMatchObject({ refusalSeen: { text, since } });
    });

    test('begins anew with other words', async () => {
      const since = ago(61_000);
      const other = 'Die Periode ist geschlossen.';
      const erp = failing({ kind: 'unexplained', text: other }, { commitWithinMs: 60_000 });
      const { failure, beats } = await again(since, erp);
      expect(failure).toMatchObject({ type: 'erp_unknown' });
      expect(beats.at(-1)).toMatchObject({ refusalSeen: { text: other, since: expect.not.stringMatching(since) } });
    });

    test('is not believed when the record is there after all', async () => {
      const erp = failing({ kind: 'unexplained', text }, { commitWithinMs: 60_000 });
      const bySomebody = new ErpDouble();
      await attempt(bySomebody);
      let looked = 0;
      jest.spyOn(erp, 'findByReference').mockImplementation((reference, of) => {
        looked += 1;
        return looked === 1 ? Promise.resolve(undefined) : bySomebody.findByReference(reference, of);
      });
      expect((await again(ago(61_000), erp)).failure).toMatchObject({ type: 'erp_unknown' });
    });
  });

  test('what changed between look-up and write is looked at again, or left to a person', async () => {
    const exported = { revision: 1, project, job: { number: '24-017' } };
    const next = { ...request, exported, project: { ...project, name: 'Grown' } };
    const erp = new ErpDouble();
    await attempt(erp);
    const left = await erp.findByReference(request.reference, { signal: new AbortController().signal, heartbeat() {} });
    erp.changeByHand(request.reference, { name: 'By hand' });
    jest.spyOn(erp, 'findByReference').mockResolvedValueOnce(left);
    const { failure } = await attempt(erp, {}, next);
    expect(failure).toMatchObject({ type: 'changed_in_erp' });
    expect(failure?.details?.[0]).toMatchObject({ changes: [{ pointer: '/name', before: 'By hand', after: 'Grown' }] });
    expect(erp.records).toMatchObject([{ content: { name: 'By hand' }, writes: 1 }]);
  });

  describe("the ERP's own retry-after", () => {
    const readDelay = async (retryAfterMs: number, info: Partial<Info> = {}): Promise<unknown> =>
      (await attempt(failing({ kind: 'unavailable', retryAfterMs }), info)).failure?.nextRetryDelay;

    test('is obeyed', async () => {
      expect(await readDelay(42_000)).toBe(42_000);
    });

    test('is capped at 15 minutes', async () => {
      expect(await readDelay(20 * 60_000)).toBe(15 * 60_000);
    });

    test('is capped at the time left, so that a last attempt is made', async () => {
      const delay = await readDelay(10 * 60_000, { scheduleToCloseTimeoutMs: 60_000 });
      expect(delay).toBeGreaterThan(0);
      expect(delay).toBeLessThan(60_000);
    });
  });
});
