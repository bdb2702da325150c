/** What a command answers: as an update, and over HTTP. */
import { z } from 'zod';
import { shownStatuses, statuses } from './codes';
import { Awaiting, Instant, Links, Parked, Receipt, TimelineEntry } from './view';

/** Where a submission stands after a command, without its document: what a command answers. */
export const Standing = z.strictObject({
  companyId: z.string(),
  projectId: z.string(),
  runId: z.string(),
  revision: z.int().positive(),
  status: z.enum(statuses),
  waitingSince: Instant.meta({ description: 'When the submission entered this status.' }),
  awaiting: Awaiting.optional(),
  job: z.strictObject({ number: z.string().optional() }).optional(),
  parked: Parked.pick({ code: true, since: true }).optional(),
  receipt: Receipt.pick({ reference: true, ids: true }).optional(),
  entry: TimelineEntry.omit({ changes: true }).meta({
    description: 'The entry of the command in the timeline. Its texts are cut to 200 characters.',
  }),
});
export type Standing = z.infer<typeof Standing>;

/** What an update answers: the standing, and the hash of the body that was applied under its id. */
export const UpdateAnswer = Standing.extend({ bodyHash: z.string().optional() });
export type UpdateAnswer = z.infer<typeof UpdateAnswer>;

/** What the API answers to a command. The rest is in the view. */
export const ShownStanding = Standing.extend({ status: z.enum(shownStatuses), links: Links });
export type ShownStanding = z.infer<typeof ShownStanding>;
