/** The schemas of a submission as it is shown: by the `view` query, in the answer of an update, and over HTTP. */
import { z } from 'zod';
import {
  awaitedParties,
  channels,
  checkCodes,
  checkSources,
  parkedCodes,
  questionStates,
  shownStatuses,
  statuses,
} from './codes';
import { commandNames, timelineTypes } from './command-table';
import { ActionView, FieldMessage, Job } from './commands';
import { Holder, OtherProject } from './holder';
import { Project } from './project';
import { Integration, Policy, Terms } from './rules';

/** An ISO 8601 instant in UTC with milliseconds. */
export const Instant = z.iso.datetime().meta({ examples: ['2026-03-01T09:30:00.000Z'] });
const positive = z.int().positive();

/** Who acts. `id` is the `sub` of the token, or the name that a raw signal claims. */
export const Actor = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  channel: z.enum(channels),
});
export type Actor = z.infer<typeof Actor>;

export const Awaiting = z
  .enum(awaitedParties)
  .meta({ description: 'Who is awaited: the approver or, after a question, the sender. Only in `awaiting_decision`.' });

export const Question = z
  .enum(questionStates)
  .meta({ description: 'How the last question to the sender stands. Absent if nothing was asked of this revision.' });

export const Check = z.strictObject({
  code: z.enum(checkCodes),
  severity: z.enum(['error', 'warning']),
  pointer: z.string().optional().meta({ description: 'A JSON pointer into the project, or `/job/…`.' }),
  message: z.string(),
  source: z.enum(checkSources).optional().meta({ description: 'The origin of the finding. Without it, the rules.' }),
  at: Instant.optional().meta({ description: 'When the ERP answered.' }),
  holder: Holder.optional(),
});
export type Check = z.infer<typeof Check>;

/** A check, or a warning that only the API adds when it shows a waiting submission or validates a project. */
export const ShownCheck = Check.extend({
  projectId: OtherProject,
});
export type ShownCheck = z.infer<typeof ShownCheck>;

/** Marks a list that was cut, and counts the missing entries. It is last in the list; in the timeline it is first. */
export const Omitted = z.strictObject({ omitted: positive });
export type Omitted = z.infer<typeof Omitted>;

/** One difference. A cost code is addressed by its code: `/costCodes/{code}`. */
export const Change = z.strictObject({
  pointer: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
});
export type Change = z.infer<typeof Change>;

export const Decision = z.strictObject({
  decision: z.enum(['accept', 'reject']),
  revision: positive,
  by: Actor,
  at: Instant,
});
export type Decision = z.infer<typeof Decision>;

export const Rejection = z.strictObject({
  reason: z.string(),
  category: z.string().optional(),
  fields: z.array(FieldMessage).optional(),
  by: Actor,
  at: Instant,
  revision: positive,
});
export type Rejection = z.infer<typeof Rejection>;

/** What the ERP says of one field, in its words. */
const ErpFieldMessage = z.strictObject({ pointer: z.string(), message: z.string() });

export const Parked = z.strictObject({
  code: z.enum(parkedCodes),
  message: z.string(),
  fields: z.array(ErpFieldMessage).optional(),
  remedy: z.string(),
  since: Instant,
  changes: z
    .array(z.union([Change, Omitted]))
    .optional()
    .meta({ description: '`before` is what the ERP holds, `after` what the export would write.' }),
  differencesHash: z.string().optional().meta({ description: 'Send it with `confirm` to retry the export.' }),
  holder: Holder.optional(),
});
export type Parked = z.infer<typeof Parked>;

export const Receipt = z.strictObject({
  reference: z.string().meta({ description: 'The reference by which the ERP finds the record.' }),
  ids: z.record(z.string(), z.string()).meta({ description: "The ERP's own ids of the record." }),
  exportedAt: Instant,
  byHand: z.boolean().optional().meta({ description: '`true` if a person booked the project by hand and settled it.' }),
});
export type Receipt = z.infer<typeof Receipt>;

/** What an earlier run exported to the ERP. */
export const Exported = z.strictObject({
  revision: positive,
  at: Instant,
  project: Project.optional().meta({ description: 'Absent if the document is too big to be carried along.' }),
  job: Job,
  receipt: Receipt,
});
export type Exported = z.infer<typeof Exported>;

/** A `Rejection` with as many of its fields as fit. */
export const LastRejection = Rejection.extend({ fields: z.array(z.union([FieldMessage, Omitted])).optional() });
export type LastRejection = z.infer<typeof LastRejection>;

/**
 * The closed run before this one. The rejection and the differences have 16 KiB together; what does not fit is counted.
 */
export const PreviousRun = z.strictObject({
  runId: z.string(),
  revision: positive.meta({ description: 'The last revision of that run.' }),
  exported: Exported.optional().meta({ description: 'What is in the ERP already. Present if this run updates it.' }),
  lastRejection: LastRejection.optional().meta({
    description: 'The last rejection of that run, or the one that it carried along.',
  }),
  differences: z
    .array(z.union([Change, Omitted]))
    .optional()
    .meta({
      description:
        'The differences between the last revision of that run and the first of this one. Absent if that run could not be read at submit; then its rejection is not known either.',
    }),
});
export type PreviousRun = z.infer<typeof PreviousRun>;

/** A job number that was free at the last preflight. */
export const Suggestion = z.strictObject({ number: z.string(), at: Instant });
export type Suggestion = z.infer<typeof Suggestion>;

export const TimelineEntry = z.strictObject({
  at: Instant,
  type: z.enum(timelineTypes),
  revision: positive,
  actor: Actor,
  code: z.string().optional().meta({ description: 'Why the signal was ignored or the export parked.' }),
  signal: z.string().optional().meta({ description: 'The name of the ignored signal.' }),
  times: positive.optional().meta({ description: 'How many equal signals in a row this entry stands for.' }),
  text: z.string().optional().meta({ description: 'The reason, the note, the comment or the message.' }),
  isQuestion: z.literal(true).optional().meta({ description: 'The comment asks the sender a question.' }),
  category: z.string().optional(),
  jobNumber: z.string().optional(),
  changes: z
    .array(z.union([Change, Omitted]))
    .optional()
    .meta({ description: 'The changes to the accepted job.' }),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const ExportView = z.strictObject({
  attempts: z.int().nonnegative(),
  lastFailure: z.strictObject({ code: z.string(), message: z.string(), at: Instant.optional() }).optional(),
  nextAttemptAt: Instant.optional(),
  waitingFor: z
    .literal('agent')
    .optional()
    .meta({ description: 'An agent has received the order. The next attempts check whether it is done.' }),
  agentSeenAt: Instant.optional().meta({ description: 'When the middleware last heard from the agent.' }),
  paused: z
    .strictObject({ by: z.string(), since: Instant, reason: z.string().optional() })
    .optional()
    .meta({ description: 'Who paused the export in Temporal. There is no next attempt until it is unpaused.' }),
  parked: Parked.optional(),
});
export type ExportView = z.infer<typeof ExportView>;

/** The export with the project that has the number or the name, as only the API shows it. */
const ShownExport = ExportView.extend({ parked: Parked.extend({ holderProjectId: OtherProject }).optional() });

/** The complete state of a submission, as its workflow knows it. */
export const SubmissionState = z.strictObject({
  companyId: z.string(),
  projectId: z.string(),
  runId: z.string(),
  revision: positive,
  firstRevision: positive.meta({ description: 'The first revision of the run.' }),
  status: z.enum(statuses),
  mode: z.enum(['create', 'update']).meta({ description: '`update` if the project is in the ERP already.' }),
  project: Project,
  integration: Integration,
  policy: Policy,
  submittedBy: Actor.meta({ description: 'The person who submitted this run. The timeline says who resent it.' }),
  submittedAt: Instant,
  waitingSince: Instant.meta({ description: 'When the submission entered this status.' }),
  awaiting: Awaiting.optional(),
  question: Question.optional(),
  senders: z.array(z.string()).meta({ description: 'Everyone who submitted or resent in this run.' }),
  previousRun: PreviousRun.optional(),
  decision: Decision.optional(),
  rejection: Rejection.optional(),
  changes: z.array(z.union([Change, Omitted])),
  exportedChanges: z
    .array(z.union([Change, Omitted]))
    .optional()
    .meta({ description: 'The differences to what is in the ERP. Absent if nothing is there, or if it is not known.' }),
  checks: z.array(z.union([Check, Omitted])),
  isPreflightRunning: z.boolean().optional().meta({ description: '`true` while the answer of the ERP is awaited.' }),
  suggestion: Suggestion.optional(),
  job: Job.optional(),
  export: ExportView.optional(),
  receipt: Receipt.optional(),
  withdrawRequested: z
    .strictObject({ by: Actor, at: Instant })
    .optional()
    .meta({ description: 'A cancel by ops, which is applied as soon as it is legal.' }),
  timeline: z.array(z.union([TimelineEntry, Omitted])),
});
export type SubmissionState = z.infer<typeof SubmissionState>;

export const Links = z.strictObject({ self: z.string(), temporalUi: z.string().optional() });
export type Links = z.infer<typeof Links>;

/** The run before, without the document: `exportedChanges` says how it differs. */
const ShownPreviousRun = PreviousRun.extend({ exported: Exported.omit({ project: true }).optional() });

export const ShownReceipt = Receipt.extend({
  url: z.url().optional().meta({ description: 'The page of the record in the ERP, if it is configured.' }),
});
export type ShownReceipt = z.infer<typeof ShownReceipt>;

export const SubmissionView = SubmissionState.omit({ integration: true, policy: true }).extend({
  status: z.enum(shownStatuses),
  checks: z.array(z.union([ShownCheck, Omitted])),
  previousRun: ShownPreviousRun.optional(),
  terms: Terms,
  export: ShownExport.optional(),
  receipt: ShownReceipt.optional(),
  actions: z.record(z.enum(commandNames), ActionView),
  links: Links,
});
export type SubmissionView = z.infer<typeof SubmissionView>;
