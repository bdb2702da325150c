/** The schemas that only the API uses: queries, health and readiness. All others are in `workflows/contract`. */
import { z } from 'zod';
import { wholeNumber } from '../adapters/whole-number';
import {
  awaitedParties,
  isOpenStatus,
  openStatuses,
  shownStatuses,
  sorts,
  waitingReasons,
} from '../workflows/contract/codes';
import { line } from '../workflows/contract/text-schemas';

export const ListQuery = z
  .strictObject({
    status: z.enum(shownStatuses).optional().meta({
      description:
        'Only submissions in this status. `awaiting_decision` is the queue of the approver; `terminated` was ended by ops in Temporal.',
    }),
    q: line(100).optional().meta({
      description:
        'Only submissions whose project id, project number or job number begins with this text or, where the company has `searchNames`, whose name has all of its words. Case, width and kinds of dashes do not matter.',
    }),
    sort: z.enum(sorts).default('newest').meta({
      description: '`newest`: the newest run first. `waiting`: what has waited longest first, with one open `status`.',
    }),
    why: z.enum(waitingReasons).optional().meta({
      description: 'Only submissions that need attention for this reason, with one open `status`.',
    }),
    waitingBefore: z.iso
      .datetime('must be an instant in UTC such as 2026-11-23T08:00:00Z')
      .optional()
      .meta({ description: 'Only submissions that have waited since before this instant, with one open `status`.' }),
    awaiting: z.enum(awaitedParties).optional().meta({
      description:
        'Only submissions that wait for the approver or, after a question, for the sender, with one open `status`.',
    }),
    limit: wholeNumber(1, 100).default(50),
    cursor: z
      .string()
      .min(1)
      .max(4_096)
      .optional()
      .meta({ description: '`next` of the previous page, with the same filter and order.' }),
  })
  .superRefine(({ status, sort, why, waitingBefore, awaiting }, context) => {
    if (status !== undefined && isOpenStatus(status)) return;
    const given = { sort: sort === 'waiting' ? sort : undefined, why, waitingBefore, awaiting };
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined) continue;
      const message = `needs one open status: add status= with one of ${openStatuses.join(', ')}`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
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
    message: 'must not be in the future, because more runs could still close until then',
  })
  .refine(({ from, to }) => new Date(from) < (to === undefined ? new Date() : new Date(to)), {
    path: ['from'],
    message: 'must be before `to`',
  });
export type RecordsQuery = z.infer<typeof RecordsQuery>;

export const Alive = z.strictObject({ status: z.literal('ok') });
export const Ready = z.strictObject({ status: z.literal('ready'), temporal: z.literal(true), worker: z.literal(true) });
