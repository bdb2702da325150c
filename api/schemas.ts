/** What only the API says: lists, counts, the integration, problems. All else is in `workflows/contract`. */
import { z } from 'zod';
import { certainties } from '../adapters/companies/figures';
import { wholeNumber } from '../adapters/whole-number';
import { parkedCodes, refusalCodes, shownStatuses, unreadableCodes } from '../workflows/contract/codes';
import { ProjectId } from '../workflows/contract/commands';
import { PausedView, UnreadableView } from '../workflows/contract/outline';
import { Integration, Policy } from '../workflows/contract/rules';
import { Actor, Instant, Links, Omitted, ShownCheck, SubmissionRecord } from '../workflows/contract/view';
import { apiCodes } from './problem-codes';
import { recordFormat } from './record-lines';

const positive = z.int().positive();
const count = z.int().nonnegative();

export const ListQuery = z.strictObject({
  status: z.enum(shownStatuses).optional().meta({
    description:
      'Only submissions in this status. `awaiting_decision` is the queue of the approver; `terminated` was ended by ops in Temporal.',
  }),
  projectId: ProjectId.optional().meta({ description: 'Only project ids that begin with these characters.' }),
  limit: wholeNumber(1, 100).default(50),
  cursor: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .meta({ description: '`next` of the previous page, with the same filter.' }),
});
export type ListQuery = z.infer<typeof ListQuery>;

export const RecordQuery = z.strictObject({
  runId: z.uuid().optional().meta({ description: 'An earlier run of the project. Without it, the newest run.' }),
});

const TimeQuery = z.union(
  [z.iso.date(), z.iso.datetime()],
  'must be a date such as 2026-11-23, or an instant in UTC such as 2026-11-23T08:00:00Z',
);

export const RecordsQuery = z
  .strictObject({
    from: TimeQuery.meta({
      description: 'The start of the period, included: a date (midnight UTC) or an instant in UTC.',
    }),
    to: TimeQuery.optional().meta({ description: 'The end of the period, excluded. Without it, now.' }),
    format: z
      .enum(['jsonl', 'csv'])
      .default('jsonl')
      .meta({ description: '`jsonl` has the whole record of each run, `csv` a summary.' }),
    limit: wholeNumber(1, 100).default(100),
    cursor: z.string().min(1).max(4_096).optional().meta({ description: 'As in the `Link` of the previous page.' }),
  })
  .refine(({ to }) => to === undefined || new Date(to) <= new Date(), {
    path: ['to'],
    message: 'must not lie in the future: more could still close until then',
  })
  .refine(({ from, to }) => new Date(from) < (to === undefined ? new Date() : new Date(to)), {
    path: ['from'],
    message: 'must lie before `to`',
  });
export type RecordsQuery = z.infer<typeof RecordsQuery>;

export const RecordAnswer = z.strictObject({
  format: z.literal(recordFormat).meta({ description: 'The format of the record, with its version.' }),
  sha256: z.string().meta({ description: "The SHA-256 of the record's canonical JSON (RFC 8785), in hex." }),
  record: SubmissionRecord,
});

/** Of a run that is paused, or that cannot be loaded, there is no record. */
export const ShownRecord = z.union([RecordAnswer, PausedView, UnreadableView]);

export const SubmissionItem = z.strictObject({
  companyId: z.string(),
  projectId: z.string(),
  runId: z.string(),
  revision: positive,
  status: z.enum(shownStatuses),
  why: z.enum(['new', 'resent', 'update', 'parked']).meta({ description: 'Why the submission needs attention.' }),
  name: z.string(),
  integration: z.string(),
  submittedBy: Actor,
  submittedAt: Instant,
  waitingSince: Instant,
  parked: z.strictObject({ code: z.enum(parkedCodes), since: Instant }).optional(),
  checks: z.strictObject({ errors: count, warnings: count }),
  paused: z
    .literal(true)
    .optional()
    .meta({ description: 'The run is paused in Temporal. The view says by whom and why.' }),
  unreadable: z
    .strictObject({ code: z.enum(unreadableCodes) })
    .optional()
    .meta({ description: 'The state of the run cannot be loaded. The view says more.' }),
  links: Links,
});
export type SubmissionItem = z.infer<typeof SubmissionItem>;

export const SubmissionList = z.strictObject({
  items: z.array(SubmissionItem),
  next: z.string().optional().meta({ description: 'The cursor of the next page. Absent on the last page.' }),
});

export const SubmissionCounts = z.record(z.enum(shownStatuses), count);

export const Checks = z.strictObject({ checks: z.array(z.union([ShownCheck, Omitted])) });

export const Figure = z.strictObject({
  rule: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  source: z.string(),
  certainty: z.enum(certainties),
});

export const IntegrationView = Integration.extend({
  companyId: z.string(),
  companyName: z.string(),
  takesProjects: z.boolean(),
  source: z
    .enum(['procore'])
    .optional()
    .meta({ description: 'The system from which a project that is left out is fetched.' }),
  why: z.string().optional().meta({ description: 'Why this ERP takes no projects.' }),
  remedy: z.string().optional().meta({ description: 'What to do instead.' }),
  prerequisites: z.array(z.string()),
  figures: z.array(Figure).meta({ description: 'The source of each figure of the rules, and how certain it is.' }),
  policy: Policy,
});
export type IntegrationView = z.infer<typeof IntegrationView>;

export const FieldError = z.strictObject({
  pointer: z.string().meta({ description: 'A JSON pointer into the body.' }),
  code: z.string(),
  message: z.string(),
});

export const Current = z.strictObject({
  revision: positive,
  status: z.enum(shownStatuses),
  by: Actor,
  at: Instant,
});

export const Problem = z.strictObject({
  type: z.string().meta({ description: 'A link to the explanation of the code.' }),
  title: z.string(),
  status: z.int(),
  code: z.enum([...new Set([...refusalCodes, ...apiCodes])]),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(FieldError).optional(),
  current: Current.optional().meta({ description: 'The status of the submission, who brought it there and when.' }),
  requestId: z.string(),
});

export const Alive = z.strictObject({ status: z.literal('ok') });
export const Ready = z.strictObject({ status: z.literal('ready'), temporal: z.literal(true), worker: z.literal(true) });
