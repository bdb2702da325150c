/** What each company may take of a worker, and what a dead ERP may take of it. */
import type { CallContext } from '../../activities/circuit';
import { CompanyBusy, createBulkhead, slotsPerCompany, type Bulkhead } from '../../activities/bulkhead';
import {
  ErpConflict,
  ErpUnauthorized,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpUnclassified,
  ErpOutcomeUnknown,
} from '../../activities/erp-port';
import { Mismatch } from '../../activities/reconcile';

/** What docs/architecture.md says: five failures in a row, then one call in 15 seconds. */
const failuresToOpen = 5;
const probeEveryMs = 15_000;
const slotGapMs = { least: 15, most: 150 };

const first: CallContext = { attempt: 1, isRetry: false };
const later: CallContext = { attempt: 7, isRetry: false };
const retry: CallContext = { attempt: 1, isRetry: true };
const question: CallContext = { attempt: 1, isRetry: false, isPreflight: true };

let now: number;
let gate: Bulkhead;

beforeEach(() => {
  now = 0;
  gate = createBulkhead({ now: () => now, random: () => 0.5 });
});

const pass = (turn = first, companyId = 'acme'): Promise<string> =>
  gate.run(companyId, turn, () => Promise.resolve('exported'));

const fail = (error: Error, turn = first): Promise<unknown> =>
  gate.run('acme', turn, () => Promise.reject(error)).catch((caught: unknown) => caught);

async function turnedAway(turn = first, companyId = 'acme'): Promise<CompanyBusy> {
  let isCalled = false;
  const work = (): Promise<void> => {
    isCalled = true;
    return Promise.resolve();
  };
  const error = await gate.run(companyId, turn, work).catch((caught: unknown) => caught);
  if (!(error instanceof CompanyBusy)) throw new Error('it was not turned away');
  expect(isCalled).toBe(false);
  return error;
}

/** Calls that hang. @returns what ends each */
function hang(count: number): { end: () => void; fail: (error: Error) => void; done: Promise<unknown> }[] {
  return Array.from({ length: count }, () => {
    const { promise, resolve, reject } = settled();
    const done = gate.run('acme', first, () => promise).catch((error: unknown) => error);
    return { end: resolve, fail: reject, done };
  });
}

function settled(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve = (): void => undefined;
  let reject = (_error: Error): void => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

async function open(): Promise<void> {
  for (let times = 0; times < failuresToOpen; times += 1) await fail(new ErpUnavailable('down'));
}

const deny = (turn = first): Promise<unknown> => fail(new ErpUnauthorized('the key is wrong'), turn);

describe('the slots of a company', () => {
  test('eight calls run at once, and the ninth is turned away in words for people', async () => {
    hang(slotsPerCompany);
    const { message } = await turnedAway();
    expect(message).toBe('8 calls to the ERP of acme are under way in this worker, so this one waits.');
  });

  test('a call that ends, well or not, makes room for one', async () => {
    const [one, other] = hang(slotsPerCompany);
    one?.end();
    await one?.done;
    await expect(pass()).resolves.toBe('exported');
    other?.fail(new ErpRefused('no'));
    await other?.done;
    await expect(pass()).resolves.toBe('exported');
  });

  test('a person who tries again waits for a slot like everybody', async () => {
    hang(slotsPerCompany);
    await turnedAway(retry);
  });

  test('questions count with the exports', async () => {
    hang(slotsPerCompany - 1);
    void gate.run('acme', question, () => new Promise(() => undefined));
    await turnedAway();
    await turnedAway(question);
  });

  test('what one company takes is nothing to another', async () => {
    hang(slotsPerCompany);
    await expect(pass(first, 'globex')).resolves.toBe('exported');
  });
});

describe('who is turned away', () => {
  test('comes again soon when few wait', async () => {
    hang(slotsPerCompany);
    expect((await turnedAway()).retryAfterMs).toBe(500);
  });

  test('gets a moment of its own, so that 200 come one after the other and all within seconds', async () => {
    hang(slotsPerCompany);
    const delays: number[] = [];
    for (let n = 0; n < 200; n += 1) delays.push((await turnedAway()).retryAfterMs ?? 0);
    expect(new Set(delays).size).toBe(200);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(delays.at(-1)).toBe(500 + 199 * slotGapMs.least);
  });

  test('joins the end of the line again, however often it came', async () => {
    hang(slotsPerCompany);
    for (let n = 0; n < 100; n += 1) await turnedAway();
    now = 500;
    expect((await turnedAway(later)).retryAfterMs).toBe(100 * slotGapMs.least);
  });

  test('comes seldom while the calls hang, and often while they do not, though one of them does', async () => {
    hang(1);
    now = 60_000;
    hang(slotsPerCompany - 1);
    await turnedAway();
    expect((await turnedAway()).retryAfterMs).toBe(500 + slotGapMs.least);
    now = 120_000;
    await turnedAway();
    expect((await turnedAway()).retryAfterMs).toBe(500 + slotGapMs.most);
  });

  test('finds no line any more when the others are through', async () => {
    hang(slotsPerCompany);
    for (let n = 0; n < 100; n += 1) await turnedAway();
    now = 60_000;
    expect((await turnedAway()).retryAfterMs).toBe(500);
  });
});

describe('an ERP that fails', () => {
  test.each([
    ['is not there', new ErpUnavailable('down')],
    ['is busy and says for how long', new ErpUnavailable('503', 60_000)],
    ['leaves it unknown what it did', new ErpOutcomeUnknown('no answer')],
    ['breaks something in us', new TypeError('x is undefined')],
  ])('is left alone after five failures in a row when it %s', async (_name, error) => {
    for (let times = 1; times < failuresToOpen; times += 1) await fail(error);
    expect(await fail(error)).toBe(error);
    const { message } = await turnedAway();
    expect(message).toBe('The ERP of acme failed 5 times in a row. It is called once every 15 s until it answers.');
  });

  test('is not left alone when it worked in between', async () => {
    for (let times = 1; times < failuresToOpen; times += 1) await fail(new ErpUnavailable('down'));
    await pass();
    await fail(new ErpUnavailable('down'));
    await expect(pass()).resolves.toBe('exported');
  });

  test.each([
    ['refuses the data', new ErpRefused('too long')],
    ['has given the number away', new ErpNumberTaken('24-017', 'acme~7')],
    ['holds something else', new ErpConflict('changed', { receipt: { reference: 'acme~1', ids: {} }, content: {} })],
    ['holds what a person must see', new Mismatch('changed_in_erp', 'changed', [])],
    ['says no in words of its own', new ErpUnclassified('Der Kunde ist gesperrt')],
  ])('is alive when it %s', async (_name, error) => {
    for (let times = 1; times < failuresToOpen; times += 1) await fail(new ErpUnavailable('down'));
    for (let times = 0; times < failuresToOpen; times += 1) expect(await fail(error)).toBe(error);
    await fail(new ErpUnavailable('down'));
    await expect(pass()).resolves.toBe('exported');
  });

  test('is tried by one call every 15 s, and the others come again after the next', async () => {
    await open();
    now = probeEveryMs - 1;
    expect((await turnedAway()).retryAfterMs).toBe(1);
    now = probeEveryMs;
    await fail(new ErpUnavailable('down'));
    expect((await turnedAway(later)).retryAfterMs).toBe(probeEveryMs);
    now = 2 * probeEveryMs;
    expect(await fail(new ErpUnavailable('down'))).not.toBeInstanceOf(CompanyBusy);
    await turnedAway();
  });

  test('is not tried by a second call while the first still waits for an answer', async () => {
    await open();
    now = probeEveryMs;
    hang(1);
    expect((await turnedAway()).retryAfterMs).toBe(probeEveryMs);
  });

  test('is back with the first call that gets through', async () => {
    await open();
    now = probeEveryMs;
    await pass();
    hang(slotsPerCompany - 1);
    await expect(pass()).resolves.toBe('exported');
  });

  test('loses no probe to a call for which there is no slot', async () => {
    const [one] = hang(slotsPerCompany - 1);
    await open();
    void gate.run('acme', retry, () => new Promise(() => undefined));
    now = probeEveryMs;
    expect((await turnedAway()).message).toContain('so this one waits');
    one?.fail(new ErpOutcomeUnknown('no answer'));
    await one?.done;
    await expect(pass()).resolves.toBe('exported');
  });

  test('lets a person who tries again through at once, and only the first time', async () => {
    await open();
    await turnedAway({ attempt: 2, isRetry: true });
    await expect(pass(retry)).resolves.toBe('exported');
    await expect(pass()).resolves.toBe('exported');
  });
});

describe('an ERP that refuses our credentials', () => {
  test('parks one export, and the others wait', async () => {
    expect(await deny()).toBeInstanceOf(ErpUnauthorized);
    const { message } = await turnedAway();
    expect(message).toBe(
      'The ERP of acme refused the credentials of Ledgergate. This export waits until a retry by a person succeeds.',
    );
  });

  test('parks one export even when eight were under way', async () => {
    const calls = hang(slotsPerCompany);
    for (const call of calls) call.fail(new ErpUnauthorized('the key is wrong'));
    const errors = await Promise.all(calls.map(({ done }) => done));
    expect(errors.filter((error) => error instanceof ErpUnauthorized)).toHaveLength(1);
    expect(errors.filter((error) => error instanceof CompanyBusy)).toHaveLength(slotsPerCompany - 1);
  });

  test('is not tried again by time, nor by a question', async () => {
    await deny();
    now = 1_000 * probeEveryMs;
    await turnedAway();
    await turnedAway(question);
  });

  test('is well again when a retry by a person gets through', async () => {
    await deny();
    await expect(pass(retry)).resolves.toBe('exported');
    await expect(pass()).resolves.toBe('exported');
  });

  test('is well again when it refuses the data of that retry', async () => {
    await deny();
    await fail(new ErpRefused('too long'), retry);
    await expect(pass()).resolves.toBe('exported');
  });

  test('parks the retry again while the credentials are still wrong, and the others wait on', async () => {
    await deny();
    expect(await deny(retry)).toBeInstanceOf(ErpUnauthorized);
    await turnedAway();
  });

  test('lets the retry go on when its first attempt met a failure or a full house', async () => {
    await deny();
    await fail(new ErpUnavailable('down'), retry);
    await expect(pass({ attempt: 2, isRetry: true })).resolves.toBe('exported');
    await expect(pass()).resolves.toBe('exported');
  });

  test('is not believed to be well for a call that was under way before', async () => {
    const [early] = hang(1);
    await deny();
    early?.end();
    await early?.done;
    await turnedAway();
  });

  test('still parks an export for the operator when a question was refused first', async () => {
    await deny(question);
    expect(await deny()).toBeInstanceOf(ErpUnauthorized);
    await turnedAway();
  });
});
