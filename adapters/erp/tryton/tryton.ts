/**
 * The adapter for Tryton, through its REST API and our module `construction_job`, which imports a whole job in one
 * transaction. Only answers with a code of the module are final; see `module/README.md`.
 */
import { z } from 'zod';
import type { ErpContent } from '../../../activities/erp-content';
import {
  ErpConflict,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpOutcomeUnknown,
  type Attempt,
  type Erp,
  type ErpPreflightAnswer,
  type ErpError,
  type ErpOrder,
  type ErpPreflight,
  type ErpReceipt,
  type ErpRecord,
} from '../../../activities/erp-port';
import type { Job } from '../../../workflows/contract/commands';
import { limits } from '../../../workflows/contract/limits';
import type { Project } from '../../../workflows/contract/project';
import { parseErpJson } from '../erp-json';
import { fault, post, unexplained, type Effect, type HttpAnswer } from '../erp-call';
import { findCustomerCode, toContent } from './tryton-content';
import { defined } from '../../../workflows/contract/defined';

export interface TrytonOptions {
  /** The address of the server, such as `https://erp.example.com`. */
  readonly url: string;
  readonly database: string;
  /** A user application key for `rest`. */
  readonly key: string;
  readonly commitWithinMs: number;
}

/** Of names and numbers. A text that people read may be longer, and is cut. */
const short = z.string().max(limits.keyChars);

const Content: z.ZodType<ErpContent> = z.lazy(() => z.record(short, z.union([z.string(), z.array(Content), Content])));
const HeldJob = z.object({ reference: short, ids: z.record(short, short), content: Content });
const Numbered = z.object({ job: z.object({ number: z.string() }) });
const Found = z.object({ job: HeldJob.nullable() });
const PreflightAnswer = z.object({
  job: HeldJob.optional(),
  holder: short.optional(),
  customer_known: z.boolean().optional(),
  next_number: short.optional(),
});

/** How Tryton says no. In a final answer of the module `message` is its code, and `description` JSON. */
const Refusal = z.object({ status: z.literal(400), message: z.string(), description: z.string() });
const RefusedDetails = z.object({
  text: z.string(),
  fields: z.array(z.object({ pointer: z.string(), message: z.string() })),
});
const TakenDetails = z.object({ number: short, holder: short });

/** What every method takes, and what some take beside it. */
interface Order {
  readonly reference: string;
  readonly [field: string]: unknown;
}

type HeldJob = z.infer<typeof HeldJob>;

function toRecord({ reference, ids, content }: HeldJob): ErpRecord {
  const numbered = Numbered.safeParse(content);
  const jobNumber = numbered.success ? { jobNumber: numbered.data.job.number } : {};
  return { receipt: { reference, ids: { ...ids, ...jobNumber } }, content };
}

/** `undefined`: it is none of the module's final answers. */
function toRefusal(
  { message, description }: z.infer<typeof Refusal>,
  reference: string,
  show: HttpAnswer['show'],
): ErpError | undefined {
  const details = parseErpJson(description);
  switch (message) {
    case 'EXPORT_REFUSED': {
      const refused = RefusedDetails.safeParse(details);
      if (!refused.success) return undefined;
      const { text, fields } = refused.data;
      return new ErpRefused(
        show(text),
        fields.map((field) => ({ ...field, message: show(field.message) })),
      );
    }
    case 'EXPORT_NUMBER_TAKEN': {
      const taken = TakenDetails.safeParse(details);
      if (!taken.success) return undefined;
      return new ErpNumberTaken(taken.data.number, taken.data.holder);
    }
    case 'EXPORT_CHANGED': {
      const found = HeldJob.safeParse(details);
      if (!found.success || found.data.reference !== reference) return undefined;
      return new ErpConflict(`Tryton has ${reference} with different content.`, toRecord(found.data));
    }
    case 'EXPORT_GONE':
      return new ErpUnavailable(`Tryton no longer has ${reference}, so it is looked up again.`);
    default:
      return undefined;
  }
}

/** A look-up is refused only to those who may not look. */
function toFailure(answer: HttpAnswer, reference: string, effect: Effect): ErpError {
  if (answer.status !== 400) return unexplained(answer, effect);
  const no = Refusal.safeParse(parseErpJson(answer.text));
  // trytond makes a 400 page of its own faults, also of one in the middle of a write.
  if (!no.success) return fault(answer, effect);
  const { message, description } = no.data;
  const refusal = effect === 'write' ? toRefusal(no.data, reference, answer.show) : undefined;
  return refusal ?? unexplained({ ...answer, text: `${message} ${description}` }, effect);
}

class Tryton implements Erp {
  readonly commitWithinMs: number;
  readonly writesOncePerReference = true;
  readonly #url: string;
  readonly #key: string;

  constructor({ url, database, key, commitWithinMs }: TrytonOptions) {
    this.commitWithinMs = commitWithinMs;
    this.#url = `${url.replace(/(?<!\/)\/+$/, '')}/${encodeURIComponent(database)}/rest/model/construction.job`;
    this.#key = key;
  }

  toErp(project: Project, job: Job): ErpContent {
    return toContent(project, job);
  }

  async findByReference(reference: string, attempt: Attempt): Promise<ErpRecord | undefined> {
    const { job } = await this.#call('find_job', { reference }, Found, attempt);
    if (job === null) return undefined;
    if (job.reference !== reference) throw new ErpUnavailable('Tryton answered with the job of another reference.');
    return toRecord(job);
  }

  async export({ reference, project, job, expect }: ErpOrder, attempt: Attempt): Promise<ErpReceipt> {
    const content = toContent(project, job);
    const order: Order = {
      reference,
      content,
      customer_name: project.customer?.name ?? findCustomerCode(project, job),
    };
    const written = expect
      ? await this.#call('update_job', { ...order, expect }, HeldJob, attempt, 'write')
      : await this.#call('import_job', order, HeldJob, attempt, 'write');
    if (written.reference !== reference)
      throw new ErpOutcomeUnknown('Tryton answered with the job of another reference.');
    return toRecord(written).receipt;
  }

  async preflight({ reference, project, number, mask }: ErpPreflight, attempt: Attempt): Promise<ErpPreflightAnswer> {
    const code = project.customer && findCustomerCode(project, {});
    const request = { reference, number, mask, customer_code: code };
    const { holder, customer_known, next_number, job } = await this.#call(
      'preflight_job',
      request,
      PreflightAnswer,
      attempt,
    );
    return {
      ...defined({
        numberHolder: holder,
        isCustomerKnown: customer_known,
        nextNumber: next_number,
        found: job && toRecord(job),
      }),
    };
  }

  async #call<T>(
    method: string,
    body: Order,
    schema: z.ZodType<T>,
    attempt: Attempt,
    effect: Effect = 'read',
  ): Promise<T> {
    const headers = {
      Authorization: `Bearer ${this.#key}`,
      'Content-Type': 'application/json',
      // Node's own "*" is no language to Tryton.
      'Accept-Language': 'en',
    };
    const call = { effect, url: `${this.#url}/${method}`, headers, body, secret: this.#key };
    const answer = await post(call, attempt);
    if (answer.status !== 200) throw toFailure(answer, body.reference, effect);
    const parsed = schema.safeParse(parseErpJson(answer.text));
    if (parsed.success) return parsed.data;
    const what = 'The answer of Tryton has an unknown form';
    throw effect === 'read'
      ? new ErpUnavailable(`${what}.`)
      : new ErpOutcomeUnknown(`${what}. The record may have been written.`);
  }
}

export const createTryton = (options: TrytonOptions): Erp => new Tryton(options);
