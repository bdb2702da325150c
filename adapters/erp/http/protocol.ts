/**
 * The schemas of the protocol for middleware and on-premises agents, as `docs/erp-http.yaml` publishes them. Requests
 * are exact; answers may have further members.
 */
import { z } from 'zod';
import type { ErpContent } from '../../../activities/erp-content';
import { limits } from '../../../workflows/contract/limits';

/** The operation, which is the last part of the path. */
export type Operation = 'find' | 'export' | 'preflight';

/** Of names and numbers. A text that people read may be longer, and is cut. */
const short = z.string().max(limits.keyChars);

const reference = short.meta({
  description:
    'The permanent name of the project: the same in every try, revision and update. At most one record has it.',
  examples: ['acme~1042'],
});

/**
 * The content of a record, named as in the project document of the API, with the job beside it. Entries of a list of
 * objects are identified by their `code`.
 */
export const Content: z.ZodType<ErpContent> = z
  .lazy(() => z.record(short, z.union([z.string(), z.array(z.string()), z.array(Content), Content])))
  .meta({ id: 'Content' });

const ids = z.record(short, short).meta({
  description: "The ERP's own ids of the record, by name. `job` is required; links to the record are built from it.",
  examples: [{ job: '4711' }],
});

export const HeldRecord = z.object({ reference, ids, content: Content }).meta({ id: 'Record' });
export type HeldRecord = z.infer<typeof HeldRecord>;

const instant = z.iso.datetime({ offset: true }).max(40);
export const Waiting = z
  .object({
    since: instant.optional().meta({ description: 'When the server took the order.' }),
    agentSeenAt: instant
      .optional()
      .meta({ description: 'When the agent last called. Absent if it has not called yet.' }),
  })
  .meta({ id: 'Waiting' });
export type Waiting = z.infer<typeof Waiting>;

/** @internal The adapter sends one; an ERP reads it. */
export const FindRequest = z.strictObject({ reference }).meta({ id: 'FindRequest' });

export const ExportRequest = z
  .strictObject({
    reference,
    content: Content.meta({ description: 'The complete content that the record should hold.' }),
    expect: Content.optional().meta({
      description:
        'The content that the record must hold now; otherwise nothing is written. Absent if there is no record yet and one is to be created.',
    }),
  })
  .meta({ id: 'ExportRequest' });
export type ExportRequest = z.infer<typeof ExportRequest>;

/** @internal The adapter sends one; an ERP reads it. */
export const PreflightRequest = z
  .strictObject({
    reference,
    number: short.optional().meta({ description: 'A job number to check.' }),
    mask: short.optional().meta({
      description:
        'The form of job numbers, with `#` for a digit and `A` for a letter. Requests the next free number of this form.',
    }),
    customer: z.strictObject({ code: z.string().optional(), name: z.string() }).optional(),
  })
  .meta({ id: 'PreflightRequest' });

export const Found = z
  .object({
    record: HeldRecord.nullable().meta({ description: 'null if no record has this reference.' }),
    waiting: Waiting.optional().meta({
      description:
        'An order of this reference was taken and is not finished. If it is absent, nothing may be written any more.',
    }),
  })
  .meta({ id: 'Found' });

export const Written = z.object({ record: HeldRecord }).meta({ id: 'Written' });

export const Taken = z.object({ waiting: Waiting.optional() }).meta({ id: 'Taken' });

/** The answer 409: the conflicting record. */
export const Conflict = z
  .object({
    reference: short.meta({
      description:
        "The reference of the conflicting record: this order's own, or another one. A record without a reference is named in another way.",
    }),
    number: short.optional().meta({ description: 'The job number that the other record has.' }),
    record: HeldRecord.optional().meta({ description: "The record of this order's reference, as it is now." }),
  })
  .meta({ id: 'Conflict' });

export const Gone = z.object({ code: z.literal('gone') }).meta({ id: 'Gone' });

export const Refused = z
  .object({
    code: z.literal('refused'),
    message: z.string().meta({ description: "The ERP's own message, for people." }),
    fields: z
      .array(
        z.object({
          pointer: z.string().meta({
            description:
              'A JSON pointer into the content. It addresses a cost code by its code; an index is accepted if no code is equal to it.',
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
    numberHolder: short.optional().meta({ description: 'The holder of the number. Absent if it is free.' }),
    isCustomerKnown: z.boolean().optional().meta({ description: 'false if the export would create the customer.' }),
    nextNumber: short.optional().meta({ description: 'The next free job number of the requested form.' }),
  })
  .meta({ id: 'PreflightAnswer' });
export type PreflightAnswer = z.infer<typeof PreflightAnswer>;
