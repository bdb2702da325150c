/** What is shown of a run whose workflow does not tell its state: only what Temporal itself says of it. */
import { z } from 'zod';
import { shownStatuses, unreadableCodes } from './codes';
import { Actor, Instant, Links, SubmissionView } from './view';

/** Temporal's own pause: the run stands still, and answers nothing until somebody unpauses it. */
export const Paused = z.strictObject({
  by: z.string().meta({ description: 'The Temporal identity of the person who paused it.' }),
  reason: z.string(),
  since: Instant,
});
export type Paused = z.infer<typeof Paused>;

/** The state of the run cannot be loaded, by what Temporal says of it for good. */
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

/** What a read of a submission answers. */
export const ShownSubmission = z.union([SubmissionView, PausedView, UnreadableView]);
export type ShownSubmission = z.infer<typeof ShownSubmission>;
