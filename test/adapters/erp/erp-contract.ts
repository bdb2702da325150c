/** What every ERP adapter owes the port. One suite, run on each adapter and on the double. */
import { differences } from '../../../activities/erp-content';
import { ErpChanged, ErpNumberTaken, ErpUnavailable, type Erp } from '../../../activities/ports';
import type { Job } from '../../../workflows/contract/commands';
import type { CostCode, Project } from '../../../workflows/contract/project';
import { bring } from '../../support/bring';
import { anAttempt, anEndedAttempt, clinic, grownClinic, job, otherJob } from '../../support/erp-fixtures';

export interface ContractOptions {
  /** True: a record of this ERP always has a job number. */
  readonly needsNumber?: boolean;
}

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

export function erpContract(
  name: string,
  make: () => Promise<ErpUnderTest>,
  { needsNumber = false }: ContractOptions = {},
): void {
  describe(`the contract of an ERP, kept by ${name}`, () => {
    let under: ErpUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    const exported = (project: Project, of: Job, reference = 'acme~1042') => bring(under.erp, project, of, reference);
    const made = (project: Project, of: Job, reference = 'acme~1042') =>
      under.erp.export({ project, job: of, reference }, anAttempt());
    const contentOf = (project: Project, of: Job) => under.erp.toErp(project, of);
    const expectHeld = async (project: Project, of: Job) => {
      const { content = {} } = (await found()) ?? {};
      expect(differences(content, contentOf(project, of))).toEqual([]);
    };
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
      const outcomes = await Promise.allSettled([made(clinic, job), made(clinic, job), made(clinic, job)]);
      const failures = outcomes.flatMap((outcome): unknown[] => ('reason' in outcome ? [outcome.reason] : []));
      expect(failures.filter((failure) => !(failure instanceof ErpUnavailable))).toEqual([]);
      expect(failures.length).toBeLessThan(outcomes.length);
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('a record is found by its reference, and holds what it was given', async () => {
      const receipt = await exported(clinic, job);
      expect((await found())?.receipt).toEqual(receipt);
      await expectHeld(clinic, job);
    });

    test('a reference that was never exported is not found', async () => {
      expect(await found()).toBeUndefined();
      await exported(clinic, job);
      expect(await found('acme~1043')).toBeUndefined();
    });

    test('a record that holds what is expected is brought up to date, and no second one is made', async () => {
      const first = await exported(clinic, job);
      const receipt = await exported(grownClinic, job);
      expect(receipt.reference).toBe(first.reference);
      expect((await found())?.receipt).toEqual(receipt);
      await expectHeld(grownClinic, job);
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('a record that holds something else than is expected is left alone, and is shown', async () => {
      const receipt = await exported(clinic, job);
      const stale = { project: grownClinic, job, reference: 'acme~1042', expect: contentOf(clinic, otherJob) };
      const refused = under.erp.export(stale, anAttempt());
      await expect(refused).rejects.toBeInstanceOf(ErpChanged);
      await expect(refused).rejects.toMatchObject({ found: { receipt, content: (await found())?.content } });
      await expectHeld(clinic, job);
    });

    test('no record is made over one with other content', async () => {
      await exported(clinic, job);
      await expect(made(grownClinic, job)).rejects.toBeInstanceOf(ErpChanged);
      await expectHeld(clinic, job);
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('a record that is expected and not there is not made', async () => {
      const order = { project: grownClinic, job, reference: 'acme~1042', expect: contentOf(clinic, job) };
      await expect(under.erp.export(order, anAttempt())).rejects.toBeInstanceOf(ErpUnavailable);
      expect(await found()).toBeUndefined();
    });

    test('content that goes back to what it was is an update like any other', async () => {
      await exported(clinic, job);
      await exported(grownClinic, job);
      await exported(clinic, job);
      await expectHeld(clinic, job);
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('cost codes come, go, change and come back', async () => {
      const [concrete, steel] = clinic.costCodes as [CostCode, CostCode];
      const site = { code: '01-500', name: 'Site', costTypes: ['Labor'], budget: '12.50' };
      const stages = [
        clinic.costCodes,
        [{ ...concrete, budget: '7' }, site],
        [{ ...concrete, name: 'Beton' }, { ...steel, budget: '1' }, site],
        clinic.costCodes,
      ];
      for (const costCodes of stages) {
        await exported({ ...clinic, costCodes: [...costCodes] }, job);
        await expectHeld({ ...clinic, costCodes: [...costCodes] }, job);
      }
      expect(await under.madeRecords()).toEqual(['acme~1042']);
    });

    test('two updates of one record at once end with one of them, and the other is told', async () => {
      await exported(clinic, job);
      const expected = { job, reference: 'acme~1042', expect: contentOf(clinic, job) };
      const outcomes = await Promise.allSettled(
        ['one', 'two'].map((name) => under.erp.export({ ...expected, project: { ...clinic, name } }, anAttempt())),
      );
      const failures = outcomes.flatMap((outcome): unknown[] => ('reason' in outcome ? [outcome.reason] : []));
      expect(failures).toHaveLength(1);
      expect(failures[0] instanceof ErpChanged || failures[0] instanceof ErpUnavailable).toBe(true);
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
      const outcomes = await Promise.allSettled([made(clinic, job), made(clinic, job, 'acme~1043')]);
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

    if (!needsNumber) {
      test('projects without a job number do not stand in each other’s way', async () => {
        const receipt = await exported(clinic, {});
        expect(receipt.ids).not.toHaveProperty('jobNumber');
        await exported(clinic, {}, 'acme~1043');
        expect(await under.madeRecords()).toHaveLength(2);
      });
    }

    test('what the ERP is to hold does not depend on the order of fields', () => {
      const fields = { customer: 'A' };
      const content = contentOf(clinic, { ...job, fields });
      const reversed = contentOf(withKeysReversed(clinic), withKeysReversed({ ...job, fields }));
      expect(differences(content, reversed)).toEqual([]);
    });

    test('what the ERP is to hold changes with the project, the number and the extra fields', () => {
      const contents = [
        contentOf(clinic, job),
        contentOf(grownClinic, job),
        contentOf(clinic, otherJob),
        contentOf(clinic, { ...job, fields: { customer: 'C-9' } }),
      ];
      expect(new Set(contents.map((content) => JSON.stringify(content))).size).toBe(contents.length);
    });

    test('an attempt that is over writes nothing', async () => {
      const late = under.erp.export({ project: clinic, job, reference: 'acme~1042' }, anEndedAttempt());
      await expect(late).rejects.toBeInstanceOf(ErpUnavailable);
      expect(await under.madeRecords()).toEqual([]);
    });

    test('an export says that it makes progress', async () => {
      const heartbeat = jest.fn();
      await under.erp.export({ project: clinic, job, reference: 'acme~1042' }, { ...anAttempt(), heartbeat });
      expect(heartbeat).toHaveBeenCalled();
    });
  });
}
