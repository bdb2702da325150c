/** OWASP API Security Top 10 (2023), who may do and see what: API1, API2, API3 and API5, for every operation. */
import { type Operation, operations } from '../../api/description/operations';
import { commandNames, commandRow } from '../../workflows/contract/command-table';
import { roles } from '../../workflows/contract/codes';
import { createMemoryGateway } from '../support/api/gateway';
import { arrange, goodRequestFor, inputFor, pathFor, securedOperations } from '../support/api/requests';
import { startApi, type Received, type Sent } from '../support/api/server';
import { otherKey, publicKeyAsSecret, signToken, unsignedToken } from '../support/api/tokens';
import { useStarted } from '../support/use-started';

const gateway = createMemoryGateway();
const api = useStarted(() => startApi(gateway));
beforeEach(() => gateway.clear());

const everything = { admin: true, approver: true, operator: true, viewer: true };
const all = securedOperations.map((operation) => [operation.id, operation] as const);
const ofProject = all.filter(([, { path }]) => path.includes('{projectId}'));
const posts = all.filter(([, { method }]) => method === 'post');

const ask = (operation: Operation, path: string, sent: Sent): Promise<Received> =>
  api.send(operation.method.toUpperCase(), path, { ...inputFor(operation), ...sent });

/** All of an answer that could tell one object from another, but for the path that was asked for. */
const told = ({ status, json }: Received) => ({ status, ...json, instance: '', requestId: '' });

describe('API1: object level', () => {
  test.each(all)('%s tells a company of others from one that is not there by nothing', async (_, operation) => {
    arrange(gateway, operation, 'initech');
    const token = await signToken('ada', { acme: everything });
    const [there, nowhere] = [pathFor(operation, 'initech'), pathFor(operation, 'nowhere')];
    const answer = told(await ask(operation, there, { token }));
    expect(answer).toMatchObject({ status: 404, code: 'not_found' });
    expect(answer).toEqual(told(await ask(operation, nowhere, { token })));
    expect(gateway.commands).toEqual([]);
  });

  test.each(ofProject)('%s tells a project of others from one that is not there by nothing', async (_, operation) => {
    arrange(gateway, operation);
    const token = await signToken('ada', { acme: { admin: ['7'] } });
    const answer = told(await ask(operation, pathFor(operation), { token }));
    expect(answer).toMatchObject({ status: 404, code: 'not_found' });
    expect(answer).toEqual(told(await ask(operation, pathFor(operation, 'acme', 'nobody'), { token })));
    expect(gateway.commands).toEqual([]);
  });

  test('the project that a body names counts like one of the path', async () => {
    const token = await signToken('ada', { acme: { admin: ['7'] } });
    const { submit } = operations;
    expect((await ask(submit, pathFor(submit), { token })).status).toBe(403);
  });
});

describe('API2: authentication', () => {
  const claims = { exp: Math.floor(Date.now() / 1_000) - 60 };
  const bad: readonly [string, () => Promise<string> | string][] = [
    ['unsigned', () => unsignedToken('ada', { acme: everything })],
    ['of another key', () => signToken('ada', { acme: everything }, { key: otherKey() })],
    ['of a shared secret', () => signToken('ada', { acme: everything }, { alg: 'HS256', key: publicKeyAsSecret() })],
    ['expired', () => signToken('ada', { acme: everything }, { claims })],
    ['for others', () => signToken('ada', { acme: everything }, { claims: { aud: 'other' } })],
    ['without an end', () => signToken('ada', { acme: everything }, { without: ['exp'] })],
    ['nonsense', () => 'a.b.c'],
  ];

  test.each(all)('%s believes no token that is spoiled, and no cookie that is made up', async (_, operation) => {
    arrange(gateway, operation);
    for (const [what, make] of bad) {
      const { status, json, headers } = await ask(operation, pathFor(operation), { token: await make() });
      expect({ what, status, code: json['code'] }).toEqual({ what, status: 401, code: 'unauthenticated' });
      expect(headers['www-authenticate']).toMatch(/^Bearer /);
    }
    const headers = { cookie: `__Host-ledgergate=${unsignedToken('ada', { acme: everything })}` };
    expect((await ask(operation, pathFor(operation), { headers })).status).toBe(401);
    expect(gateway.commands).toEqual([]);
  });

  test.each(all)('%s takes a token from its header alone', async (_, operation) => {
    const token = await signToken('ada', { acme: everything });
    const path = pathFor(operation);
    const query = `${path}${path.includes('?') ? '&' : '?'}access_token=${token}&token=${token}`;
    expect((await ask(operation, query, { headers: { 'X-Access-Token': token } })).status).toBe(401);
  });
});

describe('API3: property level', () => {
  /** What the service knows of itself and never takes from a caller. */
  const privileged = [
    ...(['by', 'actor', 'actorId', 'channel', 'roles', 'isAdmin', 'email', 'status', 'runId', 'companyId'] as const),
    ...(['at', 'submittedBy', 'policy', 'fourEyes', 'integration', 'fresh', 'export', 'reference', 'request'] as const),
  ];
  /** Objects whose keys the caller chooses. */
  const free = new Set(['ids', 'customFields']);

  type Body = Readonly<Record<string, unknown>>;
  const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null;
  /** The body once for each object in it, with a field more there: `[pointer, body]`. */
  const withField = (body: Body, name: string): [string, unknown][] => [
    ...(Array.isArray(body) ? [] : [[`/${name}`, { ...body, [name]: 'x' }] as [string, unknown]]),
    ...Object.entries(body).flatMap(([key, value]): [string, unknown][] => {
      if (!isBody(value) || free.has(key)) return [];
      const inner = withField(value, name);
      const put = (changed: unknown): unknown =>
        Array.isArray(body)
          ? body.map((item: unknown, index) => (String(index) === key ? changed : item))
          : { ...body, [key]: changed };
      return inner.map(([pointer, changed]) => [`/${key}${pointer}`, put(changed)]);
    }),
  ];

  test.each(posts)('%s refuses what a caller may not set, wherever it stands in the body', async (_, operation) => {
    arrange(gateway, operation);
    const token = await signToken('grace', { acme: everything });
    const names = privileged.filter((name) => !Object.hasOwn(goodRequestFor(operation).json ?? {}, name));
    const [first = 'by'] = names;
    const cases = [
      ...names.map((name): [string, unknown] => [`/${name}`, { ...goodRequestFor(operation).json, [name]: 'x' }]),
      ...withField(goodRequestFor(operation).json ?? {}, first).slice(1),
    ];
    for (const [pointer, json] of cases) {
      const received = await ask(operation, pathFor(operation), { token, json });
      expect(received.json).toMatchObject({ status: 400, errors: [{ pointer, code: 'unknown_field' }] });
    }
    expect(gateway.commands).toEqual([]);
  });

  const answered = all
    .filter(([, { answer }]) => answer.schema !== undefined)
    .flatMap(([id, operation]) => (operation.roles ?? []).map((role) => [id, role, operation] as const));

  test.each(answered)('%s answers the role %s no more than is described, and nothing of our own', async (...row) => {
    const [, role, operation] = row;
    arrange(gateway, operation);
    const token = await signToken('grace', { acme: { [role]: true } });
    const { status, json, text } = await ask(operation, pathFor(operation), { token });
    expect(status).toBe(operation.answer.status);
    expect(operation.answer.schema?.parse(json)).toEqual(json);
    // The company's connection, as `startApi` configures it.
    expect(text).not.toMatch(/nowhere|drops\.json|registerFile|commitWithinMs|node_modules/);
  });
});

describe('API5: function level', () => {
  const givenBy = commandNames.flatMap((name) =>
    roles.map((role) => [name, role, commandRow(name).roles.includes(role)] as const),
  );

  test.each(givenBy)('%s, for the role %s, is in the view as it is at its route', async (name, role, isGiven) => {
    const operation = securedOperations.find(({ id }) => id === name);
    if (!operation) throw new Error(`${name} has no route`);
    arrange(gateway, operation);
    const token = await signToken('grace', { acme: { [role]: true } });
    const { json } = await api.send('GET', '/v1/companies/acme/submissions/1042', { token });
    const action = (json['actions'] as Record<string, { allowed: boolean; code?: string }>)[name];
    const { status } = await ask(operation, pathFor(operation), { token });
    expect({ allowed: action?.allowed, status }).toEqual({
      allowed: isGiven,
      status: isGiven ? operation.answer.status : 403,
    });
    expect(action?.code === 'not_permitted').toBe(!isGiven);
  });

  test.each(all)('%s is reached by its path as it is written, and by its method alone', async (_, operation) => {
    arrange(gateway, operation);
    const token = await signToken('grace', { acme: everything });
    const [path = '', query = ''] = pathFor(operation).split('?');
    const spelled = [path.replace('/v1', '/V1'), `${path}/`, `/${path}`, path.replace('/v1', '/v1/.'), `${path};a=b`];
    for (const other of [...spelled, `${path}.json`, `${path}%00`, path.replace('acme', 'ac%6De%2F')]) {
      const { status } = await ask(operation, `${other}?${query}`, { token });
      expect({ other, status }).toEqual({ other, status: 404 });
    }
    const asOther = operation.method === 'get' ? 'POST' : 'GET';
    const headers = { 'X-HTTP-Method-Override': operation.method, 'X-HTTP-Method': operation.method };
    const isBoth = path.endsWith('/submissions');
    const { status } = await api.send(asOther, `${path}?_method=${operation.method}`, { token, headers });
    expect(status).toBe(isBoth ? 400 : 405);
    expect(gateway.commands).toEqual([]);
  });
});
