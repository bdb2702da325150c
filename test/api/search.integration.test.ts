/** The search of a list on a real server: in the index of what is open, and in visibility for all else. */
import { startStage, submissions } from '../support/api/temporal';
import { company, type Received } from '../support/api/server';
import { signToken } from '../support/api/tokens';
import { policy, project } from '../support/domain/fixtures';
import { waitFor } from '../../dev/processes/wait-for';
import { useStarted } from '../support/use-started';

const acme = company('acme', { policy: { ...policy, searchNames: true } });
const stage = useStarted(() => startStage([], { companies: [acme, company('initech')] }));

const projects = [
  { id: 'Pier-1', number: 'H-100/7', name: 'Harbour Street 12' },
  { id: 'pier-2', number: 'h-200', name: 'Street of the harbour' },
  { id: 'other', number: 'X_1"%', name: "O'Hara\\Smith" },
  { id: 'xylo', number: 'XA1', name: 'Hospital' },
  { id: 'North-Wing-3', number: 'which? :n $1', name: 'North wing' },
];

const toIds = ({ status, json }: Received): string[] => {
  expect(status).toBe(200);
  return (json['items'] as { projectId: string }[]).map(({ projectId }) => projectId).sort();
};
const find = async (query: string) => toIds(await stage.get('viewer', `${submissions}?${query}`));

const searches: readonly (readonly [string, readonly string[]])[] = [
  ['Pier-1', ['Pier-1']],
  ['H-100/', ['Pier-1']],
  ['h\u2013200', ['pier-2']],
  ['H-', ['Pier-1', 'pier-2']],
  ['X_', ['other']],
  ['x_1"', ['other']],
  ['X_1"%', ['other']],
  ['street HARBOUR', ['Pier-1', 'pier-2']],
  ['harbour 12', ['Pier-1']],
  ['harb', []],
  ["o'hara", ['other']],
  ['\\', []],
  ['100', []],
  ['which? :N', ['North-Wing-3']],
  ['?', []],
  ['north-wing', ['North-Wing-3']],
  ['NORTH-w', ['North-Wing-3']],
];

/** Closed submissions are in no index. */
test.each(['withdrawn', 'awaiting_decision'])('finds what is %s by id, numbers and words', async (status) => {
  for (const { id, ...named } of projects) {
    const submitted = await stage.post('admin', submissions, { projectId: id, project: { ...project, ...named } });
    expect(submitted.status).toBe(201);
    if (status !== 'withdrawn') continue;
    const body = { revision: submitted.json['revision'], reason: 'Not built.' };
    expect((await stage.post('admin', `${submissions}/${id}/withdraw`, body)).status).toBe(200);
  }
  await waitFor('all rows', async () => (await find(`status=${status}`)).length === projects.length);
  const found = new Map<string, readonly string[]>();
  for (const [text] of searches) {
    found.set(text, await find(`status=${status}&q=${encodeURIComponent(text)}`));
  }
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(searches));
});

test('finds a job number once it is accepted, and no words where the company stores none', async () => {
  const path = '/v1/companies/initech/submissions';
  const tokens = {
    admin: await signToken('ada', { initech: { admin: true } }),
    approver: await signToken('bo', { initech: { approver: true } }),
  };
  const send = (by: keyof typeof tokens, at: string, body: object) =>
    stage.api.send('POST', `${path}${at}`, { token: tokens[by], json: body });
  const list = (query: string) => stage.api.send('GET', `${path}?${query}`, { token: tokens.approver });
  await send('admin', '', { projectId: 'depot', project: { ...project, number: 'D-1', name: 'Depot North' } });
  await waitFor('the row', async () => toIds(await list('q=D-1')).length === 1);
  expect(toIds(await list('q=depot%20north'))).toEqual([]);
  expect(toIds(await list('q=north&status=awaiting_decision'))).toEqual([]);
  expect((await send('approver', '/depot/accept', { revision: 1, job: { number: '09-123' } })).status).toBe(200);
  const found = await waitFor('the row by its job', async () => {
    const listed = await list('q=09-1');
    return toIds(listed).length === 1 && listed;
  });
  const job = { number: '09-123' };
  const { currency } = project;
  expect(found.json['items']).toMatchObject([
    { projectId: 'depot', number: 'D-1', currency, job, sentBy: { id: 'ada' } },
  ]);
});
