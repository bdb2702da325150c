/** How much is taken: token buckets, the queue of one submission, and what is exempt. */
import { createLimiter } from '../../api/gateway/limiter';
import { createRateLimit } from '../../api/request/rate-limit';
import { createMemoryGateway } from '../support/api/gateway';
import { startApi, type ApiServer, type Received } from '../support/api/server';
import { signToken, listSpellings } from '../support/api/tokens';

describe('a rate limit of 100 a second with a burst of 500', () => {
  let now: number;
  const limit = () => createRateLimit({ perSecond: 100, burst: 500 }, () => now);
  const take = (taken: (key: string) => number, times: number, key = 'a'): number =>
    Array.from({ length: times }, () => taken(key)).filter((wait) => wait === 0).length;
  beforeEach(() => {
    now = 0;
  });

  test('takes the burst at once and not one more', () => {
    expect(take(limit(), 600)).toBe(500);
  });

  test('takes 100 in every later second, wherever that second begins', () => {
    const one = limit();
    take(one, 500);
    for (const at of [1_000, 1_500, 2_250, 3_250]) {
      const before = now;
      now = at;
      expect(take(one, 1_000)).toBe((at - before) / 10);
    }
  });

  test('fills up to the burst and no further', () => {
    const one = limit();
    take(one, 500);
    now = 3_600_000;
    expect(take(one, 1_000)).toBe(500);
  });

  test('says after how many seconds there is room', () => {
    const one = createRateLimit({ perSecond: 0.1, burst: 1 }, () => now);
    expect([one('a'), one('a')]).toEqual([0, 10]);
    now = 4_000;
    expect(one('a')).toBe(6);
  });

  test('counts each caller alone', () => {
    const one = limit();
    take(one, 500, 'a');
    expect(take(one, 10, 'b')).toBe(10);
  });

  test('forgets nobody by being asked by many others', () => {
    const one = limit();
    take(one, 500, 'a');
    for (let index = 0; index < 10_000; index += 1) one(`other-${index}`);
    expect(one('a')).toBeGreaterThan(0);
  });
});

describe('a limiter of 2 at once', () => {
  /** Tasks that end when they are told. */
  function createTasks() {
    const ends: (() => void)[] = [];
    const task = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
    return { task, begun: () => ends.length, endOne: () => ends.shift()?.() };
  }
  const muchLater = (): number => Date.now() + 600_000;

  test('queues the third until one ends, in order', async () => {
    const limiter = createLimiter(2);
    const done: number[] = [];
    const { task, begun, endOne } = createTasks();
    const runs = [0, 1, 2, 3].map((index) =>
      limiter({ key: 'a', deadline: muchLater(), task }).then(() => done.push(index)),
    );
    await Promise.resolve();
    expect(begun()).toBe(2);
    while (done.length < 4) {
      endOne();
      await new Promise(setImmediate);
    }
    await Promise.all(runs);
    expect(done).toEqual([0, 1, 2, 3]);
  });

  test('keeps one submission from holding up another', async () => {
    const limiter = createLimiter(1);
    const { task, endOne } = createTasks();
    const first = limiter({ key: 'a', deadline: muchLater(), task });
    expect(await limiter({ key: 'b', deadline: muchLater(), task: async () => 'b' })).toBe('b');
    endOne();
    await first;
  });

  test('gives up at the deadline, without having begun', async () => {
    const limiter = createLimiter(1);
    const { task, begun, endOne } = createTasks();
    const first = limiter({ key: 'a', deadline: muchLater(), task });
    const late = limiter({ key: 'a', deadline: Date.now() + 20, task });
    await expect(late).rejects.toMatchObject({ code: 'busy', status: 503 });
    expect(begun()).toBe(1);
    endOne();
    await first;
    expect(await limiter({ key: 'a', deadline: muchLater(), task: async () => 'free' })).toBe('free');
  });

  test('goes on after a task that failed', async () => {
    const limiter = createLimiter(1);
    const failing = limiter({ key: 'a', deadline: muchLater(), task: () => Promise.reject(new Error('no')) });
    const next = limiter({ key: 'a', deadline: muchLater(), task: async () => 'next' });
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
  });
});

describe('the API with a limit', () => {
  let api: ApiServer;
  beforeEach(async () => {
    api = await startApi(createMemoryGateway(), { rate: { perSecond: 0.1, burst: 3 } });
  });
  afterEach(() => api.stop());

  const statuses = async (times: number, path: string, token?: string): Promise<number[]> => {
    const all: number[] = [];
    for (let index = 0; index < times; index += 1) {
      all.push((await api.send('GET', path, token === undefined ? {} : { token })).status);
    }
    return all;
  };
  const integration = '/v1/companies/acme/integration';

  test('limits each caller alone', async () => {
    const [ada, tess] = await Promise.all(['ada', 'tess'].map((sub) => signToken(sub, { acme: { viewer: true } })));
    expect(await statuses(4, integration, ada)).toEqual([200, 200, 200, 429]);
    expect(await statuses(1, integration, tess)).toEqual([200]);
  });

  test('limits a caller by all spellings of a token, and by all tokens, as one', async () => {
    const token = await signToken('ada', { acme: { viewer: true } });
    const spellings = listSpellings(token);
    expect(new Set(spellings).size).toBe(32);
    const all: number[] = [];
    for (const spelling of spellings) all.push(...(await statuses(1, integration, spelling)));
    expect(all.filter((status) => status === 200)).toHaveLength(3);
    expect(all.filter((status) => status === 429)).toHaveLength(29);
    const another = await signToken('ada', { acme: { admin: true } }, { claims: { jti: 'another' } });
    expect(await statuses(1, integration, another)).toEqual([429]);
  });

  const asks: readonly [string, number, (bad: string) => Promise<Received>][] = [
    ['a token that is refused', 401, (token) => api.send('GET', integration, { token })],
    ['a path that is not there', 404, () => api.send('GET', '/nowhere')],
    ['a method that is not known', 405, () => api.send('PUT', integration)],
    ['the description', 200, () => api.send('GET', '/docs.css')],
  ];
  test.each(asks)('limits who has no valid token by address to 20 at once: %s', async (_, expected, ask) => {
    const bad = await signToken('ada', {}, { claims: { iss: 'elsewhere' } });
    const all = (await Promise.all(Array.from({ length: 300 }, () => ask(bad)))).map(({ status }) => status);
    const taken = all.filter((status) => status !== 429);
    expect(taken.length).toBeGreaterThanOrEqual(20);
    expect(taken.length).toBeLessThan(all.length);
    expect(new Set(taken)).toEqual(new Set([expected]));
    const good = await signToken('eve', { acme: { viewer: true } });
    expect(await statuses(1, integration, good)).toEqual([200]);
  });

  test('never limits health', async () => {
    expect(new Set(await statuses(60, '/healthz'))).toEqual(new Set([200]));
    expect(new Set(await statuses(60, '/readyz'))).toEqual(new Set([200]));
  });
});
