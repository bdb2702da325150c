/** Live events: told soon, told once, told nothing of the content; and nothing is left behind when nobody listens. */
import { Writable } from 'node:stream';
import { createMemoryGateway, type MemoryGateway } from '../support/api/gateway';
import { startApi, type ApiServer } from '../support/api/server';
import { signInAs, signInWith, writeDevTokens } from '../support/api/sign-in';
import { type Grant, signToken, listSpellings } from '../support/api/tokens';
import { stages } from '../support/domain/fixtures';
import { type EventStream, openEventStream } from '../support/api/event-stream';
import { waitFor } from '../../dev/processes/wait-for';
import { openListener } from '../../api/events/listener';
import type { Filter } from '../../api/gateway/queries';
import { Problem } from '../../api/problems';
import type { Submissions } from '../../api/gateway/gateway';
import { defined } from '../../workflows/contract/defined';

const path = '/v1/companies/acme/events';
const eventTimes = { everyMs: 20, countsEveryMs: 60, heartbeatMs: 30 };
const waiting = { ...stages.awaiting_decision, companyId: 'acme' };

let gateway: MemoryGateway;
let lists: Filter[];
let api: ApiServer;
let open: EventStream[];

beforeEach(async () => {
  gateway = createMemoryGateway();
  lists = [];
  open = [];
  const counting: Submissions = {
    ...gateway,
    list: (request) => {
      lists.push(request.filter);
      return gateway.list(request);
    },
  };
  api = await startApi(counting, { eventTimes });
});
afterEach(async () => {
  open.forEach((stream) => stream.close());
  await api.stop();
});

interface Who {
  readonly grant?: Grant;
  readonly sub?: string;
  readonly exp?: number;
  readonly lastEventId?: string;
}

async function listen({ grant = { viewer: true }, sub = 'vic', exp, lastEventId }: Who = {}): Promise<EventStream> {
  const token = await signToken(sub, { acme: grant, initech: grant }, exp === undefined ? {} : { claims: { exp } });
  const headers = {
    authorization: `Bearer ${token}`,
    ...defined({ 'last-event-id': lastEventId }),
  };
  const stream = await openEventStream(api.url + path, headers);
  open.push(stream);
  return stream;
}

const told = (stream: EventStream, times: number): Promise<true> =>
  waitFor(`event ${times}`, () => stream.ids().length >= times);
/** As many looks at the company as make sure that a change would have been seen. */
const looks = async (many = 5): Promise<void> => {
  const before = lists.length;
  await waitFor('some looks', () => lists.length >= before + many);
};

describe('a listener', () => {
  test('is told at once how things stand, by an id and no data', async () => {
    const stream = await listen();
    await told(stream, 1);
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/event-stream\b/) as string,
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(stream.text()).toMatch(/^retry: \d+\n\nevent: changed\nid: [\w-]{22}\ndata: \{\}\n\n/);
  });

  test('and another one are both told of a change, once, by the same id', async () => {
    const both = [await listen(), await listen({ sub: 'tess', grant: { approver: true } })] as const;
    await Promise.all(both.map((stream) => told(stream, 1)));
    gateway.put(waiting);
    await Promise.all(both.map((stream) => told(stream, 2)));
    await looks();
    const [one, other] = both.map((stream) => stream.ids());
    expect(one).toHaveLength(2);
    expect(one).toEqual(other);
    expect(new Set(one).size).toBe(2);
  });

  test('is told when a submission moves on, and when one leaves the open ones', async () => {
    gateway.put(waiting);
    const stream = await listen();
    await told(stream, 1);
    gateway.put({ ...stages.rejected, companyId: 'acme' });
    await told(stream, 2);
    gateway.put({ ...stages.exported, companyId: 'acme' });
    await told(stream, 3);
  });

  test('hears nothing of another company', async () => {
    const stream = await listen();
    await told(stream, 1);
    gateway.put({ ...waiting, companyId: 'initech' });
    await looks();
    expect(stream.ids()).toHaveLength(1);
  });

  test('who comes back is told nothing while all is as it was, and at once when it is not', async () => {
    const first = await listen();
    await told(first, 1);
    const [id = ''] = first.ids();
    const again = await listen({ lastEventId: id });
    const behind = await listen({ lastEventId: 'older' });
    await told(behind, 1);
    await looks();
    expect(again.ids()).toEqual([]);
    expect(behind.ids()).toEqual([id]);
    gateway.put(waiting);
    await told(again, 1);
  });

  test('who comes back to another process is known there too', async () => {
    const first = await listen();
    await told(first, 1);
    const [id = ''] = first.ids();
    const other = await startApi(gateway, { eventTimes });
    const token = await signToken('vic', { acme: { viewer: true } });
    const headers = { authorization: `Bearer ${token}`, 'last-event-id': id };
    const stream = await openEventStream(other.url + path, headers);
    await waitFor('three heartbeats', () => (stream.text().match(/^: /gm) ?? []).length > 2);
    expect(stream.ids()).toEqual([]);
    stream.close();
    await other.stop();
  });

  test('gets a comment now and then, so that nobody takes the stream for dead', async () => {
    const stream = await listen();
    await waitFor('two comments', () => (stream.text().match(/^: .*\n\n/gm) ?? []).length > 1);
  });

  test('who may see one project only gets the same events, which say nothing', async () => {
    gateway.put(waiting);
    const [admin, viewer] = [await listen({ grant: { admin: ['7'] } }), await listen()];
    await Promise.all([told(admin, 1), told(viewer, 1)]);
    expect(admin.ids()).toEqual(viewer.ids());
    expect(admin.text()).not.toContain('1042');
  });

  test('may come with a session', async () => {
    const devTokens = await writeDevTokens();
    const desk = await startApi(gateway, { eventTimes, signIn: signInWith({ devTokensFile: devTokens.file }) });
    const stream = await openEventStream(desk.url + path, { cookie: await signInAs(desk, 'viewer') });
    await told(stream, 1);
    stream.close();
    await desk.stop();
    devTokens.remove();
  });
});

describe('a stream ends', () => {
  test('with the token', async () => {
    const stream = await listen({ exp: Math.floor(Date.now() / 1_000) + 1 });
    expect(stream.status).toBe(200);
    await waitFor('the end', stream.isEnded);
    await waitFor('nobody listens', () => api.events.watched() === 0);
  });

  test('when the service stops, which then waits for none', async () => {
    const streams = [await listen(), await listen({ sub: 'tess' })];
    await Promise.all(streams.map((stream) => told(stream, 1)));
    await api.stop();
    await waitFor('the ends', () => streams.every((stream) => stream.isEnded()));
    expect(api.events.watched()).toBe(0);
  });

  test('when its reader takes nothing more', async () => {
    const full = new Writable({ highWaterMark: 16, write: () => undefined });
    let isEnded = false;
    const listener = openListener({ stream: full, knownId: undefined, forMs: 60_000, onEnd: () => (isEnded = true) });
    listener.tell('one');
    listener.tell('two');
    await waitFor('the end', () => isEnded);
    expect(full.destroyed).toBe(true);
  });
});

describe('a company is looked at', () => {
  test('once, however many listen, and only its newest open submissions', async () => {
    const streams = await Promise.all(Array.from({ length: 10 }, (_, index) => listen({ sub: `v${index}` })));
    await Promise.all(streams.map((stream) => told(stream, 1)));
    expect(api.events.watched()).toBe(1);
    expect(new Set(lists.map((filter) => JSON.stringify(filter)))).toEqual(
      new Set([JSON.stringify({ companyId: 'acme', isOpen: true })]),
    );
  });

  test('no more when the last one has gone, and again when somebody comes', async () => {
    const [one, two] = [await listen(), await listen()];
    one.close();
    two.close();
    await waitFor('nobody listens', () => api.events.watched() === 0);
    const before = lists.length;
    const other = await openEventStream(api.url + path.replace('acme', 'initech'), {
      authorization: `Bearer ${await signToken('vic', { initech: { viewer: true } })}`,
    });
    open.push(other);
    await waitFor('looks at the other company', () => lists.length > before + 5);
    expect(lists.slice(before + 1).filter(({ companyId }) => companyId === 'acme')).toEqual([]);
    await told(await listen(), 1);
  });

  test('again after it could not be, which is said once', async () => {
    const stream = await listen();
    await told(stream, 1);
    gateway.failWith(new Problem('temporal_unreachable', 'Temporal cannot be reached.'));
    await looks(10);
    gateway.failWith(undefined);
    gateway.put(waiting);
    await told(stream, 2);
    expect(api.log().match(/cannot look for changes now/g)).toHaveLength(1);
  });
});

describe('nobody listens', () => {
  test('without a token, to a company that is not theirs, or too often by one caller', async () => {
    expect((await openEventStream(api.url + path, {})).status).toBe(401);
    expect((await listen({ grant: {} })).status).toBe(404);
    expect(api.events.watched()).toBe(0);
    const token = await signToken('vic', { acme: { viewer: true } });
    const statuses: number[] = [];
    for (const spelling of listSpellings(token).slice(0, 21)) {
      const stream = await openEventStream(api.url + path, { authorization: `Bearer ${spelling}` });
      open.push(stream);
      statuses.push(stream.status);
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
    open[1]?.close();
    const hasRoom = async (): Promise<boolean> => {
      const stream = await openEventStream(api.url + path, { authorization: `Bearer ${token}` });
      open.push(stream);
      return stream.status === 200;
    };
    await waitFor('there is room again', hasRoom);
  });

  test('by asking for the head alone', async () => {
    const token = await signToken('vic', { acme: { viewer: true } });
    expect((await api.send('HEAD', path, { token })).status).toBe(200);
    expect(api.events.watched()).toBe(0);
  });
});
