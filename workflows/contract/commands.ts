/** Bodies of the HTTP commands. The same fields travel in the update; raw signals add `by`. */
import { z } from 'zod';
import { isCleanText } from '../domain/text';
import { idPattern } from './names';
import { limits } from './limits';
import { line, Project } from './project';

/** May hold line breaks; 1 to 2,000 characters. */
const text = z
  .string()
  .normalize('NFC')
  .trim()
  .min(1, 'must not be empty')
  .max(limits.textChars)
  .refine(isCleanText, 'must not hold control characters or lone surrogates');

const revision = z
  .int('must name the revision this was made for, such as 1')
  .positive()
  .meta({ description: 'the revision this command was made for' });

const pointer = line(limits.keyChars)
  .regex(/^\//, 'must be a JSON pointer such as "/address/city"')
  .meta({ description: 'JSON pointer into the project (RFC 6901)', examples: ['/address/city'] });

const record = (maxEntries: number) =>
  z
    .record(line(limits.keyChars), line(limits.valueChars))
    .refine((entries) => Object.keys(entries).length <= maxEntries, `at most ${String(maxEntries)} entries`);

export const ProjectId = z
  .string()
  .regex(idPattern, 'must be 1 to 64 letters, digits, "_", "." or "-", beginning with a letter or digit');

export const Job = z.strictObject({
  number: line(limits.keyChars).optional(),
  fields: record(limits.jobFields).optional().meta({ description: 'the extra fields this ERP wants' }),
});
export type Job = z.infer<typeof Job>;

export const FieldMessage = z.strictObject({
  pointer,
  message: line(limits.messageChars),
});
export type FieldMessage = z.infer<typeof FieldMessage>;

export const SubmitBody = z.strictObject({ projectId: ProjectId, project: Project });
export const ValidateBody = z.strictObject({ project: Project });
export const AcceptBody = z.strictObject({ revision, job: Job, note: text.optional() });
export const RejectBody = z.strictObject({
  revision,
  reason: text,
  category: line(limits.keyChars).optional(),
  fields: z.array(FieldMessage).max(limits.rejectionFields).optional(),
});
export const ResendBody = z.strictObject({ revision, project: Project.optional(), note: text.optional() });
export const RetrieveBody = z.strictObject({ revision, note: text.optional() });
export const WithdrawBody = z.strictObject({ revision, reason: text });
export const RetryExportBody = z.strictObject({ revision, job: Job.optional(), note: text.optional() });
export const SettleBody = z.strictObject({
  revision,
  ids: record(limits.receiptIds)
    .refine((ids) => Object.keys(ids).length > 0, "needs at least one of the ERP's ids")
    .meta({ description: "the ERP's ids of the record booked by hand" }),
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
} as const;
