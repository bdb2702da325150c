/** What the adapter owes on a real Tryton with our module, whichever database lies under it. */
import { differences } from '../../../activities/erp-content';
import { ErpConflict, ErpUnauthorized, ErpRefused, type Erp } from '../../../activities/erp-port';
import { createTryton } from '../../../adapters/erp/tryton/tryton';
import type { Project } from '../../../workflows/contract/project';
import { bring } from '../../support/erp/bring';
import { anAttempt, clinic, grownClinic } from '../../support/erp/fixtures';
import type { Tryton } from '../../support/erp/tryton';
import { erpContract } from './erp-contract';

export function trytonSuite(name: string, start: () => Promise<Tryton>): void {
  let tryton: Tryton;
  let erp: Erp;
  let count = 0;
  beforeAll(async () => {
    tryton = await start();
    erp = createTryton({ ...tryton, commitWithinMs: 0 });
  });
  afterAll(() => tryton.stop());

  erpContract(
    name,
    () => {
      const madeRecords = async () => (await tryton.query('SELECT reference FROM construction_job')).map(String);
      return Promise.resolve({ erp, madeRecords });
    },
    { needsNumber: true, supportsPreflight: true, adapter: 'tryton' },
  );

  describe(`the adapter on ${name}`, () => {
    let reference: string;
    let number: string;
    beforeEach(() => {
      count += 1;
      [reference, number] = [`initech~${count}`, `T-${count}`];
    });
    const found = () => erp.findByReference(reference, anAttempt());
    const exported = (project: Project, by = reference) => bring(erp, project, { number }, by);
    const expectHeld = async (project: Project) => {
      const { content = {} } = (await found()) ?? {};
      expect(differences(content, erp.toErp(project, { number }))).toEqual([]);
    };
    const accounts = async () =>
      tryton.query(
        `SELECT a.id, a.code, a.state FROM analytic_account_account a JOIN construction_job j ON j.root = a.root
         WHERE j.reference = '${reference}' AND a.id != a.root ORDER BY a.code`,
      );

    test('a cost code that is gone is closed in the ERP, not deleted, and opened again when it comes back', async () => {
      await exported(clinic);
      const before = await accounts();
      await exported({ ...clinic, costCodes: clinic.costCodes.slice(0, 1) });
      const states = (await accounts()).map(([, code, state]) => [code, state]);
      expect(states).toEqual([
        ['03-100', 'opened'],
        ['05-120', 'closed'],
        ['09-250', 'closed'],
      ]);
      await exported(clinic);
      expect(await accounts()).toEqual(before);
    });

    const refusals: readonly (readonly [string, Partial<Project>, string])[] = [
      ['a currency that is not the one of the company', { currency: 'EUR' }, '/currency'],
      [
        'a budget with more digits than the currency has',
        { costCodes: [{ code: 'a/b', name: 'A', costTypes: ['Labor'], budget: '1.005' }] },
        '/costCodes/a~1b/budget',
      ],
    ];
    test.each(refusals)('%s is refused by its field, and nothing is written', async (_name, changes, pointer) => {
      const refused = exported({ ...clinic, ...changes });
      await expect(refused).rejects.toBeInstanceOf(ErpRefused);
      await expect(refused).rejects.toMatchObject({ fields: [{ pointer }] });
      expect(await found()).toBeUndefined();
    });

    test('what a bookkeeper changes is seen, and not written over', async () => {
      await exported(clinic);
      await tryton.query(`UPDATE project_work SET name = 'By hand' WHERE number = '${number}'`);
      expect((await found())?.content).toMatchObject({ name: 'By hand' });
      const held = erp.toErp(clinic, { number });
      const order = { reference, project: grownClinic, job: { number }, expect: held };
      await expect(erp.export(order, anAttempt())).rejects.toBeInstanceOf(ErpConflict);
      expect((await found())?.content).toMatchObject({ name: 'By hand' });
    });

    test('texts come back as they were given, whatever is in them', async () => {
      const odd = `O'Hara & "Söhne" <b>%s</b> {} ; -- 東京  🏗️ \u00A0\u202Ex`;
      const project: Project = {
        ...clinic,
        name: odd,
        address: { line1: `${odd}\\`, line2: odd, city: odd, region: odd, postalCode: '0042', country: 'DE' },
        customer: { name: odd, code: `${odd} ${reference}` },
        costCodes: [
          { code: 'a', name: odd, costTypes: ['Labor'], budget: '-0.50' },
          { code: 'A', name: 'A', costTypes: ['Labor'], budget: '999999999999999.99' },
          { code: '~/"', name: odd, costTypes: ['Labor'] },
        ],
      };
      await exported(project);
      await expectHeld(project);
      const changed = { ...project, name: `${odd}!`, costCodes: [{ code: '🏗', name: odd, costTypes: ['Labor'] }] };
      await exported(changed);
      await expectHeld(changed);
    });

    test('2,000 cost codes come back as they were given', async () => {
      const costCodes = Array.from({ length: 2_000 }, (_, index) => ({
        code: `C-${index}`,
        name: `Cost code ${index}`,
        costTypes: ['Labor'],
        budget: `${index}.10`,
      }));
      await exported({ ...clinic, costCodes });
      await expectHeld({ ...clinic, costCodes });
    });

    test('eight jobs of one new customer at once all get there, and the customer is made once', async () => {
      const code = `new ${reference}`;
      const project = { ...clinic, customer: { name: 'New Customer', code } };
      const orders = Array.from({ length: 8 }, (_, index) => ({
        project,
        reference: `${reference}-${index}`,
        job: { number: `${number}-${index}` },
      }));
      const receipts = await Promise.all(orders.map((order) => erp.export(order, anAttempt())));
      expect(new Set(receipts.map(({ ids }) => ids['job'])).size).toBe(8);
      expect(await tryton.query(`SELECT count(*) FROM party_party WHERE code = '${code}'`)).toEqual([[1]]);
    });

    test('a key that Tryton does not take is denied, for a look-up and for a write', async () => {
      const stranger = createTryton({ ...tryton, key: 'no-key-of-yours', commitWithinMs: 0 });
      await expect(stranger.findByReference(reference, anAttempt())).rejects.toBeInstanceOf(ErpUnauthorized);
      const order = { reference, project: clinic, job: { number } };
      await expect(stranger.export(order, anAttempt())).rejects.toBeInstanceOf(ErpUnauthorized);
    });
  });
}
