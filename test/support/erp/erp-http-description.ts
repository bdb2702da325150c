/** The schemas that `docs/erp-http.yaml` publishes, made from those that the adapter reads by. */
import { z } from 'zod';
import * as protocol from '../../../adapters/erp/http/protocol';

const named = {
  FindRequest: protocol.FindRequest,
  Found: protocol.Found,
  ExportRequest: protocol.ExportRequest,
  Written: protocol.Written,
  Taken: protocol.Taken,
  Conflict: protocol.Conflict,
  Gone: protocol.Gone,
  Refused: protocol.Refused,
  PreflightRequest: protocol.PreflightRequest,
  PreflightAnswer: protocol.PreflightAnswer,
  Record: protocol.HeldRecord,
  Waiting: protocol.Waiting,
  Content: protocol.Content,
} satisfies Record<string, z.ZodType>;

export const findSchema = (name: string): z.ZodType | undefined => (named as Record<string, z.ZodType>)[name];

/** What zod adds of its own is nothing for a reader: the whole of a calendar as a pattern, and that names are texts. */
const isForReaders = (key: string, holder: object): boolean =>
  !['$schema', '$id', 'propertyNames'].includes(key) && !(key === 'pattern' && 'format' in holder);

function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => isForReaders(key, value));
  return Object.fromEntries(kept.map(([key, member]) => [key, readable(member)]));
}

export function publishedSchemas(): unknown {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  return readable(z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: 'input' }).schemas);
}
