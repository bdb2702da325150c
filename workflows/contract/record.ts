/** The schemas of a record: what is kept of a run, with all its revisions. */
import { z } from 'zod';
import { Job } from './commands';
import { Actor, Change, Decision, Instant, Omitted, Rejection, SubmissionState } from './view';

/** One acceptance cycle as the record keeps it. The texts of older ones are cut and end in `…`. */
export const RevisionRecord = z.strictObject({
  revision: z.int().positive(),
  sentBy: Actor,
  sentAt: Instant,
  note: z.string().optional(),
  changes: z.array(z.union([Change, Omitted])).meta({
    description: 'The differences to the previous revision. `{omitted}`: removed with age.',
  }),
  decisions: z
    .array(Decision.omit({ revision: true }))
    .meta({ description: 'The decisions in their order. An accept may be followed by one reject.' }),
  job: Job.optional().meta({ description: 'The job as it was accepted.' }),
  rejection: Rejection.omit({ by: true, at: true, revision: true }).optional(),
});
export type RevisionRecord = z.infer<typeof RevisionRecord>;

/** The record of a run: its state and all its revisions. A closed run returns it as its result. */
export const SubmissionRecord = SubmissionState.extend({
  revisions: z.array(z.union([RevisionRecord, Omitted])).meta({ description: 'The revisions, oldest first.' }),
});
export type SubmissionRecord = z.infer<typeof SubmissionRecord>;
