/** Another submission with the same number or name: a warning where a decision is made, and never in its way. */
import { createFindAlike } from '../../api/alike';
import { Problem } from '../../api/problems';
import type { Submissions } from '../../api/gateway/gateway';
import type { ShownCheck } from '../../workflows/contract/view';
import { initialState } from '../../workflows/domain/submission';
import { createMemoryGateway } from '../support/api/gateway';
import { company, startApi, type Received } from '../support/api/server';
import { type Grant, signToken } from '../support/api/tokens';
import { policy, play, project, stages, submitted } from '../support/domain/fixtures';
import { useStarted } from '../support/use-started';

const gateway = createMemoryGateway();
let isBroken = false;
const submissions: Submissions = {
  ...gateway,
  list: (request) =>
    isBroken && request.filter.alike ? Promise.reject(new Error('no visibility')) : gateway.list(request),
};
const searching = company('hooli', { policy: { ...policy, searchNames: true } });
const api = useStarted(() => startApi(submissions, { companies: [searching] }));
beforeEach(() => {
  gateway.clear();
  isBroken = false;
});

const put = (projectId: string, changes: Partial<typeof project> = {}, companyId = 'acme') => {
  const state = initialState(submitted({ companyId, projectId, project: { ...project, ...changes } }));
  gateway.put(state);
  return state;
};

async function read(projectId: string, grant: Grant = { approver: true }, more: { etag?: string; in?: string } = {}) {
  const id = more.in ?? 'acme';
  const token = await signToken('tess', { [id]: grant });
  const headers = more.etag === undefined ? {} : { 'if-none-match': more.etag };
  return api.send('GET', `/v1/companies/${id}/submissions/${projectId}`, { token, headers });
}
async function validate(json: object, grant: Grant = { admin: true }, id = 'acme'): Promise<Received> {
  return api.send('POST', `/v1/companies/${id}/validate`, { token: await signToken('ada', { [id]: grant }), json });
}
const alikeIn = ({ json }: Received): ShownCheck[] =>
  (json['checks'] as ShownCheck[]).filter(({ source }) => source === 'submissions');

const warned = { code: 'same_number', severity: 'warning', pointer: '/number', source: 'submissions' };

describe('the same number', () => {
  test('is told while a submission waits, with the newest of those that have it', async () => {
    put('1', { number: 'p\u2013 1042' });
    put('2', { number: 'P-  1042' });
    const [found, ...more] = alikeIn(await read('1'));
    expect(found).toMatchObject({
      ...warned,
      projectId: '2',
      message: expect.stringContaining('Project 2 is open') as string,
    });
    expect(more).toEqual([]);
    put('3', { number: 'P- 1042' });
    expect(alikeIn(await read('1'))[0]?.message).toContain('and others too');
    put('4', { number: 'P-1042' });
    expect(alikeIn(await read('4'))).toEqual([]);
  });

  test('of an exported project counts, of a withdrawn one or of another company it does not', async () => {
    put('1');
    gateway.put(play(put('2'), { command: { type: 'withdraw', reason: 'No' } }));
    put('3', {}, 'initech');
    expect(alikeIn(await read('1'))).toEqual([]);
    gateway.put({ ...stages.exported, projectId: '4' });
    expect(alikeIn(await read('1'))[0]).toMatchObject({
      projectId: '4',
      message: expect.stringContaining('exported') as string,
    });
  });

  test('says which other one only to who may read it', async () => {
    put('1');
    put('secret');
    const own = await read('1', { admin: ['1'] });
    expect(alikeIn(own)).toEqual([{ ...warned, message: expect.stringMatching(/^Another project/) as string }]);
    expect(own.text).not.toContain('secret');
    expect(alikeIn(await read('1', { admin: ['1', 'secret'] }))[0]).toMatchObject({ projectId: 'secret' });
    const dryRun = await validate({ project, projectId: '1' }, { admin: ['1'] });
    expect(alikeIn(dryRun)).toHaveLength(1);
    expect(dryRun.text).not.toContain('secret');
  });

  test('is told of nothing that does not wait', async () => {
    put('1');
    gateway.put({ ...stages.rejected, projectId: '2' });
    expect(alikeIn(await read('2'))).toEqual([]);
  });

  test('makes it another view: who holds the one before is sent it', async () => {
    put('1');
    const before = await read('1');
    const etag = String(before.headers.etag);
    expect((await read('1', { approver: true }, { etag })).status).toBe(304);
    put('2');
    const after = await read('1', { approver: true }, { etag });
    expect([after.status, alikeIn(after)]).toMatchObject([200, [warned]]);
  });

  test('is told by a dry run, where the own submission is none of the others', async () => {
    put('1');
    expect(alikeIn(await validate({ project }))[0]).toMatchObject({ ...warned, projectId: '1' });
    expect(alikeIn(await validate({ project, projectId: '1' }))).toEqual([]);
    expect(await validate({ project, projectId: 'no id' })).toMatchObject({ status: 400, json: { code: 'malformed' } });
  });

  test('is not told where it cannot be looked for: the view is shown, and the log says it once', async () => {
    put('1');
    put('2');
    isBroken = true;
    expect((await read('1')).status).toBe(200);
    expect(alikeIn(await read('1'))).toEqual([]);
    expect((await validate({ project })).status).toBe(200);
    expect(api.log().match(/cannot look for submissions with the same number/g)).toHaveLength(1);
    isBroken = false;
    expect(alikeIn(await read('1'))).toHaveLength(1);
  });
});

describe('the same name', () => {
  test('is told where the company has its names searched', async () => {
    put('1', { number: 'A' }, 'hooli');
    put('3', { number: 'C', name: 'Riverside Clinic, Phase 2' }, 'hooli');
    put('2', { number: 'B', name: 'RIVERSIDE  Clinic' }, 'hooli');
    expect(alikeIn(await read('1', { viewer: true }, { in: 'hooli' }))).toMatchObject([
      { code: 'same_name', pointer: '/name', projectId: '2' },
    ]);
    expect(alikeIn(await read('3', { viewer: true }, { in: 'hooli' }))).toEqual([]);
    expect(alikeIn(await validate({ project }, { admin: true }, 'hooli'))).toMatchObject([{ code: 'same_name' }]);
  });

  test('is not looked for elsewhere', async () => {
    put('1', { number: 'A' });
    put('2', { number: 'B' });
    expect(alikeIn(await read('1'))).toEqual([]);
  });
});

test('a name without a word is not looked for, and each question is bounded', async () => {
  const asked: unknown[] = [];
  const listing: Submissions = {
    ...gateway,
    list: (request) => {
      asked.push(request);
      return Promise.reject(new Problem('busy', 'Later.'));
    },
  };
  const find = createFindAlike(listing, { warn: () => undefined } as never);
  const hooli = company('hooli', { policy: { ...policy, searchNames: true } });
  const context = { company: hooli, grants: { admin: true, approver: false, operator: false, viewer: false } };
  expect(await find(context, { number: 'A', name: '\u{1f3d7}' }, '1')).toEqual([]);
  expect(asked).toEqual([
    { filter: { companyId: 'hooli', alike: { number: 'a', besides: '1' } }, limit: 3, withinMs: 500 },
  ]);
  const words = Array.from({ length: 40 }, (_, index) => `w${index}`);
  await find(context, { number: 'A', name: words.join(' ') }, undefined);
  expect(asked[2]).toMatchObject({ filter: { alike: { words: words.slice(0, 10) } }, limit: 20 });
});
