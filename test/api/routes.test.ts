/** Every route, with everything it can answer; all from the route table. */
import { commonProblems, operations, type Operation } from '../../api/description/operations';
import { problemKinds } from '../../api/problem-kinds';
import { Problem } from '../../api/problems';
import type { RefusalCode, Role } from '../../workflows/contract/codes';
import { commandNames, commandTable } from '../../workflows/contract/command-table';
import { createMemoryGateway } from '../support/api/gateway';
import { arrange, goodRequestFor, inputFor, pathFor, securedOperations } from '../support/api/requests';
import { startApi, type Received, type Sent } from '../support/api/server';
import { table } from '../support/domain/table';
import { signToken } from '../support/api/tokens';
import { project, stages } from '../support/domain/fixtures';
import { useStarted } from '../support/use-started';

const roles = ['admin', 'approver', 'operator', 'viewer'] as const;

const gateway = createMemoryGateway();
const api = useStarted(() => startApi(gateway));
const slow = useStarted(() => startApi(gateway, { rate: { perSecond: 0.1, burst: 1 } }));
let tokens: Record<Role, string>;

beforeAll(async () => {
  const grant = (role: Role) => ({ acme: { [role]: true }, globex: { [role]: true }, initech: { [role]: true } });
  const signed = await Promise.all(roles.map(async (role) => [role, await signToken(role, grant(role))] as const));
  tokens = Object.fromEntries(signed) as Record<Role, string>;
});

beforeEach(() => gateway.clear());

const ask = (operation: Operation, sent: Sent = {}, companyId = 'acme', projectId = '1042'): Promise<Received> => {
  const { role } = goodRequestFor(operation);
  const path = pathFor(operation, companyId, projectId);
  return api.send(operation.method.toUpperCase(), path, { token: tokens[role], ...inputFor(operation), ...sent });
};

function expectProblem(received: Received, operation: Operation, code: keyof typeof problemKinds): void {
  const { status, title } = problemKinds[code];
  expect({ status: received.status, code: received.json['code'] }).toEqual({ status, code });
  expect(received.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(received.headers['cache-control']).toBe('no-store');
  expect(received.json).toMatchObject({ type: `/docs#problem-${code}`, title, status });
  expect(received.json['requestId']).toBe(received.headers['x-request-id']);
  expect(received.json['detail']).toMatch(/\S/);
  expect([...operation.problems, ...commonProblems(operation)]).toContain(code);
}

const all = securedOperations.map((operation) => [operation.id, operation] as const);
const posts = all.filter(([, { method }]) => method === 'post');
const ofProject = all.filter(([, { path }]) => path.includes('{projectId}'));
/** The stream of events answers at once, and looks for changes afterwards. */
const atGateway = all.filter(([id]) => !['validate', 'integration', 'events'].includes(id));

describe.each(all)('%s', (_, operation) => {
  test('answers as described for a person with the role', async () => {
    arrange(gateway, operation);
    const received = await ask(operation);
    expect(received.status).toBe(operation.answer.status);
    const { contentType = 'application/json', schema } = operation.answer;
    expect(received.headers['content-type']).toBe(`${contentType}; charset=utf-8`);
    expect(received.headers['cache-control']).toBe('no-store');
    expect(schema?.parse(received.json) ?? contentType).toBeTruthy();
  });

  test('is 401 without a token, and says how to identify', async () => {
    const received = await api.send(operation.method.toUpperCase(), pathFor(operation), inputFor(operation));
    expectProblem(received, operation, 'unauthenticated');
    expect(received.headers['www-authenticate']).toMatch(/^Bearer /);
  });

  test('is 404 for a company that the token does not name', async () => {
    arrange(gateway, operation, 'other');
    expectProblem(await ask(operation, {}, 'other'), operation, 'not_found');
  });

  test('is 429 with Retry-After when the token is used too often', async () => {
    const token = await signToken(`impatient-${operation.id}`, { acme: { [goodRequestFor(operation).role]: true } });
    const send = (): Promise<Received> =>
      slow.send(operation.method.toUpperCase(), pathFor(operation), { token, ...inputFor(operation) });
    await send();
    const received = await send();
    expectProblem(received, operation, 'rate_limited');
    expect(Number(received.headers['retry-after'])).toBeGreaterThan(1);
  });

  test('is 405 with Allow for another method', async () => {
    const received = await api.send('DELETE', pathFor(operation), { token: tokens.admin });
    expect(received.status).toBe(405);
    expect(received.json['code']).toBe('method_not_allowed');
    expect(received.headers.allow?.split(', ')).toContain(operation.method.toUpperCase());
  });
});

describe.each(atGateway)('%s', (_, operation) => {
  test.each(['temporal_unreachable', 'busy'] as const)(
    'is 503 with Retry-After when Temporal says %s',
    async (code) => {
      gateway.failWith(new Problem(code, 'Not now.'));
      const received = await ask(operation);
      expectProblem(received, operation, code);
      expect(Number(received.headers['retry-after'])).toBeGreaterThan(0);
    },
  );

  test('hides an unexpected error and logs it under the request id', async () => {
    gateway.failWith(new Error('the secret inside'));
    const received = await ask(operation, { headers: { 'X-Request-Id': 'request-7' } });
    expectProblem(received, operation, 'internal');
    expect(received.text).not.toMatch(/secret inside|at .*\.ts|node_modules/);
    expect(api.log()).toMatch(/"err":.*the secret inside.*"requestId":"request-7"/);
  });
});

describe.each(ofProject)('%s', (id, operation) => {
  test('is 404 for a submission that does not exist', async () => {
    expectProblem(await ask(operation, {}, 'acme', 'nobody'), operation, 'not_found');
  });

  test.each(['', '-x', 'a'.repeat(65), 'a b', 'ä', '..%2F..', 'a%2Fb', '%00', "1'042", '%zz'])(
    `is 404 for ${id} of a project that can have no such id: %j`,
    async (projectId) => {
      const received = await ask(operation, {}, 'acme', encodeURI(decodeURIComponentSafe(projectId)));
      expect(received.status).toBe(404);
      expect(received.json['code']).toBe('not_found');
    },
  );
});

/** Percent signs that are meant stay as they are. */
function decodeURIComponentSafe(text: string): string {
  return text.includes('%') ? text.replaceAll('%25', '%') : text;
}

describe.each(posts)('%s', (_, operation) => {
  test('is 400 for a body that is no JSON', async () => {
    expectProblem(await ask(operation, { body: '{"revision": 1,' }), operation, 'malformed');
  });

  test('is 400 for an unknown field, named by pointer', async () => {
    const json = { ...goodRequestFor(operation).json, status: 'exported' };
    const received = await ask(operation, { json });
    expectProblem(received, operation, 'malformed');
    expect(received.json['errors']).toEqual([
      { pointer: '/status', code: 'unknown_field', message: 'is an unknown field' },
    ]);
  });

  for (const field of Object.keys(goodRequestFor(operation).json ?? {})) {
    test(`names the field ${field} where it is missing`, async () => {
      const { [field]: _left, ...json } = goodRequestFor(operation).json ?? {};
      const received = await ask(operation, { json });
      const isOptional =
        field === 'isQuestion' ||
        (['note', 'project', 'number'].includes(field) &&
          ['resend', 'retryExport', 'preflight'].includes(operation.id));
      expect(received.status).toBe(isOptional ? 404 : 400);
      const required = [{ pointer: `/${field}`, code: 'required', message: 'is required' }];
      expect(received.json['errors']).toEqual(isOptional ? undefined : required);
    });
  }

  test('is 413 for a body over 1 MiB', async () => {
    const body = JSON.stringify({ ...goodRequestFor(operation).json, padding: 'x'.repeat(1024 * 1024) });
    expectProblem(await ask(operation, { body }), operation, 'body_too_large');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', ''])(
    'is 415 for content type %j',
    async (type) => {
      const received = await ask(operation, { headers: { 'content-type': type } });
      expectProblem(received, operation, 'unsupported_media_type');
    },
  );

  test.each(['', ' ', 'two words', 'ü', 'x'.repeat(201)])('is 400 for the Idempotency-Key %j', async (key) => {
    const received = await ask(operation, { headers: { 'Idempotency-Key': Buffer.from(key).toString('latin1') } });
    expectProblem(received, operation, 'malformed');
  });
});

describe('a state that does not allow it', () => {
  const commands = posts.filter(([id]) => Object.hasOwn(commandTable, id));

  test.each(commands)('%s on another revision is 409 and tells where it stands', async (_, operation) => {
    arrange(gateway, operation);
    const received = await ask(operation, { json: { ...goodRequestFor(operation).json, revision: 2 } });
    expectProblem(received, operation, 'stale_revision');
    expect(received.json['current']).toMatchObject({ revision: 1, by: { id: expect.any(String) as string } });
  });

  test.each(commands)('%s on a closed submission is 409 and names who closed it and when', async (_, operation) => {
    gateway.put(stages.withdrawn);
    const received = await ask(operation);
    expectProblem(received, operation, 'already_closed');
    const last = stages.withdrawn.timeline.entries.at(-1);
    expect(received.json['current']).toEqual({ revision: 1, status: 'withdrawn', by: last?.actor, at: last?.at });
  });

  const illegal = commandNames.filter((id) => !table.exporting[id].includes('→'));
  test.each(illegal)('%s while the export runs is 409', async (id) => {
    gateway.put(stages.exporting);
    expectProblem(await ask(operations[id]), operations[id], table.exporting[id] as RefusalCode);
  });

  test.each(['reject', 'withdraw'] as const)('%s is 409 while the ERP may hold the record', async (id) => {
    gateway.put(stages['parked, outcome unknown']);
    expectProblem(await ask(operations[id]), operations[id], 'outcome_unknown');
  });

  test('a second submit of an open project is 409', async () => {
    await ask(operations.submit);
    expectProblem(await ask(operations.submit), operations.submit, 'already_open');
  });

  test.each([
    [operations.submit, stages.rejected],
    [operations.resend, stages.rejected],
    [operations.retryExport, stages.parked],
  ])('$id for an ERP that takes no projects is 409 and says what to do', async (operation, stage) => {
    gateway.put({ ...stage, companyId: 'globex' });
    const received = await ask(operation, {}, 'globex');
    expectProblem(received, operation, 'integration_takes_no_projects');
    expect(received.json['detail']).toBe('Globex books by hand. Import the job there.');
  });
});

describe("the ERP's rules", () => {
  const findings = [
    { pointer: '/name', code: 'too_long', message: expect.stringContaining('at most 5 characters') as string },
    { pointer: '/department', code: 'required', message: expect.any(String) as string },
  ];

  test('submit and resend of a project that breaks them are 422 and name every field', async () => {
    gateway.put({ ...stages.rejected, companyId: 'initech' });
    for (const operation of [operations.submit, operations.resend]) {
      const received = await ask(operation, {}, 'initech');
      expectProblem(received, operation, 'project_breaks_rules');
      expect(received.json['errors']).toEqual(findings);
    }
    expect(gateway.commands).toEqual([]);
  });

  test('validate finds the same and is 200', async () => {
    const received = await ask(operations.validate, {}, 'initech');
    expect(received.status).toBe(200);
    expect(received.json).toEqual({ checks: findings.map((finding) => ({ severity: 'error', ...finding })) });
  });

  test('a project without findings has none', async () => {
    const json = { project: { ...project, name: 'Mill', department: 'North' } };
    expect((await ask(operations.validate, { json }, 'initech')).json).toEqual({ checks: [] });
  });

  test('accept with a job number that does not fit is 422 and points at the number', async () => {
    arrange(gateway, operations.accept);
    const received = await ask(operations.accept, { json: { revision: 1, job: { number: 'twelve' } } });
    expectProblem(received, operations.accept, 'project_breaks_rules');
    expect(received.json['errors']).toMatchObject([{ pointer: '/job/number', code: 'mask_mismatch' }]);
  });
});

test('an unknown path is 404 with or without a token', async () => {
  for (const path of ['/', '/v1', '/v1/companies', '/v1/companies/acme', '/V1/companies/acme/integration', '/docs/']) {
    for (const sent of [{}, { token: tokens.admin }]) {
      const received = await api.send('GET', path, sent);
      expect({ path, status: received.status, code: received.json['code'] }).toEqual({
        path,
        status: 404,
        code: 'not_found',
      });
    }
  }
});
