/**
 * The schemas of the API's answers other than the submission: lists, counts, checks, the integration, records,
 * problems.
 */
import { z } from 'zod';
import {
  apiCodes,
  certainties,
  parkedCodes,
  refusalCodes,
  shownStatuses,
  unreadableCodes,
  waitingReasons,
} from './codes';
import { PausedView, UnreadableView } from './outline';
import { Integration, Policy } from './rules';
import { SubmissionRecord } from './record';
import { Actor, Awaiting, ExportView, Instant, Links, Omitted, Question, ShownCheck } from './view';

const positive = z.int().positive();
const count = z.int().nonnegative();

/** The format of a record, stored with it so that it can be read years later. */
export const recordFormat = 'ledgergate.record/1' as const;

export const RecordAnswer = z.strictObject({
  format: z.literal(recordFormat).meta({ description: 'The format of the record, with its version.' }),
  sha256: z.string().meta({ description: "The SHA-256 of the record's canonical JSON (RFC 8785), in hex." }),
  record: SubmissionRecord,
});
export type RecordAnswer = z.infer<typeof RecordAnswer>;

/** The answer to a request for a record. A run that is paused or cannot be loaded has no record. */
export const ShownRecord = z.union([RecordAnswer, PausedView, UnreadableView]);
export type ShownRecord = z.infer<typeof ShownRecord>;

export const SubmissionItem = z.strictObject({
  companyId: z.string(),
  projectId: z.string(),
  runId: z.string(),
  revision: positive,
  status: z.enum(shownStatuses),
  why: z.enum([...waitingReasons, 'parked']).meta({ description: 'Why the submission needs attention.' }),
  name: z.string(),
  number: z.string().meta({ description: "The project's own number. Empty if the run cannot say it, like `name`." }),
  customer: z.strictObject({ name: z.string(), code: z.string().optional() }).optional(),
  totalValue: z.string().optional(),
  currency: z.string(),
  job: z.strictObject({ number: z.string().optional() }).optional(),
  integration: z.string(),
  submittedBy: Actor,
  submittedAt: Instant,
  sentBy: Actor.meta({ description: 'Who sent this revision.' }),
  waitingSince: Instant,
  awaiting: Awaiting.optional(),
  question: Question.optional(),
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
export type SubmissionList = z.infer<typeof SubmissionList>;

export const SubmissionCounts = z.record(z.enum(shownStatuses), count);
export type SubmissionCounts = z.infer<typeof SubmissionCounts>;

export const ExportHealth = z.strictObject({
  failing: z
    .strictObject({
      since: Instant.meta({ description: 'When that export began, which the ERP has not taken since.' }),
      projectId: z.string(),
      attempts: count,
      lastFailure: ExportView.shape.lastFailure.unwrap(),
      nextAttemptAt: Instant.optional(),
    })
    .optional()
    .meta({ description: 'The oldest export under way whose last attempt failed. Absent if there is none.' }),
  agent: z
    .strictObject({
      waitingSince: Instant.optional().meta({
        description: 'Since when the oldest export is under way that waits for the agent. Absent if none does.',
      }),
      seenAt: Instant.optional().meta({ description: 'When the middleware last heard from the agent.' }),
    })
    .optional()
    .meta({
      description:
        'Present if the ERP is reached by the adapter `http`, behind which an agent may be. It is heard of only while an export waits for it.',
    }),
});
export type ExportHealth = z.infer<typeof ExportHealth>;

export const Checks = z.strictObject({ checks: z.array(z.union([ShownCheck, Omitted])) });
export type Checks = z.infer<typeof Checks>;

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
export type FieldError = z.infer<typeof FieldError>;

export const Current = z.strictObject({
  revision: positive,
  status: z.enum(shownStatuses),
  by: Actor,
  at: Instant,
});
export type Current = z.infer<typeof Current>;

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
export type Problem = z.infer<typeof Problem>;
