/**
 * What every ERP adapter owes the port. One suite, run on each adapter and on the double. Each test has references and
 * job numbers of its own, so that an ERP that forgets nothing can be used for all of them.
 */
import { randomBytes } from 'node:crypto';
import { furtherIds } from '../../../adapters/companies/connection';
import { erpIds } from '../../../workflows/contract/codes';
import { differences } from '../../../activities/erp-content';
import { ErpConflict, ErpNumberTaken, ErpUnavailable, type Erp } from '../../../activities/erp-port';
import type { Job } from '../../../workflows/contract/commands';
import type { CostCode, Project } from '../../../workflows/contract/project';
import { bring } from '../../support/erp/bring';
import { anAttempt, anEndedAttempt, clinic, grownClinic } from '../../support/erp/fixtures';
import { defined } from '../../../workflows/contract/defined';

export interface ContractOptions {
  /** True: a record of this ERP always has a job number. */
  readonly needsNumber?: boolean;
  /** True: it can be asked before a decision. */
  readonly supportsPreflight?: boolean;
  /** As companies.yaml calls it: its receipts have no other ids than those that a person may settle with. */
  readonly adapter?: 'file-drop' | 'tryton' | 'http';
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
  { needsNumber = false, supportsPreflight = false, adapter }: ContractOptions = {},
): void {
  describe(`the contract of an ERP, kept by ${name}`, () => {
    let under: ErpUnderTest;
    let reference: string;
    let otherReference: string;
    let job: Job;
    let otherJob: Job;
    beforeEach(async () => {
      const mark = randomBytes(4).toString('hex');
      [reference, otherReference] = [`acme~${mark}-1042`, `acme~${mark}-1043`];
      [job, otherJob] = [{ number: `${mark}-017` }, { number: `${mark}-018` }];
      under = await make();
    });
    const madeRecords = async () => {
      const ours = [reference, otherReference];
      return (await under.madeRecords()).filter((made) => ours.includes(made)).sort();
    };
    const exported = (project: Project, of: Job, by = reference) => bring(under.erp, project, of, by);
    const made = (project: Project, of: Job, by = reference) =>
      under.erp.export({ project, job: of, reference: by }, anAttempt());
    const toContent = (project: Project, of: Job) => under.erp.toErp(project, of);
    const expectHeld = async (project: Project, of: Job) => {
      const { content = {} } = (await found()) ?? {};
      expect(differences(content, toContent(project, of))).toEqual([]);
    };
    const found = (by = reference) => under.erp.findByReference(by, anAttempt());

    test('an exported project is one record, and its receipt names our reference', async () => {
      const receipt = await exported(clinic, job);
      expect(receipt.reference).toBe(reference);
      expect(receipt.ids['jobNumber']).toBe(job.number);
      const further = adapter === undefined ? [] : furtherIds({ adapter });
      expect([...erpIds, ...further]).toEqual(expect.arrayContaining(Object.keys(receipt.ids)));
      expect(await madeRecords()).toEqual([reference]);
    });

    test('the same project exported twice is one record with one receipt', async () => {
      const first = await exported(clinic, job);
      expect(await exported(clinic, job)).toEqual(first);
      expect(await madeRecords()).toEqual([reference]);
    });

    test('the same project exported twice at once is one record', async () => {
      const outcomes = await Promise.allSettled([made(clinic, job), made(clinic, job), made(clinic, job)]);
      const failures = outcomes.flatMap((outcome): unknown[] => ('reason' in outcome ? [outcome.reason] : []));
      expect(failures.filter((failure) => !(failure instanceof ErpUnavailable))).toEqual([]);
      expect(failures.length).toBeLessThan(outcomes.length);
      expect(await madeRecords()).toEqual([reference]);
    });

    test('a record is found by its reference, and holds what it was given', async () => {
      const receipt = await exported(clinic, job);
      expect((await found())?.receipt).toEqual(receipt);
      await expectHeld(clinic, job);
    });

    test('a reference that was never exported is not found', async () => {
      expect(await found()).toBeUndefined();
      await exported(clinic, job);
      expect(await found(otherReference)).toBeUndefined();
    });

    test('a record that holds what is expected is brought up to date, and no second one is made', async () => {
      const first = await exported(clinic, job);
      const receipt = await exported(grownClinic, job);
      expect(receipt.reference).toBe(first.reference);
      expect((await found())?.receipt).toEqual(receipt);
      await expectHeld(grownClinic, job);
      expect(await madeRecords()).toEqual([reference]);
    });

    test('a record that holds something else than is expected is left alone, and is shown', async () => {
      const receipt = await exported(clinic, job);
      const stale = { project: grownClinic, job, reference, expect: toContent(clinic, otherJob) };
      const refused = under.erp.export(stale, anAttempt());
      await expect(refused).rejects.toBeInstanceOf(ErpConflict);
      await expect(refused).rejects.toMatchObject({ found: { receipt, content: (await found())?.content } });
      await expectHeld(clinic, job);
    });

    test('no record is made over one with other content', async () => {
      await exported(clinic, job);
      await expect(made(grownClinic, job)).rejects.toBeInstanceOf(ErpConflict);
      await expectHeld(clinic, job);
      expect(await madeRecords()).toEqual([reference]);
    });

    test('a record that is expected and not there is not made', async () => {
      const order = { project: grownClinic, job, reference, expect: toContent(clinic, job) };
      await expect(under.erp.export(order, anAttempt())).rejects.toBeInstanceOf(ErpUnavailable);
      expect(await found()).toBeUndefined();
    });

    test('content that goes back to what it was is an update like any other', async () => {
      await exported(clinic, job);
      await exported(grownClinic, job);
      await exported(clinic, job);
      await expectHeld(clinic, job);
      expect(await madeRecords()).toEqual([reference]);
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
      expect(await madeRecords()).toEqual([reference]);
    });

    test('two updates of one record at once end with one of them, and the other is told', async () => {
      await exported(clinic, job);
      const expected = { job, reference, expect: toContent(clinic, job) };
      const outcomes = await Promise.allSettled(
        ['one', 'two'].map((name) => under.erp.export({ ...expected, project: { ...clinic, name } }, anAttempt())),
      );
      const failures = outcomes.flatMap((outcome): unknown[] => ('reason' in outcome ? [outcome.reason] : []));
      expect(failures).toHaveLength(1);
      expect(failures[0] instanceof ErpConflict || failures[0] instanceof ErpUnavailable).toBe(true);
    });

    test('two projects are two records', async () => {
      await exported(clinic, job);
      await exported(clinic, otherJob, otherReference);
      expect(await madeRecords()).toEqual([reference, otherReference]);
    });

    test('a job number of another project is refused by name, and nothing is written', async () => {
      await exported(clinic, job);
      const taken = exported(grownClinic, job, otherReference);
      await expect(taken).rejects.toBeInstanceOf(ErpNumberTaken);
      await expect(taken).rejects.toThrow(new RegExp(`${String(job.number)}.*${reference}`));
      expect(await found(otherReference)).toBeUndefined();
      expect(await madeRecords()).toEqual([reference]);
    });

    test('one job number wanted by two projects at once goes to one of them', async () => {
      const outcomes = await Promise.allSettled([made(clinic, job), made(clinic, job, otherReference)]);
      const failures = outcomes.flatMap((outcome): unknown[] => ('reason' in outcome ? [outcome.reason] : []));
      expect(failures).toEqual([expect.any(ErpNumberTaken)]);
      expect(await madeRecords()).toHaveLength(1);
    });

    test('after a refused number the project goes through with another one', async () => {
      await exported(clinic, job);
      await expect(exported(clinic, job, otherReference)).rejects.toBeInstanceOf(ErpNumberTaken);
      expect((await exported(clinic, otherJob, otherReference)).ids['jobNumber']).toBe(otherJob.number);
    });

    test('a number that its project gave up can be used by another', async () => {
      await exported(clinic, job);
      await exported(clinic, otherJob);
      expect((await exported(grownClinic, job, otherReference)).ids['jobNumber']).toBe(job.number);
    });

    if (!needsNumber) {
      test('projects without a job number do not stand in each other’s way', async () => {
        const receipt = await exported(clinic, {});
        expect(receipt.ids).not.toHaveProperty('jobNumber');
        await exported(clinic, {}, otherReference);
        expect(await madeRecords()).toHaveLength(2);
      });
    }

    test('what the ERP is to hold does not depend on the order of fields', () => {
      const fields = { customer: 'A' };
      const content = toContent(clinic, { ...job, fields });
      const reversed = toContent(withKeysReversed(clinic), withKeysReversed({ ...job, fields }));
      expect(differences(content, reversed)).toEqual([]);
    });

    test('what the ERP is to hold changes with the project, the number and the extra fields', () => {
      const contents = [
        toContent(clinic, job),
        toContent(grownClinic, job),
        toContent(clinic, otherJob),
        toContent(clinic, { ...job, fields: { customer: 'C-9' } }),
      ];
      expect(new Set(contents.map((content) => JSON.stringify(content))).size).toBe(contents.length);
    });

    if (supportsPreflight) {
      const ask = async (number: string | undefined, by = reference) =>
        under.erp.preflight?.({ reference: by, project: clinic, ...defined({ number }) }, anAttempt());

      test('asked before a decision, it names the holder of a job number, and the record that is there', async () => {
        await exported(clinic, job);
        expect(await ask(job.number, otherReference)).toMatchObject({ numberHolder: reference, isCustomerKnown: true });
        expect(await ask(job.number, otherReference)).not.toHaveProperty('found');
        expect(await ask(job.number)).toMatchObject({ found: await found() });
        expect(await ask(job.number)).not.toHaveProperty('numberHolder');
        expect(await ask(otherJob.number, otherReference)).not.toHaveProperty('numberHolder');
        expect(await madeRecords()).toEqual([reference]);
      });
    }

    test('an attempt that is over writes nothing', async () => {
      const late = under.erp.export({ project: clinic, job, reference }, anEndedAttempt());
      await expect(late).rejects.toBeInstanceOf(ErpUnavailable);
      expect(await madeRecords()).toEqual([]);
    });

    test('an export says that it makes progress', async () => {
      const heartbeat = jest.fn();
      await under.erp.export({ project: clinic, job, reference }, { ...anAttempt(), heartbeat });
      expect(heartbeat).toHaveBeenCalled();
    });
  });
}
