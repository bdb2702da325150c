/** The API's description in OpenAPI 3.1, made from the route table and the zod schemas. */
import { exampleIds } from './examples';
import { isConditional, type Parameter, text, toParameters } from './openapi-parameters';
import { componentSchemas, type JsonSchema, schemaRef } from './openapi-schemas';
import { commonProblems, type Operation, operations } from './operations';
import { type ProblemCode, problemKinds } from '../problem-kinds';
import { Problem, toBody } from '../problems';
import { Problem as ProblemSchema } from '../../workflows/contract/answers';
import { sessionCookie } from '../session/cookies';
import { defined } from '../../workflows/contract/defined';

interface Content {
  readonly schema?: JsonSchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
  readonly content?: Readonly<Record<string, Content>>;
}

type Headers = NonNullable<ResponseObject['headers']>;

export interface DescribedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: true; readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, ResponseObject>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

export type OpenApi = ReturnType<typeof createOpenApi>;

function groupBy<T>(all: readonly T[], toKey: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(toKey(one), [...(groups.get(toKey(one)) ?? []), one]);
  return groups;
}

const toExample = (code: ProblemCode, { path }: Operation): unknown => {
  const instance = path.replace('{companyId}', exampleIds.companyId).replace('{projectId}', exampleIds.projectId);
  return toBody(new Problem(code, problemKinds[code].remedy), instance, '0f4c2f0e-1c1f-4b39-9f57-4a4f7c1f2a10');
};

function problemResponses(operation: Operation): Record<string, ResponseObject> {
  const codes = [...new Set([...operation.problems, ...commonProblems(operation)])];
  const byStatus = groupBy(codes, (code) => String(problemKinds[code].status));
  const entries = [...byStatus].map(([status, of]): [string, ResponseObject] => {
    const examples = Object.fromEntries(of.map((code) => [code, { value: toExample(code, operation) }]));
    const content = { 'application/problem+json': { schema: schemaRef(ProblemSchema), examples } };
    const description = of.map((code) => `\`${code}\` ${problemKinds[code].title}`).join('; ');
    const waits = status === '429' || status === '503';
    const headers = {
      'Retry-After': { description: 'Seconds to wait before the next request.', schema: { type: 'integer' } },
    };
    return [status, { description, ...defined({ headers: waits ? headers : undefined }), content }];
  });
  return Object.fromEntries(entries);
}

function successResponse(operation: Operation): ResponseObject {
  const {
    status,
    description,
    schema,
    contentType = 'application/json',
    otherContentType,
    headers: own,
  } = operation.answer;
  const body = schema ? { schema: schemaRef(schema) } : {};
  const meanings = {
    ...own,
    ...defined({
      ETag: isConditional(operation)
        ? 'A weak tag. Send it in `If-None-Match` to get 304 while nothing has changed.'
        : undefined,
    }),
  };
  const headers: Headers = Object.fromEntries(
    Object.entries(meanings).map(([name, meaning]) => [name, { description: meaning, schema: text }]),
  );
  const hasBody = status === 200 || status === 201;
  const contentTypes = [contentType, otherContentType].filter((type) => type !== undefined);
  return {
    description,
    ...defined({
      headers: Object.keys(headers).length > 0 ? headers : undefined,
      content: hasBody ? Object.fromEntries(contentTypes.map((type) => [type, body])) : undefined,
    }),
  };
}

function findTag({ roles, path }: Operation): string {
  if (roles) return 'submissions';
  return path.startsWith('/session') ? 'session' : 'service';
}

function describe(operation: Operation): DescribedOperation {
  const { id, method, summary, description, roles, input, example, answer } = operation;
  const parameters = toParameters(operation);
  const body = method === 'post' && input ? { schema: schemaRef(input), example } : undefined;
  const who = roles && `Role: ${roles.join(' or ')}.`;
  const said = [description, who].filter((part) => part !== undefined).join(' ');
  return {
    operationId: id,
    tags: [findTag(operation)],
    summary,
    ...defined({
      description: said === '' ? undefined : said,
      parameters: parameters.length > 0 ? parameters : undefined,
      requestBody: body && { required: true as const, content: { 'application/json': body } },
    }),
    responses: {
      [String(answer.status)]: successResponse(operation),
      ...defined({
        '304': isConditional(operation) ? { description: 'Nothing has changed since that `ETag`.' } : undefined,
      }),
      ...problemResponses(operation),
      // Node's own answer, before anything of ours has seen the request.
      '431': { description: 'The request line and headers exceed 16 KiB.' },
    },
    security: roles ? [{ bearer: [] }, { session: [] }] : [],
  };
}

type PathItem = Partial<Record<Operation['method'], DescribedOperation>>;

function describePaths(): Record<string, PathItem> {
  const byPath = groupBy(Object.values<Operation>(operations), ({ path }) => path);
  const toPathItem = (of: readonly Operation[]): PathItem =>
    Object.fromEntries(of.map((operation) => [operation.method, describe(operation)]));
  return Object.fromEntries([...byPath].map(([path, of]) => [path, toPathItem(of)]));
}

const introduction =
  'Ledgergate submits construction projects for acceptance and exports each accepted project to the ERP, at most once. Errors are `application/problem+json`. Every answer has an `X-Request-Id`.';

export const createOpenApi = ({ hasSource }: { readonly hasSource: boolean }) => ({
  openapi: '3.1.1',
  info: {
    title: 'Ledgergate',
    version: '1.0.0',
    description: introduction,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  tags: [
    { name: 'submissions', description: 'Submissions and the ERP of a company' },
    { name: 'session', description: 'Sign-in with a browser' },
    { name: 'service', description: 'Health and this description' },
  ],
  paths: describePaths(),
  components: {
    schemas: componentSchemas({ hasSource }),
    securitySchemes: {
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: sessionCookie,
        description:
          'The session of a browser, with the same claims as the token. It is ignored when the request has a token. A request that changes something must come from a page of this service.',
      },
      bearer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description:
          'A JWT of the configured issuer with `sub`, `exp` and `ledgergate`: `{"<companyId>": {"admin": true | ["<projectId>"], "approver": true, "operator": true, "viewer": true}}`.',
      },
    },
  },
});
