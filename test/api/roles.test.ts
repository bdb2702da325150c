/** Who may do what, written out from the contract and held against every route. */
import { createMemoryGateway } from '../support/api/gateway';
import { arrange, type OperationName, inputFor, pathFor, securedOperations } from '../support/api/requests';
import { startApi } from '../support/api/server';
import { type Grant, signToken } from '../support/api/tokens';
import { stages } from '../support/domain/fixtures';
import { useStarted } from '../support/use-started';

/** The roles that may, as the contract names them. */
const mayDo: Readonly<Record<OperationName, string>> = {
  submit: 'admin',
  list: 'admin approver operator viewer',
  counts: 'admin approver operator viewer',
  exportHealth: 'admin approver operator viewer',
  view: 'admin approver operator viewer',
  record: 'operator viewer',
  records: 'operator viewer',
  accept: 'approver',
  reject: 'approver',
  resend: 'admin',
  retrieve: 'admin',
  withdraw: 'admin',
  retryExport: 'approver operator',
  settle: 'operator',
  preflight: 'admin approver',
  comment: 'admin approver operator',
  exportNow: 'operator',
  validate: 'admin approver',
  integration: 'admin approver operator viewer',
  events: 'admin approver operator viewer',
};

/** People by what their token grants in the company, and the role that it amounts to for project 1042. */
const people: readonly { who: string; grant: Grant; is: string }[] = [
  { who: 'a project admin of all projects', grant: { admin: true }, is: 'admin' },
  { who: 'a project admin of this project', grant: { admin: ['1042'] }, is: 'admin' },
  { who: 'an approver', grant: { approver: true }, is: 'approver' },
  { who: 'an operator', grant: { operator: true }, is: 'operator' },
  { who: 'a viewer', grant: { viewer: true }, is: 'viewer' },
  {
    who: 'a viewer who is admin of another project',
    grant: { viewer: true, admin: ['7'] },
    is: 'viewer and admin elsewhere',
  },
  { who: 'a project admin of another project', grant: { admin: ['7'] }, is: 'stranger' },
  { who: 'a project admin of no project', grant: { admin: [] }, is: 'stranger' },
  { who: 'somebody without a role', grant: {}, is: 'nobody' },
  { who: 'somebody whose roles are switched off', grant: { admin: false, approver: false }, is: 'nobody' },
];

const gateway = createMemoryGateway();

const api = useStarted(() => startApi(gateway));
beforeEach(() => gateway.clear());

const operations = securedOperations.map((operation) => [operation.id as OperationName, operation] as const);

/** What an admin may in the company, whatever the project. */
const ofAnyAdmin = (id: OperationName): boolean => id !== 'submit' && mayDo[id].includes('admin');

/** A stranger is an admin in the company, but nothing of this project exists for him. */
function expectedStatus(id: OperationName, is: string, path: string, success: number): number {
  if (is === 'nobody') return 404;
  if (is === 'viewer and admin elsewhere' && id === 'validate') return success;
  if (is === 'viewer and admin elsewhere') return mayDo[id].includes('viewer') ? success : 403;
  if (is === 'stranger') return path.includes('{projectId}') ? 404 : ofAnyAdmin(id) ? success : 403;
  return mayDo[id].split(' ').includes(is) ? success : 403;
}

describe.each(people)('$who', ({ who, grant, is }) => {
  test.each(operations)('%s', async (id, operation) => {
    arrange(gateway, operation);
    const token = await signToken(who, { acme: grant });
    const sent = { token, ...inputFor(operation) };
    const { status } = await api.send(operation.method.toUpperCase(), pathFor(operation), sent);
    expect(status).toBe(expectedStatus(id, is, operation.path, operation.answer.status));
  });
});

describe('another company', () => {
  test.each(operations)('%s is 404, whatever the token grants elsewhere', async (_, operation) => {
    arrange(gateway, operation, 'initech');
    const everything = { admin: true, approver: true, operator: true, viewer: true };
    const token = await signToken('ada', { acme: everything });
    const sent = { token, ...inputFor(operation) };
    const { status, json } = await api.send(operation.method.toUpperCase(), pathFor(operation, 'initech'), sent);
    expect({ status, code: json['code'] }).toEqual({ status: 404, code: 'not_found' });
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'the company %s is not found in a token that does not name it',
    async (company) => {
      const token = await signToken('ada', { acme: { viewer: true } });
      const { status } = await api.send('GET', `/v1/companies/${company}/integration`, { token });
      expect(status).toBe(404);
    },
  );

  test('a company that the token names and nobody configured is 404', async () => {
    const token = await signToken('ada', { ghost: { viewer: true } });
    expect((await api.send('GET', '/v1/companies/ghost/integration', { token })).status).toBe(404);
  });
});

describe('a role counts only as it is written in the contract', () => {
  test.each([
    ...['admin', 'approver', 'operator', 'viewer'].flatMap((role): [string, unknown][] => [
      [`${role}: "true"`, { [role]: 'true' }],
      [`${role}: 1`, { [role]: 1 }],
    ]),
    ['admin: "1042"', { admin: '1042' }],
    ['admin: {"1042": true}', { admin: { '1042': true } }],
    ['a list of roles', ['viewer']],
    ['a text', 'viewer'],
    ['null', null],
    ['true', true],
  ])('%s grants nothing', async (_, grant) => {
    const token = await signToken('ada', { acme: grant });
    expect((await api.send('GET', '/v1/companies/acme/integration', { token })).status).toBe(404);
  });

  test.each([
    ['nothing', undefined],
    ['a list', ['acme']],
    ['a text', 'acme'],
    ['null', null],
  ])('a claim that is %s names no company', async (_, companies) => {
    const token = await signToken('ada', companies);
    expect((await api.send('GET', '/v1/companies/acme/integration', { token })).status).toBe(404);
  });
});

describe('lists', () => {
  const idsFor = async (grant: Grant, query = ''): Promise<unknown> => {
    const token = await signToken('ada', { acme: grant });
    const { json } = await api.send('GET', `/v1/companies/acme/submissions${query}`, { token });
    return (json['items'] as { projectId: string }[] | undefined)?.map(({ projectId }) => projectId);
  };
  beforeEach(() => {
    for (const projectId of ['1042', '1043', '7']) gateway.put({ ...stages.awaiting_decision, projectId });
  });

  test('show a project admin with a list those projects only', async () => {
    expect(await idsFor({ admin: ['1042', '7'] })).toEqual(['1042', '7']);
    expect(await idsFor({ admin: [] })).toEqual([]);
  });

  test('show everything to everybody else', async () => {
    for (const grant of [{ admin: true }, { viewer: true }, { admin: ['7'], operator: true }]) {
      expect(await idsFor(grant)).toEqual(['1042', '1043', '7']);
    }
  });

  test('that are sorted or filtered by the index show a project admin those projects only as well', async () => {
    const grant = { admin: ['1042', '7'] };
    const query = '?status=awaiting_decision&sort=waiting';
    expect(await idsFor(grant, query)).toEqual(['1042', '7']);
    expect(await idsFor(grant, '?status=awaiting_decision&why=new')).toEqual(['1042', '7']);
    expect(await idsFor({ admin: [] }, query)).toEqual([]);
  });

  test('are found by the beginning of the project id', async () => {
    expect(await idsFor({ viewer: true }, '?q=104')).toEqual(['1042', '1043']);
  });

  test('count what they show', async () => {
    const token = await signToken('ada', { acme: { admin: ['7'] } });
    const { json } = await api.send('GET', '/v1/companies/acme/submission-counts', { token });
    expect(json).toMatchObject({ awaiting_decision: 1, exported: 0, terminated: 0 });
  });
});

describe('retry of an export', () => {
  const retry = async (grant: Grant, job: object): Promise<number> => {
    const token = await signToken('olga', { acme: grant });
    const path = '/v1/companies/acme/submissions/1042/retry-export';
    return (await api.send('POST', path, { token, json: { revision: 1, job } })).status;
  };
  beforeEach(() => gateway.put(stages.parked));

  test.each([{ number: '24-018' }, { fields: { site: 'Columbus' } }])(
    'takes an approver for what differs from what was accepted: %j',
    async (job) => {
      const allowed = 'number' in job ? 200 : 422;
      expect(await retry({ operator: true, admin: true }, job)).toBe(403);
      expect(await retry({ approver: true }, job)).toBe(allowed);
    },
  );

  test('lets an operator repeat the number that is there', async () => {
    expect(await retry({ operator: true }, { number: '24-017' })).toBe(200);
  });

  test('goes to the workflow with the roles of the caller for this project', async () => {
    const roles = async (grant: Grant): Promise<unknown> => {
      gateway.put(stages.parked);
      await retry(grant, {});
      return gateway.commands.at(-1)?.message.actor.roles;
    };
    expect(await roles({ operator: true, approver: true, admin: ['7'] })).toEqual(['approver', 'operator']);
    expect(await roles({ operator: true, admin: ['1042'] })).toEqual(['admin', 'operator']);
  });
});
