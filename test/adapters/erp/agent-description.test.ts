/** The published description of the protocol is what the adapter sends and reads. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ErpNumberTaken, ErpRefused, ErpUnavailable } from '../../../activities/erp-port';
import { toUnhappyAnswer } from '../../../adapters/erp/http/agent-answers';
import { orderKey, requestHeaders } from '../../../adapters/erp/http/agent-request';
import { publishedSchemas, findSchema } from '../../support/erp/erp-http-description';
import { defined } from '../../../workflows/contract/defined';

const Media = z.object({
  schema: z.object({ $ref: z.string() }),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.object({ value: z.unknown() })).optional(),
});
const Body = z.object({ content: z.object({ 'application/json': Media }).optional() });
const Parameter = z.object({ $ref: z.string() });
const Operation = z.object({
  operationId: z.string(),
  parameters: z.array(Parameter),
  requestBody: Body,
  responses: z.record(z.string(), Body),
});
const Description = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.object({ post: Operation })),
  components: z.object({
    schemas: z.unknown(),
    parameters: z.record(z.string(), z.object({ name: z.string(), in: z.literal('header') })),
  }),
});

const description = Description.parse(parse(readFileSync(join(__dirname, '../../../docs/erp-http.yaml'), 'utf8')));
const operations = Object.entries(description.paths).map(([path, { post }]) => ({ path, ...post }));

const bodies = operations.flatMap(({ operationId, requestBody, responses }) =>
  [['request', requestBody] as const, ...Object.entries(responses)].flatMap(([name, { content }]) => {
    const media = content?.['application/json'];
    return media ? [{ name: `${operationId} ${name}`, ...media }] : [];
  }),
);
const examples = bodies.flatMap(({ name, schema, example, examples: more = {} }) => {
  const values = [...(example === undefined ? [] : [example]), ...Object.values(more).map(({ value }) => value)];
  return values.map((value, index) => ({ name: `${name} ${index + 1}`, schema, value }));
});
const findExample = (name: string): string => JSON.stringify(examples.find((one) => one.name === name)?.value);

test('names the three calls, each at the path of its name', () => {
  expect(operations.map(({ path }) => path)).toEqual(['/find', '/export', '/preflight']);
  expect(operations.map(({ operationId }) => `/${operationId}`)).toEqual(operations.map(({ path }) => path));
});

test('holds the schemas by which the adapter reads', () => {
  expect(description.components.schemas).toEqual(publishedSchemas());
});

test('shows each body by an example', () => {
  expect(bodies.map(({ name }) => name).filter((name) => !examples.some((one) => one.name.startsWith(name)))).toEqual(
    [],
  );
});

test.each(examples)('its example fits the schema: $name', ({ schema, value }) => {
  const named = findSchema(schema.$ref.replace('#/components/schemas/', ''));
  expect(named?.safeParse(value)).toMatchObject({ success: true });
});

test('names every header that is sent, and only these', () => {
  const listHeaders = (key?: string): string[] => {
    const credentials = { token: 't', signingKey: `whsec_${Buffer.alloc(32).toString('base64')}` };
    const sent = requestHeaders(credentials, { at: 0, body: '', ...defined({ key }) });
    return Object.keys(sent).filter((name) => !['Authorization', 'Content-Type', 'Accept'].includes(name));
  };
  const { parameters } = description.components;
  for (const { operationId, parameters: refs } of operations) {
    const named = refs.map(({ $ref }) => parameters[$ref.replace('#/components/parameters/', '')]?.name);
    const order = { reference: 'acme~1042', content: {} };
    expect([...named].sort()).toEqual(listHeaders(operationId === 'export' ? orderKey(order) : undefined).sort());
  }
});

test('its refusals are read as it says', () => {
  const readAs = (status: number, name: string) =>
    toUnhappyAnswer({ status, text: findExample(name), words: '', show: String }, 'acme~1042');
  expect(readAs(409, 'export 409 1')).toMatchObject({ reference: 'acme~1042' });
  expect(readAs(409, 'export 409 2')).toBeInstanceOf(ErpNumberTaken);
  expect(readAs(410, 'export 410 1')).toBeInstanceOf(ErpUnavailable);
  expect(readAs(422, 'export 422 1')).toBeInstanceOf(ErpRefused);
});
