/** The answers for a run that cannot show its state: they hold only what Temporal itself knows. */
import { z } from 'zod';
import { shownStatuses, unreadableCodes } from './codes';
import { Actor, Instant, Links, SubmissionView } from './view';

/** A run that is paused in Temporal. It does nothing and answers nothing until it is unpaused. */
export const Paused = z.strictObject({
  by: z.string().meta({ description: 'The Temporal identity of the person who paused it.' }),
  reason: z.string(),
  since: Instant,
});
export type Paused = z.infer<typeof Paused>;

/** A run whose state cannot be loaded. */
export const Unreadable = z.strictObject({
  code: z.enum(unreadableCodes),
  message: z.string(),
  repair: z.string().meta({ description: 'For ops: the command that repairs the run, or shows what is left of it.' }),
});
export type Unreadable = z.infer<typeof Unreadable>;

const identity = {
  companyId: z.string(),
  projectId: z.string(),
  runId: z.string(),
  status: z.enum(shownStatuses),
};

export const PausedView = z.strictObject({
  ...identity,
  revision: z.int().positive(),
  name: z.string(),
  submittedBy: Actor,
  submittedAt: Instant,
  waitingSince: Instant,
  paused: Paused,
  links: Links,
});
export type PausedView = z.infer<typeof PausedView>;

export const UnreadableView = z.strictObject({ ...identity, unreadable: Unreadable, links: Links });
export type UnreadableView = z.infer<typeof UnreadableView>;

/** The answer to reading a submission. */
export const ShownSubmission = z.union([SubmissionView, PausedView, UnreadableView]);
export type ShownSubmission = z.infer<typeof ShownSubmission>;
