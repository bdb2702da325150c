/** What the module in Tryton owes whoever calls it, whichever database lies under it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Tryton } from '../../support/erp/tryton';
import { callModule, postTo, type TrytonAnswer } from '../../support/erp/tryton-calls';
import { useStarted } from '../../support/use-started';

const riverside = {
  name: 'Riverside Clinic',
  currency: 'USD',
  startDate: '2026-03-01',
  completionDate: '2027-06-30',
  address: { line1: '12 Mill Lane', city: 'Dayton', region: 'OH', postalCode: '45402', country: 'US' },
  costCodes: [
    { code: '03-100', name: 'Concrete', budget: '310000' },
    { code: '05-120', name: 'Structural steel', budget: '-5000.5' },
    { code: '09-250', name: 'Drywall' },
  ],
};
const makeContent = (number: string, changes: object = {}) => ({
  job: { number },
  customer: { code: `C-${number}` },
  ...riverside,
  ...changes,
});
const many = Array.from({ length: 2_000 }, (_, index) => {
  const name = String(index).padStart(4, '0');
  return { code: `C-${name}`, name, budget: String(index + 1) };
});

const wrong = (changes: object) => ({ content: makeContent('x', changes) });
const malformed: readonly (readonly [string, object, string])[] = [
  ['no content', { content: undefined }, ''],
  ['an unknown field', wrong({ colour: 'red' }), '/colour'],
  ['a name with a NUL', wrong({ name: 'a\0b' }), '/name'],
  ['a name that is a number', wrong({ name: 5 }), '/name'],
  ['no address', wrong({ address: undefined }), '/address'],
  ['a country nobody knows', wrong({ address: { ...riverside.address, country: 'XX' } }), '/address/country'],
  ['another currency', wrong({ currency: 'EUR' }), '/currency'],
  ['a day that is none', wrong({ startDate: '2026-02-30' }), '/startDate'],
  ['an end before the start', wrong({ completionDate: '2026-02-28' }), '/completionDate'],
  ['no cost codes', wrong({ costCodes: [] }), '/costCodes'],
  ['a cost code that is null', wrong({ costCodes: [null] }), '/costCodes'],
  ['a cost code twice', wrong({ costCodes: [many[0], many[0]] }), '/costCodes/C-0000'],
  ['a budget too exact', wrong({ costCodes: [{ ...many[0], budget: '1.005' }] }), '/costCodes/C-0000/budget'],
  ['a budget in words', wrong({ costCodes: [{ code: 'a/b~', name: 'A', budget: 'ten' }] }), '/costCodes/a~1b~0/budget'],
  ['a budget too large', wrong({ costCodes: [{ ...many[0], budget: '1'.repeat(16) }] }), '/costCodes/C-0000/budget'],
  ['an unknown argument', { colour: 'red' }, ''],
];

export function trytonModuleSuite(start: () => Promise<Tryton>): void {
  let count = 0;
  let reference: string;
  let number: string;
  const tryton = useStarted(() => start());
  beforeEach(() => {
    count += 1;
    [reference, number] = [`initech~${count}`, `M-${count}`];
  });

  const call = (method: string, body: object): Promise<TrytonAnswer> => callModule(tryton, method, body);
  const importJob = (changes: object = {}, by = reference): Promise<TrytonAnswer> =>
    call('import_job', { reference: by, content: makeContent(number, changes), customer_name: 'Riverside Health' });
  const find = async (): Promise<unknown> => (await call('find_job', { reference })).body['job'];
  const countRows = async (table: string, where = 'true'): Promise<unknown> =>
    (await tryton.query(`SELECT count(*) FROM ${table} WHERE ${where}`))[0]?.[0];
  const created = (answers: readonly TrytonAnswer[]): number =>
    answers.filter(({ body }) => body['created'] === true).length;

  test('twelve identical calls at once make one job, and all of them are told which', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => importJob()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(created(answers)).toBe(1);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body['ids']))).size).toBe(1);
    expect(await countRows('construction_job', `reference = '${reference}'`)).toBe(1);
  });

  test('eight jobs of one new customer at once make the customer once', async () => {
    const customer = { code: `New ${reference}` };
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        importJob({ customer, job: { number: `${number}-${index}` } }, `${reference}-${index}`),
      ),
    );
    expect(created(answers)).toBe(8);
    expect(await countRows('party_party', `code = '${customer.code}'`)).toBe(1);
  });

  test('one number for two references at once is for the first, and the other one is told whose it is', async () => {
    const references = [`${reference}-a`, `${reference}-b`];
    const answers = await Promise.all(references.map((by) => importJob({}, by)));
    const [won, lost] = [...answers].sort((a, b) => a.status - b.status);
    expect(won).toMatchObject({ status: 200, body: { created: true } });
    expect(lost).toEqual({
      status: 400,
      code: 'EXPORT_NUMBER_TAKEN',
      body: { number, holder: won?.body['reference'] },
    });
    expect(await countRows('party_party', `code = 'C-${number}'`)).toBe(1);
  });

  test('who gives up and asks again at once gets the job of the first call', async () => {
    const impatient = new AbortController();
    const content = makeContent(number, { costCodes: many });
    const order = { reference, content };
    const given = postTo(tryton, 'construction.job/import_job', order, impatient.signal).catch(() => undefined);
    await find();
    impatient.abort();
    await given;
    const answer = await importJob({ costCodes: many });
    expect(answer).toMatchObject({ status: 200, body: { reference, content } });
    expect(await countRows('construction_job', `reference = '${reference}'`)).toBe(1);
  });

  test.each([20, 60, 100])('a Tryton that dies %i ms into a call leaves all of a job or nothing', async (ms) => {
    const tables = ['construction_job', 'project_work', 'party_party', 'analytic_account_budget', 'construction_claim'];
    const counted = () => Promise.all(tables.map((table) => countRows(table)));
    const before = await counted();
    const dying = importJob({ costCodes: many }).catch(() => undefined);
    await delay(ms);
    await tryton.kill('SIGKILL');
    const isAnswered = (await dying) !== undefined;
    const isThere = (await countRows('construction_job', `reference = '${reference}'`)) === 1;
    if (isAnswered) expect(isThere).toBe(true);
    if (!isThere) expect(await counted()).toEqual(before);
    await tryton.restart();
    expect(await importJob({ costCodes: many })).toMatchObject({ status: 200, body: { created: !isThere } });
    expect(await find()).toMatchObject({ content: makeContent(number, { costCodes: many }) });
  });

  test('a second row of one reference is refused by the database itself', async () => {
    await importJob();
    const columns = 'company, work, root, budget, site_line1, site_city, site_country';
    const copy = `INSERT INTO construction_job (reference, ${columns})
      SELECT reference, ${columns} FROM construction_job WHERE reference = '${reference}'`;
    await expect(tryton.query(copy)).rejects.toThrow(/unique/i);
  });

  test('a job is read from what Tryton itself shows: project, customer, open accounts, budget', async () => {
    const { body } = await importJob();
    const content = makeContent(number);
    expect(body).toMatchObject({ created: true, reference, content });
    const budget = await tryton.query(
      `SELECT CAST(b.start_date AS TEXT), CAST(b.end_date AS TEXT), count(*) FROM analytic_account_budget b
       JOIN analytic_account_budget_line l ON l.budget = b.id WHERE b.name = '${number}' GROUP BY b.id`,
    );
    expect(budget).toEqual([['2026-03-01', '2027-06-30', 2]]);
    const account = (code: string) =>
      `(SELECT id FROM analytic_account_account WHERE code = '${code}' AND root =
        (SELECT root FROM construction_job WHERE reference = '${reference}'))`;
    await tryton.query(`UPDATE analytic_account_budget_line SET amount = 7.5 WHERE account = ${account('03-100')}`);
    await tryton.query(`UPDATE analytic_account_account SET state = 'closed' WHERE id = ${account('09-250')}`);
    await tryton.query(`UPDATE party_party SET code = 'By hand' WHERE code = 'C-${number}'`);
    const [concrete, steel] = riverside.costCodes;
    const changes = { customer: { code: 'By hand' }, costCodes: [{ ...concrete, budget: '7.5' }, steel] };
    expect(await find()).toEqual({ reference, ids: body['ids'], content: makeContent(number, changes) });
  });

  test('a job without dates has a budget for all days', async () => {
    await importJob({ startDate: undefined, completionDate: undefined });
    const dates = 'CAST(start_date AS TEXT), CAST(end_date AS TEXT)';
    const budget = await tryton.query(`SELECT ${dates} FROM analytic_account_budget WHERE name = '${number}'`);
    expect(budget).toEqual([['1900-01-01', '2999-12-31']]);
  });

  test('every budget line has a place of its own, so that Tryton adds up each job by itself', async () => {
    await Promise.all(['a', 'b'].map((by) => importJob({ job: { number: number + by } }, reference + by)));
    const line = 'analytic_account_budget_line';
    const within = `SELECT count(*) FROM ${line} p JOIN ${line} c ON c."left" >= p."left" AND c."right" <= p."right"`;
    expect(await tryton.query(within)).toEqual([[await countRows(line)]]);
  });

  test('an update writes over what was expected only, and of two at once one is told what came before', async () => {
    await importJob();
    const expected = makeContent(number);
    const update = (name: string, changes: object = {}) =>
      call('update_job', { reference, content: makeContent(number, { name, ...changes }), expect: expected });
    const answers = await Promise.all(['East wing', 'West wing'].map((name) => update(name)));
    const [won, lost] = [...answers].sort((a, b) => a.status - b.status);
    expect(won).toMatchObject({ status: 200, body: { updated: true } });
    const content = won?.body['content'] as typeof expected | undefined;
    expect(lost).toMatchObject({
      status: 400,
      code: 'EXPORT_CHANGED',
      body: { reference, content, fields: ['/name'] },
    });
    const again = await update(content?.name ?? '');
    expect(again).toMatchObject({ status: 200, body: { updated: false, content } });
    expect(await find()).toMatchObject({ content });
  });

  test('an update of what is not there is told so, and makes nothing', async () => {
    const content = makeContent(number);
    const answer = await call('update_job', { reference, content, expect: content });
    expect(answer).toEqual({ status: 400, code: 'EXPORT_GONE', body: {} });
    expect(await find()).toBeNull();
  });

  test('a cost code that somebody made a second time is closed by an update that expects it', async () => {
    await importJob();
    await tryton.query(
      `INSERT INTO analytic_account_account (name, code, company, type, root, parent, state, active)
       SELECT 'Twice', '03-100', company, 'normal', root, root, 'opened', true FROM construction_job
       WHERE reference = '${reference}'`,
    );
    const [concrete, ...others] = riverside.costCodes;
    const expected = { costCodes: [concrete, { code: '03-100', name: 'Twice' }, ...others] };
    const order = { reference, content: makeContent(number), expect: makeContent(number, expected) };
    expect(await call('update_job', { ...order, expect: order.content })).toMatchObject({ code: 'EXPORT_CHANGED' });
    expect(await call('update_job', order)).toMatchObject({ status: 200, body: { updated: true } });
    expect(await find()).toMatchObject({ content: order.content });
  });

  test('a preflight says whose a number is, which one is next, and whether the customer is known', async () => {
    await importJob({ job: { number: '31-098' } });
    const preflight = async (request: object) =>
      (await call('preflight_job', { reference: 'another', ...request })).body;
    const known = { number: '31-098', mask: '##-###', customer_code: `C-${number}` };
    expect(await preflight(known)).toEqual({
      number_taken: true,
      holder: reference,
      customer_known: true,
      next_number: '31-099',
    });
    expect(await preflight({ number: '31-099', customer_code: 'nobody' })).toEqual({
      number_taken: false,
      customer_known: false,
    });
    expect(await preflight({ reference, number: '31-098' })).toMatchObject({ number_taken: false, job: { reference } });
    await importJob({ job: { number: '31-999' } }, `${reference}-last`);
    expect(await preflight({ mask: '##-###' })).toEqual({});
    expect(await preflight({ mask: 'A-####' })).toEqual({});
  });

  test.each(malformed)('%s is refused by its place, and never breaks the server', async (_name, changes, pointer) => {
    const order = { reference, content: makeContent('x'), ...changes };
    const answer = await call('import_job', order);
    expect(answer).toMatchObject({ status: 400, code: 'EXPORT_REFUSED', body: { fields: [{ pointer }] } });
    expect(await find()).toBeNull();
  });

  test.each([undefined, [], 'all'])('an update that expects %j is refused', async (expected) => {
    const order = { reference, content: makeContent(number), expect: expected };
    expect(await call('update_job', order)).toMatchObject({ status: 400, code: 'EXPORT_REFUSED' });
  });

  test('all that is wrong is said at once', async () => {
    const { body } = await importJob({ currency: 'EUR', costCodes: [{ ...many[0], budget: '0.001' }] });
    expect(body['fields']).toMatchObject([{ pointer: '/currency' }, { pointer: '/costCodes/C-0000/budget' }]);
    expect(body['text']).toMatch(/EUR.*USD.*0\.001/);
  });

  test.each(['party.party', 'project.work', 'analytic_account.account'])(
    'the key opens our own records, and nothing of %s',
    async (model) => {
      const refused = await postTo(tryton, model, { name: 'Stranger' });
      expect(refused.status).toBe(400);
      expect(await refused.text()).toMatch(/not allowed to access/);
    },
  );
}
