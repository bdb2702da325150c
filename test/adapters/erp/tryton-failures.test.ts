import { once } from 'node:events';
import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  ErpConflict,
  ErpUnauthorized,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpUnclassified,
  ErpOutcomeUnknown,
  type Attempt,
  type Erp,
} from '../../../activities/erp-port';
import { createTryton } from '../../../adapters/erp/tryton/tryton';
import { anAttempt, clinic, job } from '../../support/erp/fixtures';
import { FaultProxy, type Fault, type Reply } from '../../support/processes/fault-proxy';

const key = 'a-key-of-64-characters';
const reference = 'acme~1042';

let server: FaultProxy;
beforeEach(async () => {
  // Answers all by itself: nothing stands behind it.
  server = await FaultProxy.start('http://127.0.0.1:9');
});
afterEach(() => server.close());

const erpAt = (url: string): Erp => createTryton({ url, database: 'erp', key, commitWithinMs: 0 });
const write = (attempt: Attempt = anAttempt(), erp = erpAt(server.url)) =>
  erp.export({ reference, project: clinic, job }, attempt);
const lookUp = (attempt: Attempt = anAttempt(), erp = erpAt(server.url)) => erp.findByReference(reference, attempt);

const answer = (status: number, body: unknown, headers: Reply['headers'] = {}): void => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  server.plan = () => () => Promise.resolve({ status, body: text, headers });
};
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

describe('an answer that is none of our module', () => {
  type Kind = abstract new (...args: never[]) => Error;
  const page = '<!doctype html><title>Oops</title><h1>Oops</h1>';
  const answers: readonly (readonly [string, number, unknown, Kind, Kind])[] = [
    ['no credentials', 401, page, ErpUnauthorized, ErpUnauthorized],
    ['no right, or no module', 403, page, ErpUnauthorized, ErpUnauthorized],
    ['nothing there', 404, page, ErpUnavailable, ErpUnavailable],
    ['a redirect', 302, page, ErpUnavailable, ErpUnavailable],
    ['too many requests', 429, page, ErpUnavailable, ErpUnavailable],
    ['a fault that trytond shows as a bad request', 400, page, ErpOutcomeUnknown, ErpUnavailable],
    [
      'a no without a code',
      400,
      { status: 400, message: 'Die Nummer ist vergeben.', description: '' },
      ErpUnclassified,
      ErpUnavailable,
    ],
    ['too big', 413, page, ErpUnclassified, ErpUnavailable],
    ['another writer', 409, page, ErpOutcomeUnknown, ErpUnavailable],
    ['a slow request', 408, page, ErpOutcomeUnknown, ErpUnavailable],
    ['an error', 500, page, ErpOutcomeUnknown, ErpUnavailable],
    ['a bad gateway', 502, page, ErpOutcomeUnknown, ErpUnavailable],
    ['a service that is unavailable', 503, page, ErpOutcomeUnknown, ErpUnavailable],
    ['a gateway without an answer', 504, page, ErpOutcomeUnknown, ErpUnavailable],
    ['a page', 200, page, ErpOutcomeUnknown, ErpUnavailable],
    ['no content', 204, '', ErpOutcomeUnknown, ErpUnavailable],
    ['an empty object', 200, {}, ErpOutcomeUnknown, ErpUnavailable],
    ['a list', 200, [], ErpOutcomeUnknown, ErpUnavailable],
    ['a record of another reference', 200, { ...held, job: held, reference: 'acme~1' }, ErpOutcomeUnknown, Error],
  ];
  test.each(answers)(
    '%s (%i): what it means for a write and for a look-up',
    async (_n, status, body, onWrite, onRead) => {
      answer(status, body);
      await expect(write()).rejects.toBeInstanceOf(onWrite);
      if (onRead !== Error) await expect(lookUp()).rejects.toBeInstanceOf(onRead);
    },
  );

  test('the job of another reference is not the one that was looked up', async () => {
    answer(200, { job: { ...held, reference: 'acme~1043' } });
    await expect(lookUp()).rejects.toBeInstanceOf(ErpUnavailable);
  });

  test('of nothing but brackets holds nobody up', async () => {
    answer(500, '<'.repeat(200_000));
    await expect(write()).rejects.toBeInstanceOf(ErpOutcomeUnknown);
  });

  test('its words are shown as text, without tags and control characters, at most 500 characters', async () => {
    answer(500, `<h1>Down\u0007 for\n   maintenance</h1><p>${'x'.repeat(9_000)}</p>`);
    const message = await write().then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    expect(message).toMatch(/^The ERP answered 500: Down\uFFFD for maintenance x+…/);
    expect(message.length).toBeLessThan(600);
  });

  test('a redirect is not followed, so that the key goes nowhere else', async () => {
    const asked: string[] = [];
    server.plan = ({ method }) => {
      asked.push(method);
      return () => Promise.resolve({ status: 307, body: '', headers: { location: `${server.url}/elsewhere` } });
    };
    await expect(write()).rejects.toBeInstanceOf(ErpUnavailable);
    expect(asked).toEqual(['import_job']);
  });

  test('the key is in no message, even when the answer repeats it', async () => {
    answer(500, `Bad header: Authorization: Bearer ${key}`);
    await expect(write()).rejects.toThrow('Bearer …');
    await expect(lookUp()).rejects.toThrow('Bearer …');
  });

  test('an answer that is too long is not read to its end', async () => {
    answer(200, 'x'.repeat(9 * 1024 * 1024));
    await expect(write()).rejects.toBeInstanceOf(ErpOutcomeUnknown);
    await expect(lookUp()).rejects.toBeInstanceOf(ErpUnavailable);
  });
});

describe("the ERP's own delay", () => {
  test.each([429, 503])('of a %i is obeyed, in seconds', async (status) => {
    answer(status, '', { 'retry-after': '7' });
    await expect(write()).rejects.toMatchObject({ retryAfterMs: 7_000 });
    await expect(lookUp()).rejects.toMatchObject({ retryAfterMs: 7_000 });
  });

  test('may be a date', async () => {
    const later = new Date(Date.now() + 3_600_000);
    answer(503, '', { 'retry-after': later.toUTCString() });
    const error = await lookUp().catch((failure: unknown) => failure);
    const { retryAfterMs = 0 } = error as ErpUnavailable;
    expect(Math.abs(Date.now() + retryAfterMs - later.getTime())).toBeLessThan(60_000);
  });

  test('is no wait where the date is past', async () => {
    answer(429, '', { 'retry-after': 'Tue, 01 Jan 2019 00:00:00 GMT' });
    await expect(lookUp()).rejects.toMatchObject({ retryAfterMs: 0 });
  });

  test.each(['soon', '-5', ''])('"%s" is none', async (header) => {
    answer(429, '', { 'retry-after': header });
    await expect(lookUp()).rejects.toMatchObject({ retryAfterMs: undefined });
  });
});

describe('a call without an answer', () => {
  test('that found nobody listening wrote nothing', async () => {
    await server.close();
    await expect(write()).rejects.toBeInstanceOf(ErpUnavailable);
    await expect(write()).rejects.toThrow('ECONNREFUSED');
  });

  test('to a name that nobody knows wrote nothing', async () => {
    await expect(write(anAttempt(), erpAt('http://erp.invalid'))).rejects.toBeInstanceOf(ErpUnavailable);
  });

  test('to a server that does not speak TLS wrote nothing', async () => {
    const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const address = plain.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(write(anAttempt(), erpAt(`https://127.0.0.1:${port}`))).rejects.toThrow('cannot be reached');
    plain.close();
  });

  test('with a key that no header can hold was not made, and does not show the key', async () => {
    const erp = createTryton({ url: server.url, database: 'erp', key: 'se\ncret', commitWithinMs: 0 });
    const made = write(anAttempt(), erp);
    await expect(made).rejects.toBeInstanceOf(ErpUnavailable);
    await expect(made).rejects.not.toThrow('cret');
  });

  const breaks: readonly (readonly [string, Fault])[] = [
    ['before it came', () => Promise.resolve('broken')],
    ['in its middle', () => Promise.resolve({ status: 200, body: JSON.stringify(held), isCut: true })],
  ];
  test.each(breaks)('whose answer broke off %s may have written', async (_name, fault) => {
    server.plan = () => fault;
    await expect(write()).rejects.toBeInstanceOf(ErpOutcomeUnknown);
    await expect(lookUp()).rejects.toBeInstanceOf(ErpUnavailable);
  });

  test('ends with its attempt, and may have written', async () => {
    const ending = new AbortController();
    server.plan =
      () =>
      async ({ hungUp }) => {
        ending.abort();
        await hungUp;
        return 'broken';
      };
    const slow = write({ ...anAttempt(), signal: ending.signal });
    await expect(slow).rejects.toBeInstanceOf(ErpOutcomeUnknown);
    await expect(slow).rejects.toThrow('did not answer in time');
  });
});

test('an attempt ends its call also when memory was tidied up meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const ending = new AbortController();
  server.plan =
    () =>
    async ({ hungUp }) => {
      collect();
      ending.abort();
      await hungUp;
      return 'broken';
    };
  await expect(write({ ...anAttempt(), signal: ending.signal })).rejects.toThrow('did not answer in time');
});

describe('a preflight', () => {
  const ask = () => erpAt(server.url).preflight?.({ reference, project: clinic, number: '24-017' }, anAttempt());

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
