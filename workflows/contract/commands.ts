/** Bodies of the HTTP commands. The same fields travel in the update; raw signals add `by`. */
import { z } from 'zod';
import { confirmations, refusalCodes } from './codes';
import { idPattern } from './names';
import { limits } from './limits';
import { Project } from './project';
import { utf8Bytes } from './text';
import { identifier, line, lines, texts } from './text-schemas';

/** 1 to 2,000 characters. */
const text = lines(limits.textChars);

const revision = z
  .int('must name the revision this was made for, such as 1')
  .positive()
  .meta({ description: 'the revision this command was made for' });

const pointer = identifier(limits.pointerChars)
  .regex(/^\//, 'must be a JSON pointer such as "/address/city"')
  .meta({
    description:
      'JSON pointer (RFC 6901) to a field of the project, also one that is missing, or to `/job/number` and `/job/fields/{key}`. A cost code stands under its code, never under its place.',
    examples: ['/address/city', '/costCodes/03-100/budget'],
  });

const atMostBytes = (maxBytes: number) =>
  [
    (value: unknown) => utf8Bytes(JSON.stringify(value)) <= maxBytes,
    `must be at most ${maxBytes / 1024} KiB of JSON together`,
  ] as const;

const record = (value: z.ZodType<string>, maxEntries: number, maxBytes: number) =>
  texts(limits.keyChars, value)
    .refine((entries) => Object.keys(entries).length <= maxEntries, `at most ${maxEntries} entries`)
    .refine(...atMostBytes(maxBytes))
    .meta({ maxProperties: maxEntries });

export const ProjectId = z
  .string()
  .regex(idPattern, 'must be 1 to 64 letters, digits, "_", "." or "-", beginning with a letter or digit');

export const Job = z.strictObject({
  number: identifier(limits.keyChars).optional(),
  fields: record(line(limits.valueChars), limits.jobFields, limits.jobFieldsBytes)
    .optional()
    .meta({ description: 'the extra fields this ERP wants' }),
});
export type Job = z.infer<typeof Job>;

export const FieldMessage = z.strictObject({
  pointer,
  message: line(limits.messageChars),
});
export type FieldMessage = z.infer<typeof FieldMessage>;

/** Of a document that is left out, where it may be. */
const sourced = { description: 'left out: fetched from the source of the company, if it has one' };

export const SubmitBody = z.strictObject({ projectId: ProjectId, project: Project.optional().meta(sourced) });
export const ValidateBody = z.strictObject({
  project: Project,
  projectId: ProjectId.optional().meta({
    description: 'whose project it is, so that its own submission is not taken for another with the same number',
  }),
});
export const AcceptBody = z.strictObject({ revision, job: Job, note: text.optional() });
export const RejectBody = z.strictObject({
  revision,
  reason: text,
  category: line(limits.keyChars).optional(),
  fields: z
    .array(FieldMessage)
    .max(limits.rejectionFields)
    .refine(...atMostBytes(limits.rejectionFieldsBytes))
    .optional(),
});
export const ResendBody = z.strictObject({
  revision,
  project: Project.optional().meta({ description: `${sourced.description}, else the last document goes as it is` }),
  note: text.optional(),
});
export const RetrieveBody = z.strictObject({ revision, note: text.optional() });
export const WithdrawBody = z.strictObject({ revision, reason: text });
export const RetryExportBody = z
  .strictObject({
    revision,
    job: Job.optional().meta({ description: 'merged by key into what was accepted; what differs takes an approver' }),
    note: text.optional(),
    confirm: z
      .enum(confirmations)
      .optional()
      .meta({ description: 'parked as `changed_in_erp`: overwrite; as `deleted_in_erp`: recreate' }),
    differencesHash: z
      .string()
      .trim()
      .regex(/^[\x21-\x7e]{1,100}$/, 'must be the `differencesHash` of the view')
      .optional()
      .meta({ description: '`export.parked.differencesHash` of the view that was looked at; goes with `confirm`' }),
  })
  .refine(({ confirm, differencesHash }) => (confirm === undefined) === (differencesHash === undefined), {
    path: ['differencesHash'],
    message: 'goes with confirm: take it from export.parked.differencesHash of the view',
  })
  .meta({ dependentRequired: { confirm: ['differencesHash'], differencesHash: ['confirm'] } });
export const PreflightBody = z.strictObject({
  revision,
  number: identifier(limits.keyChars).optional().meta({ description: 'a job number that the preflight is to check' }),
});
export const SettleBody = z.strictObject({
  revision,
  ids: record(identifier(limits.valueChars), limits.receiptIds, limits.receiptIdsBytes)
    .refine((ids) => Object.keys(ids).length > 0, "needs at least one of the ERP's ids")
    .meta({ description: "the ERP's ids of the record booked by hand", minProperties: 1 }),
  note: text,
});

/** One body a command; the API reads its schema here. */
export const commandBodies = {
  accept: AcceptBody,
  reject: RejectBody,
  resend: ResendBody,
  retrieve: RetrieveBody,
  withdraw: WithdrawBody,
  retryExport: RetryExportBody,
  settle: SettleBody,
  preflight: PreflightBody,
} as const;

/** Whether this caller may act now and, if not, why and who can; what `docs/api.md` says of an allowed retry-export. */
export const ActionView = z.strictObject({
  allowed: z.boolean(),
  code: z.enum(refusalCodes).optional(),
  who: z.string().optional().meta({ description: 'who can do it, or what of it this caller cannot' }),
});
export type ActionView = z.infer<typeof ActionView>;
