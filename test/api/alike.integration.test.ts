/** Numbers and names in the visibility of a real Temporal server: the API warns by them, ops search by them. */
import type { ShownCheck } from '../../workflows/contract/view';
import { company, type Received } from '../support/api/server';
import { startStage, submissions } from '../support/api/temporal';
import { signToken } from '../support/api/tokens';
import { policy, project } from '../support/domain/fixtures';
import { waitFor } from '../../dev/processes/wait-for';
import { useStarted } from '../support/use-started';
import { defined } from '../../workflows/contract/defined';

const acme = company('acme', { policy: { ...policy, searchNames: true } });
const stage = useStarted(() => startStage([], { companies: [acme, company('initech')] }));

const submit = (projectId: string, changes: object = {}): Promise<Received> =>
  stage.post('admin', submissions, { projectId, project: { ...project, ...changes } });
const alikeIn = ({ json }: Received): ShownCheck[] =>
  ((json['checks'] ?? []) as ShownCheck[]).filter(({ source }) => source === 'submissions');
const readAlike = async (projectId: string) => alikeIn(await stage.get('approver', `${submissions}/${projectId}`));
/** The first answer that has so many: where the look takes too long, the view comes without. */
const untilAlike = (projectId: string, count = 1) =>
  waitFor('another is found', async () => {
    const found = await readAlike(projectId);
    return found.length >= count && found;
  });
const list = (query: string): Promise<string> => stage.temporal('workflow', 'list', '--query', query);

test('eight projects with one number and one name are each told of another, and only who may read it, of which', async () => {
  const ids = ['1', '2', '3', '4', '5', '6', '7', '8'].map((digit) => `twin-${digit}`);
  for (const id of ids) await submit(id, { number: 'T-1', name: 'Harbour Street 12' });
  await waitFor('all are found', async () => (await list("ProjectNumber = 't-1'")).includes('twin-8'));
  for (const id of ids) {
    const found = await untilAlike(id, 2);
    expect(found.map(({ code }) => code)).toEqual(['same_number', 'same_name']);
    for (const { projectId, message } of found) {
      expect(ids.filter((other) => other !== id)).toContain(projectId);
      expect(message).toContain('and others too');
    }
  }
  const token = await signToken('ada', { acme: { admin: ['twin-1'] } });
  const { text, json } = await waitFor('both are told', async () => {
    const read = await stage.api.send('GET', `${submissions}/twin-1`, { token });
    return alikeIn(read).length === 2 && read;
  });
  expect(json['checks']).toMatchObject([{ code: 'same_number' }, { code: 'same_name' }]);
  expect(text).not.toMatch(/twin-[2-8]/);
});

test('a dry run says it before anything is submitted, and the own submission is no other one', async () => {
  await submit('dry', { number: 'D-1', name: 'Dry dock' });
  const validate = (json: object) => stage.post('admin', '/v1/companies/acme/validate', json);
  const body = { project: { ...project, number: 'd\u20131', name: 'Dry dock two' } };
  const found = await waitFor('it is found', async () => {
    const checks = alikeIn(await validate(body));
    return checks.length > 0 && checks;
  });
  expect(found).toMatchObject([{ code: 'same_number', projectId: 'dry' }]);
  expect(alikeIn(await validate({ ...body, projectId: 'dry' }))).toEqual([]);
});

test.each([
  ['quote', "O'Brien's 5"],
  ['quotes', "''"],
  ['inches', '12" pipe'],
  ['backslash', 'A\\B\\'],
  ['wildcards', '50%_*?'],
  ['sql', "x') OR 1=1 --"],
  ['signs', '!#$%&()*+,-./:;<=>@[]^_`{|}~? :a $1 ?2'],
  ['letters', '\u68df GR\u00d6\u00dfE \u0416'],
  ['longest', '\ufdfa'.repeat(200)],
])('a number with %s is found', async (id, number) => {
  await submit(`${id}-1`, { number, name: `One ${id}` });
  await submit(`${id}-2`, { number, name: `Two ${id}` });
  expect(await untilAlike(`${id}-1`)).toMatchObject([{ code: 'same_number', projectId: `${id}-2` }]);
});

test.each([
  ['hindi', '\u0928\u0926\u0940 \u0915\u093f\u0928\u093e\u0930\u093e'],
  ['hebrew', '\u05de\u05d2\u05d3\u05dc \u05d4\u05d9\u05dd'],
  ['chinese', '\u6cb3\u5cb8\u8bca\u6240'],
  ['accents', 'Caf\u00e9 O\u2019Brien & S\u00f6hne \u{1f3d7}\ufe0f'],
  ['reserved', 'AND OR NOT NEAR'],
])('a name in %s is found', async (id, name) => {
  await submit(`${id}-1`, { number: `${id} 1`, name });
  await submit(`${id}-2`, { number: `${id} 2`, name: ` ${name.toUpperCase()} ` });
  expect(await untilAlike(`${id}-1`)).toMatchObject([{ code: 'same_name', projectId: `${id}-2` }]);
});

test('ops find a job by its number from the accept on, exported too, and no longer when the job goes', async () => {
  const decide = (id: string, command: string, json: object) =>
    stage.post('approver', `${submissions}/${id}/${command}`, { revision: 1, ...json });
  await submit('booked', { number: 'B-1', name: 'Booked' });
  await decide('booked', 'accept', { job: { number: '24-501' } });
  await stage.until('booked', 'exported');
  await waitFor('by job', async () => (await list('JobNumber="24-501"')).includes('submission:acme:booked'));
  await submit('again', { number: 'b-1', name: 'Not booked' });
  expect((await untilAlike('again'))[0]).toMatchObject({
    projectId: 'booked',
    message: expect.stringMatching(/exported/) as string,
  });

  stage.erp.failNext('export', { kind: 'number_taken' });
  await submit('taken', { number: 'B-2', name: 'Taken' });
  await decide('taken', 'accept', { job: { number: '24-502' } });
  await stage.until('taken', 'parked');
  await waitFor('by job', async () => (await list('JobNumber="24-502"')).includes('submission:acme:taken'));
  await decide('taken', 'reject', { reason: 'The number is taken' });
  await waitFor('unset', async () => !(await list('JobNumber="24-502"')).includes('submission:acme:taken'));
});

test('without the policy no name is searchable, and none is told of', async () => {
  const path = '/v1/companies/initech/submissions';
  const token = await signToken('ada', { initech: { admin: true } });
  const send = (method: string, to: string, json?: object) =>
    stage.api.send(method, to, { token, ...defined({ json }) });
  for (const id of ['one', 'two']) {
    await send('POST', path, { projectId: id, project: { ...project, number: id, name: 'Plain name' } });
  }
  await waitFor('both', async () => (await list("CompanyId = 'initech' AND ProjectNumber = 'two'")).includes('two'));
  expect(alikeIn(await send('GET', `${path}/one`))).toEqual([]);
  expect(await list("ProjectName = 'plain'")).not.toContain('initech');
});
