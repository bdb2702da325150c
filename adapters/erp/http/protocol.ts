/**
 * The words of the protocol for middleware and on-premises agents, as `docs/erp-http.yaml` publishes them. Requests are
 * exact; an answer may say more than we know.
 */
import { z } from 'zod';
import type { ErpContent } from '../../../activities/erp-content';
import { limits } from '../../../workflows/contract/limits';

/** The last part of the path. */
export type Operation = 'find' | 'export' | 'preflight';

/** Of names and numbers. A text that people read may be longer, and is cut. */
const short = z.string().max(limits.keyChars);

const reference = short.meta({
  description: 'Names the project for good: the same in every try, revision and update. One record at most carries it.',
  examples: ['acme~1042'],
});

/** Named as in the project document of the API, with the job beside it; lists of objects are known by their `code`. */
export const Content: z.ZodType<ErpContent> = z
  .lazy(() => z.record(short, z.union([z.string(), z.array(z.string()), z.array(Content), Content])))
  .meta({ id: 'Content' });

const ids = z.record(short, short).meta({
  description: "The ERP's own ids of the record, by name. `job` is always there; links to its records are made of it.",
  examples: [{ job: '4711' }],
});

export const HeldRecord = z.object({ reference, ids, content: Content }).meta({ id: 'Record' });
export type HeldRecord = z.infer<typeof HeldRecord>;

const instant = z.iso.datetime({ offset: true }).max(40);
export const Waiting = z
  .object({
    since: instant.optional().meta({ description: 'When the order was taken.' }),
    agentSeenAt: instant.optional().meta({ description: "The agent's last sign of life; absent: none yet." }),
  })
  .meta({ id: 'Waiting' });
export type Waiting = z.infer<typeof Waiting>;

/** @internal The adapter sends one; an ERP reads it. */
export const FindRequest = z.strictObject({ reference }).meta({ id: 'FindRequest' });

export const ExportRequest = z
  .strictObject({
    reference,
    content: Content.meta({ description: 'What the record is to hold, all of it.' }),
    expect: Content.optional().meta({
      description:
        'What the record must hold now, else nothing is written. Absent: there is no record yet, and one is made.',
    }),
  })
  .meta({ id: 'ExportRequest' });
export type ExportRequest = z.infer<typeof ExportRequest>;

/** @internal The adapter sends one; an ERP reads it. */
export const PreflightRequest = z
  .strictObject({
    reference,
    number: short.optional().meta({ description: 'A job number that is to be checked.' }),
    mask: short.optional().meta({
      description: 'The form of job numbers, `#` a digit and `A` a letter: the next free one is asked for.',
    }),
    customer: z.strictObject({ code: z.string().optional(), name: z.string() }).optional(),
  })
  .meta({ id: 'PreflightRequest' });

export const Found = z
  .object({
    record: HeldRecord.nullable().meta({ description: 'null: nothing is held under this reference.' }),
    waiting: Waiting.optional().meta({
      description: 'An order of this reference is taken and not finished. Left out, nothing may be written any more.',
    }),
  })
  .meta({ id: 'Found' });

export const Written = z.object({ record: HeldRecord }).meta({ id: 'Written' });

export const Taken = z.object({ waiting: Waiting.optional() }).meta({ id: 'Taken' });

/** A 409: the record that stands in the way. */
export const Conflict = z
  .object({
    reference: short.meta({
      description: "Of the record in the way: this one's own, or another's. One that has none is named otherwise.",
    }),
    number: short.optional().meta({ description: 'The job number that the other record holds.' }),
    record: HeldRecord.optional().meta({ description: "This reference's own record, as it is now." }),
  })
  .meta({ id: 'Conflict' });

export const Gone = z.object({ code: z.literal('gone') }).meta({ id: 'Gone' });

export const Refused = z
  .object({
    code: z.literal('refused'),
    message: z.string().meta({ description: 'For people, in the words of the ERP.' }),
    fields: z
      .array(
        z.object({
          pointer: z.string().meta({
            description:
              'JSON pointer into the content. A cost code stands under its code; its place in the list is understood where no code reads so.',
          }),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Refused' });

export const PreflightAnswer = z
  .object({
    record: HeldRecord.nullable().optional(),
    numberHolder: short.optional().meta({ description: 'Who holds the number; absent: it is free.' }),
    isCustomerKnown: z.boolean().optional().meta({ description: 'false: the export would make the customer.' }),
    nextNumber: short.optional().meta({ description: 'The next free job number of the mask.' }),
  })
  .meta({ id: 'PreflightAnswer' });
export type PreflightAnswer = z.infer<typeof PreflightAnswer>;
