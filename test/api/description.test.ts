/** The description holds what the router does, and the page holds what the description says. */
import { createOpenApi } from '../../api/description/openapi';
import { commonProblems, operations, type Operation } from '../../api/description/operations';
import { type ProblemCode, problemKinds } from '../../api/problem-kinds';
import { refusalCodes } from '../../workflows/contract/codes';
import { createMemoryGateway } from '../support/api/gateway';
import { startApi, type ApiServer } from '../support/api/server';
import { signInWith, silentProvider, writeDevTokens, type DevTokens } from '../support/api/sign-in';

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly { name: string; in: string; required?: boolean }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, { content?: Record<string, { examples?: object }> }>>;
  readonly security: readonly object[];
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

let api: ApiServer;
let document: Document;
let page: string;
let devTokens: DevTokens;

beforeAll(async () => {
  devTokens = await writeDevTokens();
  const signIn = signInWith({ provider: silentProvider, devTokensFile: devTokens.file });
  api = await startApi(createMemoryGateway(), { signIn });
  document = (await api.send('GET', '/openapi.json')).json as unknown as Document;
  page = (await api.send('GET', '/docs')).text;
});
afterAll(async () => {
  await api.stop();
  devTokens.remove();
});

const table: readonly (readonly [string, Operation])[] = Object.entries(operations);
const described = (): { path: string; method: string; operation: Described }[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the OpenAPI document', () => {
  test('is 3.1 and has exactly the routes of the table', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const of = described().map(({ method, path, operation }) => `${operation.operationId} ${method} ${path}`);
    expect(of.sort()).toEqual(table.map(([id, { method, path }]) => `${id} ${method} ${path}`).sort());
  });

  test('names only routes that the router knows, each with that method', async () => {
    for (const { path, method } of described()) {
      const real = path.replace('{companyId}', 'acme').replace('{projectId}', '1042');
      const { status } = await api.send(method.toUpperCase(), real, {
        body: method === 'post' ? '{}' : undefined,
      } as object);
      expect({ path, known: ![404, 405].includes(status) }).toEqual({ path, known: true });
    }
  });

  const describedAs = ({ path, method }: Operation): Described => {
    const found = document.paths[path]?.[method];
    if (!found) throw new Error(`${method} ${path} is not described`);
    return found;
  };

  test.each(table)('says of %s its parameters, answers and problems', (id, operation) => {
    const one = describedAs(operation);
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(one.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name) ?? []).toEqual(names);
    expect(one.requestBody !== undefined).toBe(operation.method === 'post' && operation.input !== undefined);
    expect(one.security).toEqual(operation.roles ? [{ bearer: [] }, { session: [] }] : []);
    expect(one.responses).toHaveProperty(String(operation.answer.status));
    const examples = Object.entries(one.responses).flatMap(([status, { content }]) =>
      Object.keys(content?.['application/problem+json']?.examples ?? {}).map((code) => `${code} ${status}`),
    );
    const codes = new Set([...operation.problems, ...commonProblems(operation)]);
    expect(examples.sort()).toEqual([...codes].map((code) => `${code} ${String(problemKinds[code].status)}`).sort());
    expect(id).toBe(operation.id);
  });

  test('has a schema for every reference, and a reference for every schema', () => {
    const text = JSON.stringify(document);
    const used = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(document.components.schemas).sort());
  });

  test('lets the project be left out where some company has a source to fetch it from', () => {
    expect(createOpenApi({ hasSource: true }).components.schemas['SubmitBody']).toMatchObject({
      required: ['projectId'],
    });
  });

  test('names what a query needs', () => {
    const { parameters = [] } = document.paths['/v1/companies/{companyId}/records']?.['get'] ?? {};
    const needed = parameters.filter(({ required }) => required).map(({ name }) => name);
    expect(needed).toEqual(['companyId', 'from']);
  });

  test('has strict bodies with their limits', () => {
    expect(document.components.schemas['SubmitBody']).toMatchObject({
      // No company of this service has a source to fetch it from.
      required: ['projectId', 'project'],
      additionalProperties: false,
      properties: { project: { $ref: '#/components/schemas/Project' } },
    });
    expect(document.components.schemas['Project']).toMatchObject({
      properties: { costCodes: { minItems: 1, maxItems: 2_000 } },
    });
  });

  test('has examples that the schemas accept', () => {
    for (const [, { input, example }] of table) {
      if (example !== undefined) expect(input?.safeParse(example)).toMatchObject({ success: true });
    }
  });
});

describe('every problem', () => {
  const codes = Object.keys(problemKinds) as ProblemCode[];
  const bySignalsOnly: readonly ProblemCode[] = ['not_sealed', 'signals_off', 'unknown_signal'];

  test('of the domain has a status and a title', () => {
    for (const code of refusalCodes) expect(problemKinds[code].status).toBeGreaterThanOrEqual(400);
  });

  test('can be met on some route, but for those of raw signals and of no route at all', () => {
    const met = new Set(table.flatMap(([, operation]) => [...operation.problems, ...commonProblems(operation)]));
    expect(codes.filter((code) => !met.has(code))).toEqual(['method_not_allowed', ...bySignalsOnly]);
  });

  test('is explained on the page where its type leads', () => {
    for (const code of codes) expect(page).toContain(`id="problem-${code}"`);
  });
});

describe('the page', () => {
  test('has no script, no inline style, no frame and nothing from another host', () => {
    expect(page).not.toMatch(/<script|<style|<iframe|<img|<object|<embed|<form|javascript:|\son\w+=|\sstyle=/i);
    const hosts = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target]) => target ?? '');
    expect(hosts.filter((target) => !/^(#|\/docs\.css$|\/openapi\.json$)/.test(target))).toEqual([]);
  });

  test('and its stylesheet come with a policy that allows nothing else', async () => {
    for (const path of ['/docs', '/docs.css', '/openapi.json']) {
      const { status, headers } = await api.send('GET', path);
      expect(status).toBe(200);
      expect(headers['content-security-policy']).toBe(
        "default-src 'none';style-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-powered-by']).toBeUndefined();
    }
    const { text, headers } = await api.send('GET', '/docs.css');
    expect(headers['content-type']).toBe('text/css; charset=utf-8');
    expect(text).not.toMatch(/url\(|@import/);
  });

  test('leads every link to a place on it', () => {
    const ids = new Set([...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, target]) => target);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  });

  test('shows each route with its path and a curl line', () => {
    for (const [id, { path }] of table) {
      expect(page).toContain(`id="${id}"`);
      expect(page).toContain(`<code>${path}</code>`);
    }
    expect(page.match(/<summary>curl<\/summary>/g)).toHaveLength(table.length);
  });

  test('escapes what it shows', () => {
    expect(page).toContain('&lt;companyId&gt;');
    expect(page).not.toContain('<companyId>');
  });
});

test('health tells that the process is up, and readiness what is missing', async () => {
  expect((await api.send('GET', '/healthz')).json).toEqual({ status: 'ok' });
  expect((await api.send('GET', '/readyz')).json).toEqual({ status: 'ready', temporal: true, worker: true });
});
