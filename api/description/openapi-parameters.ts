/** The path, the query and the headers of a request, as parameters of OpenAPI. */
import { z } from 'zod';
import { idPattern } from '../../workflows/contract/names';
import { exampleIds } from './examples';
import { type JsonSchema, withTextKinds } from './openapi-schemas';
import type { Operation } from './operations';
import { defined } from '../../workflows/contract/defined';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: true;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example?: string;
}

const idSchema = { type: 'string', pattern: idPattern.source };
export const text = { type: 'string' };

const pathParameters: Readonly<Record<string, Parameter>> = {
  companyId: {
    name: 'companyId',
    in: 'path',
    required: true,
    schema: idSchema,
    example: exampleIds.companyId,
    description: 'A company that the token names.',
  },
  projectId: {
    name: 'projectId',
    in: 'path',
    required: true,
    schema: idSchema,
    example: exampleIds.projectId,
    description: "The project's id in the sender's system.",
  },
};

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A key of your choice. Repetitions of one request send the same key, and the request takes effect once.',
  schema: { ...text, minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
};

const ifNoneMatch: Parameter = {
  name: 'If-None-Match',
  in: 'header',
  description: 'An `ETag` of an earlier answer. If nothing has changed, the answer is 304 without a body.',
  schema: text,
};

const lastEventId: Parameter = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'The id of the last event received. The first event is sent only if something has changed since.',
  schema: text,
};

const QuerySchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())),
  required: z.array(z.string()).default([]),
});

function queryParameters(input: z.ZodType): Parameter[] {
  const { properties, required } = QuerySchema.parse(z.toJSONSchema(input));
  return Object.entries(properties).map(([name, { description = '', ...schema }]) => ({
    name,
    in: 'query',
    description: typeof description === 'string' ? description : '',
    schema: withTextKinds(schema),
    ...defined({ required: required.includes(name) && schema['default'] === undefined ? true : undefined }),
  }));
}

const streamed = ['text/event-stream', 'application/jsonl'];

/** Whether the answer of an operation has an ETag: every read that is sent in one piece has one. */
export const isConditional = ({ method, answer }: Operation): boolean =>
  method === 'get' && answer.status === 200 && !streamed.includes(answer.contentType ?? '');

export function toParameters(operation: Operation): Parameter[] {
  const { path, method, input, roles, id } = operation;
  const named = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) => pathParameters[name] ?? []);
  const query = method === 'get' && input ? queryParameters(input) : [];
  return [
    ...named,
    ...query,
    ...(method === 'post' && roles ? [idempotencyKey] : []),
    ...(isConditional(operation) ? [ifNoneMatch] : []),
    ...(id === 'events' ? [lastEventId] : []),
  ];
}
