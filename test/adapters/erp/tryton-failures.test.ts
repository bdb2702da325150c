import {
  ErpConflict,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpUnclassified,
  ErpOutcomeUnknown,
} from '../../../activities/erp-port';
import { createTryton } from '../../../adapters/erp/tryton/tryton';
import { anAttempt, clinic, job } from '../../support/erp/fixtures';
import { answerWith, describeHttpFailures } from '../../support/erp/http-failures';
import { FaultProxy } from '../../support/processes/fault-proxy';
import { useStarted } from '../../support/use-started';

const key = 'a-key-of-64-characters';
const reference = 'acme~1042';

// Answers all by itself: nothing stands behind it.
const server = useStarted(() => FaultProxy.start('http://127.0.0.1:9'));
const erp = () => createTryton({ url: server.url, database: 'erp', key, commitWithinMs: 0 });
const write = () => erp().export({ reference, project: clinic, job }, anAttempt());
const lookUp = () => erp().findByReference(reference, anAttempt());

const answer = (status: number, body: unknown): void => answerWith(server, status, body);
const no = (message: string, details: unknown): void => {
  answer(400, { status: 400, message, description: typeof details === 'string' ? details : JSON.stringify(details) });
};

const held = { reference, ids: { job: '12', project: '37' }, content: { job: { number: '24-017' }, name: 'By hand' } };

describe('a final answer of our module', () => {
  test('refuses the data, by field', async () => {
    const fields = [{ pointer: '/currency', message: 'EUR is not the currency of the company, USD' }];
    no('EXPORT_REFUSED', { text: 'EUR is not the currency of the company, USD', fields });
    const refused = write();
    await expect(refused).rejects.toBeInstanceOf(ErpRefused);
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('EUR'), fields });
  });

  test('names the holder of a job number', async () => {
    no('EXPORT_NUMBER_TAKEN', { number: '24-017', holder: 'Bridge' });
    const taken = write();
    await expect(taken).rejects.toBeInstanceOf(ErpNumberTaken);
    await expect(taken).rejects.toThrow('Job number 24-017 belongs to Bridge.');
  });

  test('shows the record that holds something else', async () => {
    no('EXPORT_CHANGED', held);
    const changed = write();
    await expect(changed).rejects.toBeInstanceOf(ErpConflict);
    await expect(changed).rejects.toMatchObject({
      found: { receipt: { reference, ids: { job: '12', project: '37', jobNumber: '24-017' } }, content: held.content },
    });
  });

  test('that the record is gone leads to another look-up', async () => {
    no('EXPORT_GONE', {});
    await expect(write()).rejects.toBeInstanceOf(ErpUnavailable);
  });

  const notOurs: readonly (readonly [string, string, unknown])[] = [
    ['a code of ours with no details', 'EXPORT_REFUSED', 'not JSON'],
    ['a code that is none of ours', 'EXPORT_SOMETHING', {}],
    ['the record of another reference', 'EXPORT_CHANGED', { ...held, reference: 'acme~1043' }],
    ['words that begin like a code of ours', 'EXPORT_REFUSED because of the moon', {}],
    ['words in the language of the user', 'Die Nummer des Auftrags muss eindeutig sein.', ''],
  ];
  test.each(notOurs)('is not made of %s', async (_name, message, details) => {
    no(message, details);
    const unexplained = write();
    await expect(unexplained).rejects.toBeInstanceOf(ErpUnclassified);
    await expect(unexplained).rejects.toThrow(message);
  });

  test('counts with its status alone', async () => {
    answer(500, { status: 400, message: 'EXPORT_REFUSED', description: '{"text":"x","fields":[]}' });
    await expect(write()).rejects.toBeInstanceOf(ErpOutcomeUnknown);
  });
});

describeHttpFailures('Tryton', server, {
  secret: key,
  exportPath: 'import_job',
  create: (at) =>
    createTryton({ url: at.url ?? server.url, database: 'erp', key: at.secret ?? key, commitWithinMs: 0 }),
});

describe('an answer that is none of our module', () => {
  const page = '<!doctype html><title>Oops</title><h1>Oops</h1>';

  test.each([
    ['a fault that trytond shows as a bad request', 400, page, ErpOutcomeUnknown],
    [
      'a no without a code',
      400,
      { status: 400, message: 'Die Nummer ist vergeben.', description: '' },
      ErpUnclassified,
    ],
  ])('%s (%i): what it means for a write and for a look-up', async (_name, status, body, onWrite) => {
    answer(status, body);
    await expect(write()).rejects.toBeInstanceOf(onWrite);
    await expect(lookUp()).rejects.toBeInstanceOf(ErpUnavailable);
  });

  test('a record of another reference is none of the export', async () => {
    answer(200, { ...held, job: held, reference: 'acme~1' });
    await expect(write()).rejects.toBeInstanceOf(ErpOutcomeUnknown);
  });

  test('the job of another reference is not the one that was looked up', async () => {
    answer(200, { job: { ...held, reference: 'acme~1043' } });
    await expect(lookUp()).rejects.toBeInstanceOf(ErpUnavailable);
  });
});

describe('a preflight', () => {
  const ask = () => erp().preflight?.({ reference, project: clinic, number: '24-017' }, anAttempt());

  test('is answered in the words of the port', async () => {
    const found = { job: held, number_taken: true, holder: 'Bridge', customer_known: false, next_number: '24-018' };
    answer(200, found);
    expect(await ask()).toEqual({
      numberHolder: 'Bridge',
      isCustomerKnown: false,
      nextNumber: '24-018',
      found: { receipt: { reference, ids: { ...held.ids, jobNumber: '24-017' } }, content: held.content },
    });
  });

  test('may know nothing', async () => {
    answer(200, { number_taken: false });
    expect(await ask()).toEqual({});
  });
});
