/**
 * The answers of Procore, as far as we read them. Everything else is ignored, because fields are added without notice.
 */
import { z } from 'zod';
import { unavailable } from './failure';

/** Numbers come where texts are documented, and the other way round. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? undefined : String(value)));
const named = z.object({ name: text }).nullish();

/** Ids go beyond 32 bits; one that JSON cannot carry exactly is refused. */
const id = z.int().positive();

export const ProcoreProject = z.object({
  id,
  name: text,
  project_number: text,
  address: text,
  city: text,
  state_code: text,
  zip: text,
  country_code: text,
  start_date: text,
  completion_date: text,
  total_value: text,
  description: text,
  active: z.boolean().nullish(),
  template: z.boolean().nullish(),
  project_type: named,
  departments: z.array(z.object({ name: text })).nullish(),
  accounting_project_number: text,
  custom_fields: z.record(z.string(), z.unknown()).nullish(),
  origin_id: text,
});
export type ProcoreProject = z.infer<typeof ProcoreProject>;

export const ProcoreCostCode = z.object({
  id,
  full_code: text,
  name: text,
  parent: z.object({ id: id.nullish() }).nullish(),
  biller_type: text,
  deleted_at: text,
  line_item_types: z.array(z.object({ name: text, code: text })).nullish(),
  origin_id: text,
});
export type ProcoreCostCode = z.infer<typeof ProcoreCostCode>;

/** The definitions of custom fields. */
export const ProcoreDefinitions = z.array(z.object({ id, label: text }));

export const ProcoreCostCodes = z.array(ProcoreCostCode);

/** The answer of a sync, always with status 200. `errors` has what could not be written. */
export const ProcoreSynced = z.object({
  entities: z.array(z.object({ id, origin_id: text })),
  errors: z.array(z.object({ id: z.number().nullish(), errors: z.unknown() })),
});
export type ProcoreSynced = z.infer<typeof ProcoreSynced>;

/** Parses an answer. @throws ProcoreFailure that names the field */
export function parseAs<S extends z.ZodType>(schema: S, json: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw unavailable(`Procore sent ${what} in an undocumented form${path ? ` (${path})` : ''}.`);
}
