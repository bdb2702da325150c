/** What every ERP adapter owes the port. One suite, run on each adapter and on the double. */
import { ErpNumberTaken, ErpUnavailable, type Erp } from '../../../activities/ports';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { anAttempt, anEndedAttempt, clinic, grownClinic, job, otherJob } from '../../support/erp-fixtures';

export interface ErpUnderTest {
  readonly erp: Erp;
  /** Asked of the ERP itself, not of the adapter: the reference of every record that was ever made there, once for each making. */
  readonly madeRecords: () => Promise<readonly string[]>;
}

/** The same content with every key in the opposite order. */
function withKeysReversed<T>(value: T): T {
  const reverse = (_key: string, part: unknown): unknown =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).reverse())
      : part;
  return JSON.parse(JSON.stringify(value, reverse)) as T;
}

export function erpContract(name: string, make: () => Promise<ErpUnderTest>): void {
  describe(`the contract of an ERP, kept by ${name}`, () => {
    let under: ErpUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    const exported = (project: Project, of: Job, reference = 'acme~1042') =>
      under.erp.export(project, of, reference, anAttempt());
    const found = (reference = 'acme~1042') => under.erp.findByReference(reference, anAttempt());

    test('an exported project is one record, and its receipt names our reference', async () => {
      const receipt = await exported(clinic, job);
      expect(receipt.reference).toBe('acme~1042');
      expect(receipt.ids['jobNumber']).toBe('24-017');
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('the same project exported twice is one record with one receipt', async () => {
      const first = await exported(clinic, job);
      expect(await exported(clinic, job)).toEqual(first);
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('the same project exported twice at once is one record', async () => {
      const outcomes = await Promise.allSettled([exported(clinic, job), exported(clinic, job), exported(clinic, job)]);
      const failures = outcomes.flatMap((outcome): unknown[] => ('reason' in outcome ? [outcome.reason] : []));
      expect(failures.filter((failure) => !(failure instanceof ErpUnavailable))).toEqual([]);
      expect(failures.length).toBeLessThan(outcomes.length);
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('a record is found by its reference, with the hash of its content', async () => {
      const receipt = await exported(clinic, job);
      expect(await found()).toEqual({ receipt, contentHash: under.erp.contentHash(clinic, job) });
    });

    test('a reference that was never exported is not found', async () => {
      expect(await found()).toBeUndefined();
      await exported(clinic, job);
      expect(await found('acme~1043')).toBeUndefined();
    });

    test('other content updates the record and never makes a second one', async () => {
      await exported(clinic, job);
      const receipt = await exported(grownClinic, job);
      expect(receipt.reference).toBe('acme~1042');
      expect(await found()).toEqual({ receipt, contentHash: under.erp.contentHash(grownClinic, job) });
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('content that goes back to what it was is an update like any other', async () => {
      await exported(clinic, job);
      await exported(grownClinic, job);
      await exported(clinic, job);
      expect((await found())?.contentHash).toBe(under.erp.contentHash(clinic, job));
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('two projects are two records', async () => {
      await exported(clinic, job);
      await exported(clinic, otherJob, 'acme~1043');
      expect([...(await under.madeRecords())].sort()).toEqual(['acme~1042', 'acme~1043']);
    });

    test('a job number of another project is refused by name, and nothing is written', async () => {
      await exported(clinic, job);
      const taken = exported(grownClinic, job, 'acme~1043');
      await expect(taken).rejects.toBeInstanceOf(ErpNumberTaken);
      await expect(taken).rejects.toThrow(/24-017.*acme~1042/);
      expect(await found('acme~1043')).toBeUndefined();
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('one job number wanted by two projects at once goes to one of them', async () => {
      const outcomes = await Promise.allSettled([exported(clinic, job), exported(clinic, job, 'acme~1043')]);
      const failures = outcomes.flatMap((outcome): unknown[] => ('reason' in outcome ? [outcome.reason] : []));
      expect(failures).toEqual([expect.any(ErpNumberTaken)]);
      expect(await under.madeRecords()).toHaveLength(1);
    });

    test('after a refused number the project goes through with another one', async () => {
      await exported(clinic, job);
      await expect(exported(clinic, job, 'acme~1043')).rejects.toBeInstanceOf(ErpNumberTaken);
      expect((await exported(clinic, otherJob, 'acme~1043')).ids['jobNumber']).toBe('24-018');
    });

    test('a number that its project gave up can be used by another', async () => {
      await exported(clinic, job);
      await exported(clinic, otherJob);
      expect((await exported(grownClinic, job, 'acme~1043')).ids['jobNumber']).toBe('24-017');
    });

    test('projects without a job number do not stand in each other’s way', async () => {
      const receipt = await exported(clinic, {});
      expect(receipt.ids).not.toHaveProperty('jobNumber');
      await exported(clinic, {}, 'acme~1043');
      expect(await under.madeRecords()).toHaveLength(2);
    });

    test('the content hash does not depend on the order of fields', () => {
      const fields = { taxCode: 'A', division: '7' };
      const hash = under.erp.contentHash(clinic, { ...job, fields });
      expect(under.erp.contentHash(withKeysReversed(clinic), withKeysReversed({ ...job, fields }))).toBe(hash);
    });

    test('the content hash changes with the project, the number, the extra fields and the order of cost codes', () => {
      const contents: readonly (readonly [Project, Job])[] = [
        [clinic, job],
        [grownClinic, job],
        [clinic, otherJob],
        [clinic, { ...job, fields: { division: '7' } }],
        [{ ...clinic, costCodes: [...clinic.costCodes].reverse() }, job],
        [clinic, {}],
      ];
      const hashes = contents.map(([project, of]) => under.erp.contentHash(project, of));
      expect(new Set(hashes).size).toBe(contents.length);
    });

    test('an attempt that is over writes nothing', async () => {
      const late = under.erp.export(clinic, job, 'acme~1042', anEndedAttempt());
      await expect(late).rejects.toBeInstanceOf(ErpUnavailable);
      expect(await under.madeRecords()).toEqual([]);
    });

    test('an export says that it makes progress', async () => {
      const heartbeat = jest.fn();
      await under.erp.export(clinic, job, 'acme~1042', { ...anAttempt(), heartbeat });
      expect(heartbeat).toHaveBeenCalled();
    });
  });
}
