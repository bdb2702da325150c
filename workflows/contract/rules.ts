/** What an ERP allows, as plain data. A submission stores it, and `GET /integration` shows it. */
import { z } from 'zod';
import { directions, noticeEvents } from './codes';
import { limits } from './limits';
import { ruledFields } from './project-table';
import { togetherAtMost } from './text-schemas';

const positive = z.int().positive();
/** Each character counts alone. */
const signs = z.string().min(1).max(20);

/** The rule for one field. An absent member restricts nothing. */
export const FieldRule = z.strictObject({
  required: z.boolean().optional(),
  maxLength: positive.optional(),
  numeric: z.boolean().optional().meta({ description: 'Digits only.' }),
  forbidden: z
    .string()
    .min(1)
    .max(limits.keyChars)
    .optional()
    .meta({ description: 'Characters that the field must not contain.' }),
  mask: z
    .string()
    .min(1)
    .max(limits.keyChars)
    .optional()
    .meta({
      description: '`#` stands for a digit and `A` for a letter. Every other character stands for itself.',
      examples: ['##-###'],
    }),
});
export type FieldRule = z.infer<typeof FieldRule>;

export const Rules = z.strictObject({
  fields: z.partialRecord(z.enum(ruledFields), FieldRule),
  jobNumber: FieldRule.extend({
    required: z.boolean().meta({ description: '`false` if this ERP has no job number.' }),
    equalsProjectNumber: z.boolean().optional(),
  }),
  costCodes: z.strictObject({
    max: positive.optional(),
    delimiters: signs
      .optional()
      .meta({ description: 'The characters that separate the tiers of a code. The default is `-` and `.`.' }),
    minTiers: positive.optional().meta({ description: 'The smallest number of tiers in each code.' }),
    oneDelimiter: z
      .boolean()
      .optional()
      .meta({ description: '`true` if all codes with tiers must use the same delimiter.' }),
    uniqueNames: z
      .boolean()
      .optional()
      .meta({ description: '`true` if the names of cost codes must be unique, regardless of case.' }),
  }),
  uniqueBy: z
    .literal('name')
    .optional()
    .meta({ description: 'The field by which the ERP identifies its jobs. It must be unique, regardless of case.' }),
  levelSeparators: signs.optional().meta({
    description:
      'The characters that separate the levels of a name: `Smith Residence:Phase 2` is a job below `Smith Residence`.',
  }),
  budgetsEqualTotal: z
    .boolean()
    .optional()
    .meta({ description: '`true` if a warning is given when the budgets do not add up to the total value.' }),
});
export type Rules = z.infer<typeof Rules>;

/** An extra field that this ERP requires or offers at accept. */
export const AcceptField = z.strictObject({
  key: z.string().min(1).max(limits.keyChars),
  label: z.string().min(1).max(limits.nameChars),
  type: z.enum(['text', 'number', 'date', 'choice']),
  required: z.boolean(),
  choices: z.array(z.string().min(1).max(limits.nameChars)).min(1).max(500).optional(),
  maxLength: positive.optional(),
});
export type AcceptField = z.infer<typeof AcceptField>;

/** The integration as a submission stores it. */
export const Integration = z.strictObject({
  erp: z.string().min(1).max(limits.keyChars),
  erpName: z.string().min(1).max(limits.nameChars),
  direction: z.enum(directions),
  rules: Rules,
  acceptFields: z.array(AcceptField).max(limits.jobFields).superRefine(togetherAtMost(limits.acceptFieldsBytes)),
  ids: z
    .array(z.string().min(1).max(limits.keyChars))
    .max(limits.receiptIds)
    .optional()
    .meta({ description: 'The ids that its records have in addition to `job` and `jobNumber`.' }),
  supportsPreflight: z
    .boolean()
    .optional()
    .meta({ description: '`true` if the ERP itself checks each revision before a decision.' }),
});
export type Integration = z.infer<typeof Integration>;

/** The company's policy as a submission stores it. */
export const Policy = z.strictObject({
  fourEyes: z.boolean(),
  exportForMs: positive.meta({ description: 'How long one export is retried, in milliseconds.' }),
  rawSignals: z.enum(['all', 'none']),
  notices: z
    .array(z.enum(noticeEvents))
    .optional()
    .meta({ description: 'The events for which notices are sent. Without it, none.' }),
  remindAfterMs: positive
    .optional()
    .meta({ description: 'The time without a decision after which the approvers are reminded once, in milliseconds.' }),
  writeBack: z
    .boolean()
    .optional()
    .meta({ description: "`true` if the ERP's ids are written into the source after the export." }),
  searchNames: z.boolean().optional().meta({
    description: '`true` if the words of project names are stored as search attributes, which Temporal never encrypts.',
  }),
});
export type Policy = z.infer<typeof Policy>;

/** The terms of a revision: the rules, accept fields and policy that were stored when it was sent. */
export const Terms = Integration.pick({ erp: true, erpName: true, acceptFields: true, supportsPreflight: true }).extend(
  {
    jobNumber: Rules.shape.jobNumber,
    ids: Integration.shape.ids,
  },
);
export type Terms = z.infer<typeof Terms>;
