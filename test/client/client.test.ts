/** What the client makes of answers, good and bad, from a real server. */
import { createClient } from '../../client/client';
import { isPassing, isUncertain, isUnreachable } from '../../client/problem';
import { waitFor } from '../../dev/processes/wait-for';
import { json, problem, startScripted } from './scripted-server';
import { useStarted } from '../support/use-started';
import { defined } from '../../workflows/contract/defined';

const id = { companyId: 'acme', projectId: '1042' };
const view = { companyId: 'acme', projectId: '1042', revision: 1, status: 'rejected', actions: {} };
const standing = { companyId: 'acme', projectId: '1042', revision: 1, status: 'withdrawn', entry: {} };
const list = (next?: string) => json({ items: [], ...defined({ next }) });

const server = useStarted(() => startScripted());

const repeating = { attempts: 4, withinMs: 60_000 };
const client = (repeats?: typeof repeating, token?: () => string) =>
  createClient({ baseUrl: server.url, repeats, token });
const atOnce = { 'retry-after': '0' };

describe('an answer', () => {
  test('is the value, and what was received byte for byte', async () => {
    server.script(json(view));
    expect(await client().view(id)).toEqual({ value: view, text: JSON.stringify(view) });
  });

  test('of the API that says no is a problem with all that it says', async () => {
    server.script(problem(409, 'stale_revision'));
    const answer = await client().command('reject', id, { revision: 1, reason: 'No' });
    expect(answer).toMatchObject({
      problem: { status: 409, code: 'stale_revision', detail: 'It is so.', requestId: 'r1' },
    });
  });

  test.each([
    ['a page', { status: 200, body: '<html>' }, 200],
    ['other JSON', json({ ok: true }), 200],
    ['nothing', { status: 204 }, 204],
    ['an error page', { status: 502, body: 'Bad Gateway' }, 502],
    ['another place', { status: 302, headers: { location: 'https://login.example' } }, 302],
  ])('that is none of the API: %s', async (_, answer, status) => {
    server.script(answer);
    expect(await client().view(id)).toMatchObject({ problem: { code: 'unreachable', status } });
  });

  test('that breaks off is none', async () => {
    server.script({ ...json(view), cutAfter: 10 });
    expect(await client().view(id)).toMatchObject({ problem: { code: 'unreachable', status: 0 } });
  });

  test('is not waited for once the caller gives up', async () => {
    server.script({ isSilent: true });
    const answer = client().view(id, { signal: AbortSignal.timeout(50) });
    expect(await answer).toMatchObject({ problem: { code: 'aborted' } });
  });

  test('of nobody says why there is none', async () => {
    const nobody = createClient({ baseUrl: 'http://127.0.0.1:1' });
    const answer = await nobody.view(id);
    expect(answer).toMatchObject({
      problem: { code: 'unreachable', detail: expect.stringMatching(/ECONNREFUSED|bad port/) },
    });
  });
});

describe('a request', () => {
  test('names the company, the project and the command in its path, whatever they are', async () => {
    server.script(json(view));
    await client().command('retryExport', { companyId: 'a/b', projectId: '1 2' }, { revision: 1 });
    expect(server.requests).toMatchObject([
      { method: 'POST', path: '/v1/companies/a%2Fb/submissions/1%202/retry-export', body: '{"revision":1}' },
    ]);
  });

  test('carries the token of now: a renewed one is used for the next attempt', async () => {
    const tokens = ['old', 'new'];
    server.script(problem(503, 'busy', atOnce), json(view));
    await client(repeating, () => tokens.shift() ?? '').view(id);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('that changes something has a key of its own', async () => {
    server.script(json(view));
    await client().submit('acme', { projectId: '1042' });
    await client().submit('acme', { projectId: '1042' });
    const [first, second] = server.requests.map(({ key }) => key);
    expect(first).toMatch(/^[\x21-\x7e]{1,200}$/);
    expect(second).not.toBe(first);
  });
});

describe('what passes by itself', () => {
  const failures = [problem(503, 'not_confirmed', atOnce), problem(429, 'rate_limited', atOnce), {}];

  test('is repeated with the same key and the same body, until it is answered', async () => {
    server.script(...failures, json(standing));
    const answer = await client(repeating).command('withdraw', id, { revision: 1, reason: 'Later' });
    expect(answer).toHaveProperty('value');
    expect(server.requests).toHaveLength(4);
    expect(new Set(server.requests.map(({ key }) => key)).size).toBe(1);
    expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
  });

  test('is repeated no more often than agreed', async () => {
    server.script(problem(503, 'temporal_unreachable', atOnce));
    expect(await client(repeating).view(id)).toMatchObject({ problem: { code: 'temporal_unreachable' } });
    expect(server.requests).toHaveLength(4);
  });

  test('is not waited for longer than agreed', async () => {
    server.script(problem(503, 'busy', { 'retry-after': '3600' }));
    expect(await client(repeating).view(id)).toMatchObject({ problem: { code: 'busy', retryAfterSeconds: 3600 } });
    expect(server.requests).toHaveLength(1);
  });

  test('is not repeated where the caller decides, nor once the caller gives up', async () => {
    server.script(problem(503, 'busy', atOnce));
    await client().view(id);
    expect(server.requests).toHaveLength(1);
    const stop = new AbortController();
    server.script(problem(503, 'busy', { 'retry-after': '50' }));
    const answer = client(repeating).view(id, { signal: stop.signal });
    await waitFor('the first attempt', () => server.requests.length === 1);
    stop.abort();
    expect(await answer).toHaveProperty('problem');
    expect(server.requests).toHaveLength(1);
  });

  test('is no refusal and no fault: those are not repeated', async () => {
    for (const refused of [problem(409, 'not_parked', atOnce), problem(500, 'internal', atOnce)]) {
      server.script(refused);
      await client(repeating).command('retrieve', id, { revision: 1 });
      expect(server.requests).toHaveLength(1);
    }
  });

  test('is told from what does not', () => {
    expect(isPassing({ code: 'unreachable', status: 0 })).toBe(true);
    expect(isPassing({ code: 'unreachable', status: 302 })).toBe(false);
    expect(isPassing({ code: 'aborted', status: 0 })).toBe(false);
    expect(isUnreachable({ code: 'temporal_unreachable' })).toBe(true);
    expect(isUncertain({ code: 'not_confirmed' })).toBe(true);
    expect(isUncertain({ code: 'stale_revision' })).toBe(false);
  });
});

describe('pages', () => {
  test('come one after the other, with the same filter, until the last', async () => {
    server.script(list('c1'), list('c2'), list());
    let count = 0;
    for await (const _page of client().pages('acme', { status: 'parked' })) count += 1;
    expect(count).toBe(3);
    expect(server.requests.map(({ path }) => new URL(path, server.url).search)).toEqual([
      '?status=parked',
      '?status=parked&cursor=c1',
      '?status=parked&cursor=c2',
    ]);
  });

  test('end with what the API refuses', async () => {
    server.script(list('c1'), problem(401, 'unauthenticated'));
    const pages = client().pages('acme');
    expect(await pages.next()).toMatchObject({ done: false });
    await expect(pages.next()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('of records follow the link of the API, and never one to somewhere else', async () => {
    const jsonl = { 'content-type': 'application/jsonl; charset=utf-8' };
    const page = (link?: string) => ({ status: 200, body: '{}\n', headers: { ...jsonl, ...defined({ link }) } });
    server.script(
      page('</v1/companies/acme/records?cursor=c>; rel="next"'),
      page('<https://evil.example/v1/x>; rel="next"'),
    );
    const texts: string[] = [];
    for await (const { text } of client().recordPages('acme', { from: '2026-03-01' })) texts.push(text);
    expect(texts).toEqual(['{}\n', '{}\n']);
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/v1/companies/acme/records?from=2026-03-01',
      '/v1/companies/acme/records?cursor=c',
    ]);
  });
});
