/** A project that is left out of a request is fetched from the company's source: a real Procore process. */
import { company, startApi, type ApiServer, type Received } from '../support/api/server';
import { createMemoryGateway } from '../support/api/gateway';
import { signToken } from '../support/api/tokens';
import { integration, project, stages } from '../support/domain/fixtures';
import { sourceAt, sourceSettings, sourcesFor } from '../support/procore/client';
import { procoreCostCodes, procoreProject } from '../support/procore/fixtures';
import { startProcore, type Procore } from '../support/procore/process';
import { emptyWorld, type World } from '../support/procore/world';
import type { Source } from '../../adapters/source/source';

const gateway = createMemoryGateway();
const projectId = String(procoreProject.id);
let procore: Procore;
let source: Source;
let api: ApiServer;
let admin: string;
let otherAdmin: string;

beforeAll(async () => {
  procore = await startProcore();
  const withSource = { source: sourceSettings(procore.url) };
  const shortNames = { ...integration, rules: { ...integration.rules, fields: { name: { maxLength: 5 } } } };
  const companies = [
    company('umbrella', withSource),
    company('terse', { ...withSource, integration: shortNames }),
    company('deaf', {
      ...withSource,
      takesProjects: false,
      notSupported: { message: 'It does not.', remedy: 'Do it there.' },
    }),
  ];
  api = await startApi(gateway, { companies, sources: sourcesFor(() => source) });
  const names = ['umbrella', 'terse', 'deaf', 'acme'];
  admin = await signToken('ada', Object.fromEntries(names.map((name) => [name, { admin: true }])));
  otherAdmin = await signToken('olaf', { umbrella: { admin: ['1042'] } });
});
afterAll(async () => {
  await api.stop();
  await procore.stop();
});

const fresh = (): World => ({
  ...emptyWorld(),
  projects: [procoreProject],
  costCodes: { [projectId]: [...procoreCostCodes] },
});

beforeEach(async () => {
  gateway.clear();
  await procore.change(fresh());
  await procore.act('newWindows');
  await procore.act('forgetCalls');
  source = sourceAt(procore.url);
});

const submit = (json: object = { projectId }, companyId = 'umbrella', token = admin): Promise<Received> =>
  api.send('POST', `/v1/companies/${companyId}/submissions`, { token, json });
const resend = (json: object): Promise<Received> =>
  api.send('POST', `/v1/companies/umbrella/submissions/${projectId}/resend`, { token: admin, json });
const brief = ({ status, json }: Received) => ({ status, code: json['code'] });
const callsMade = async (): Promise<number> => (await procore.calls()).length;
const there = { companyId: 'umbrella', projectId };

describe('a submit without a project', () => {
  test('submits what Procore holds', async () => {
    const received = await submit();
    expect(received).toMatchObject({
      status: 201,
      json: { revision: 1, project: { name: 'Riverside Clinic', number: 'P-1042', costCodes: { length: 2 } } },
    });
    expect(received.headers.location).toBe(`/v1/companies/umbrella/submissions/${projectId}`);
    expect(await callsMade()).toBe(2);
  });

  test('is one line in the log, with the calls made for the company, and no secret', async () => {
    await submit();
    const line = api
      .log()
      .split('\n')
      .findLast((one) => one.includes('source asked'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ ...there, outcome: 'project', sourceCalls: 2 });
    expect(api.log()).not.toContain(emptyWorld().clientSecret);
  });

  test('of a company without a source is 400, and names what is missing', async () => {
    const received = await submit({ projectId }, 'acme');
    expect(brief(received)).toEqual({ status: 400, code: 'malformed' });
    expect(received.json['errors']).toEqual([{ pointer: '/project', code: 'required', message: 'is required' }]);
  });

  test('of a project that Procore does not show is 422 source_not_found', async () => {
    expect(brief(await submit({ projectId: '4711' }))).toEqual({ status: 422, code: 'source_not_found' });
  });

  test('of a project that does not fit is 422, each field in the words of Procore', async () => {
    await procore.change({ projects: [{ ...procoreProject, project_number: null, city: '' }] });
    const received = await submit();
    expect(brief(received)).toEqual({ status: 422, code: 'source_does_not_fit' });
    expect(received.json['errors']).toEqual([
      { pointer: '/number', code: 'required', message: 'project_number in Procore is empty and must be filled in.' },
      { pointer: '/address/city', code: 'required', message: 'city in Procore is empty and must be filled in.' },
    ]);
  });

  test("of a project that breaks the ERP's rules is refused by them", async () => {
    const received = await submit({ projectId }, 'terse');
    expect(brief(received)).toEqual({ status: 422, code: 'project_breaks_rules' });
    expect(received.json['errors']).toMatchObject([{ pointer: '/name' }]);
  });

  test('is 503 with the Retry-After of the limit when that is used up', async () => {
    await procore.change({ hourly: { calls: 1, seconds: 600 } });
    const received = await submit();
    expect(brief(received)).toEqual({ status: 503, code: 'source_unavailable' });
    expect(Number(received.headers['retry-after'])).toBeGreaterThan(590);
  });

  test('is 503 when Procore is slow, and nothing was submitted', async () => {
    await procore.change({ delayMs: 60_000 });
    const received = await submit();
    expect(brief(received)).toEqual({ status: 503, code: 'source_unavailable' });
    expect(Number(received.headers['retry-after'])).toBeGreaterThan(0);
    const view = await api.send('GET', `/v1/companies/umbrella/submissions/${projectId}`, { token: admin });
    expect(view.status).toBe(404);
  });
});

describe('no call is made', () => {
  afterEach(async () => expect(await callsMade()).toBe(0));

  test('for a project that is sent', async () => {
    expect((await submit({ projectId, project })).json).toMatchObject({ project: { name: project.name } });
  });

  test('for a submission that is open already', async () => {
    gateway.put({ ...stages.awaiting_decision, ...there });
    expect(brief(await submit())).toEqual({ status: 409, code: 'already_open' });
  });

  test('for an ERP that takes no projects', async () => {
    expect(brief(await submit({ projectId }, 'deaf'))).toEqual({ status: 409, code: 'integration_takes_no_projects' });
  });

  test('for somebody who is not an admin of the project', async () => {
    expect(brief(await submit({ projectId }, 'umbrella', otherAdmin))).toEqual({
      status: 403,
      code: 'not_permitted',
    });
  });

  test('for a resend that is refused anyway', async () => {
    gateway.put({ ...stages.awaiting_decision, ...there });
    expect(brief(await resend({ revision: 1 }))).toEqual({ status: 409, code: 'not_resendable' });
    gateway.put({ ...stages.rejected, ...there });
    const stale = await resend({ revision: 7 });
    expect(brief(stale)).toEqual({ status: 409, code: 'stale_revision' });
    expect(stale.json['current']).toMatchObject({ revision: 1, status: 'rejected' });
  });
});

describe('a resend without a project', () => {
  test('sends what was corrected in Procore', async () => {
    await submit();
    gateway.put({ ...stages.rejected, ...there });
    await procore.change({ projects: [{ ...procoreProject, name: 'Riverside Health Clinic' }] });
    const received = await resend({ revision: 1, note: 'Renamed.' });
    expect(received).toMatchObject({ status: 200, json: { revision: 2 } });
    expect(gateway.commands).toMatchObject([{ message: { project: { name: 'Riverside Health Clinic' } } }]);
  });

  test('where there is no source sends the last document as it is', async () => {
    gateway.put({ ...stages.rejected, companyId: 'acme', projectId });
    const path = `/v1/companies/acme/submissions/${projectId}/resend`;
    const received = await api.send('POST', path, { token: admin, json: { revision: 1 } });
    expect(received).toMatchObject({ status: 200, json: { revision: 2 } });
    const view = await api.send('GET', `/v1/companies/acme/submissions/${projectId}`, { token: admin });
    expect(view.json).toMatchObject({ revision: 2, project: { name: project.name } });
    expect(await callsMade()).toBe(0);
  });

  test('that cannot be fetched changes nothing', async () => {
    gateway.put({ ...stages.rejected, ...there });
    await procore.change({ failures: [{ status: 500 }] });
    expect(brief(await resend({ revision: 1 }))).toEqual({ status: 503, code: 'source_unavailable' });
    expect(gateway.commands).toEqual([]);
  });
});

test('the integration says that there is a source', async () => {
  const of = async (companyId: string) =>
    (await api.send('GET', `/v1/companies/${companyId}/integration`, { token: admin })).json['source'];
  expect([await of('umbrella'), await of('acme')]).toEqual(['procore', undefined]);
});
