/** The budget of calls, on a clock of its own. */
import { createLimits, type Limits, type Reported } from '../../../adapters/source/procore/limits';

let clock = 0;
const now = (): number => clock;
let limits: Limits;

beforeEach(() => {
  clock = 0;
  limits = createLimits(now);
});

/** Waits for nothing: a turn that does not come at once is refused with how long it takes. */
const deadline = { signal: new AbortController().signal, endsAt: 0 };
const take = (needed?: number) => limits.take(deadline, needed);
const measureWait = async (needed?: number): Promise<number | undefined> => {
  try {
    await take(needed);
    return undefined;
  } catch (error) {
    return (error as { readonly retryAfterMs: number }).retryAfterMs;
  }
};
const reported = (remaining: number, resetsInMs = 5_000, limit = 10): Reported => ({ limit, remaining, resetsInMs });
const call = async (answer?: Reported): Promise<void> => {
  limits.give(await take(), answer);
};

describe('before the first answer', () => {
  test('one call is made, and the next waits for what it tells', async () => {
    const first = await take();
    let isTaken = false;
    const second = take().then((ticket) => {
      isTaken = true;
      return ticket;
    });
    const third = measureWait();
    await Promise.resolve();
    expect(isTaken).toBe(false);
    limits.give(first, reported(1));
    expect(await second).toEqual({ number: 2 });
    expect(await third).toBe(5_000);
  });

  test('a call that ended without one lets the next one go', async () => {
    limits.give(await take());
    expect(await measureWait()).toBeUndefined();
  });

  test('the wait ends with the deadline', async () => {
    await take();
    const ending = new AbortController();
    const waiting = limits.take({ signal: ending.signal, endsAt: 0 });
    ending.abort();
    await expect(waiting).rejects.toThrow('Procore did not answer in time.');
  });
});

test('when nothing remains, the next call waits for the end of the window', async () => {
  await call(reported(0));
  clock = 1_000;
  expect(await measureWait()).toBe(4_000);
  clock = 5_000;
  expect(await measureWait()).toBeUndefined();
});

test('calls under way are counted as not yet told of', async () => {
  await call(reported(3));
  await take();
  await take();
  const third = await take();
  expect(await measureWait()).toBe(5_000);
  limits.give(third, reported(2));
  expect(await measureWait()).toBe(5_000);
});

test('a call that is useless without a second one is not made for the last place', async () => {
  await call(reported(1));
  expect(await measureWait(2)).toBe(5_000);
  expect(await measureWait(1)).toBeUndefined();
});

test('an older answer that comes late never gives back what is used up', async () => {
  await call(reported(10));
  const older = await take();
  const younger = await take();
  limits.give(younger, reported(0));
  limits.give(older, reported(1));
  expect(await measureWait()).toBe(5_000);
});

test('a limit that others use up is believed from the next answer', async () => {
  await call(reported(9));
  await call(reported(0, 3_000_000, 600));
  expect(await measureWait()).toBe(3_000_000);
});

test('after a window the next one has as many calls again, and no more until an answer tells', async () => {
  await call(reported(0, 5_000, 2));
  clock = 5_000;
  await take();
  await take();
  expect(await measureWait()).toBe(10_000);
});

test('a hold counts for everybody, and the longer one wins', async () => {
  expect(limits.hold(120_000)).toBe(120_000);
  expect(limits.hold(1_000)).toBe(1_000);
  expect(await measureWait()).toBe(120_000);
});

test('a hold of which nobody said how long is as long as the shorter window', () => {
  expect(limits.hold(undefined)).toBe(10_000);
});

test('a call without any answer gives its place back to nobody', async () => {
  await call(reported(1));
  await call();
  expect(await measureWait()).toBe(5_000);
});
