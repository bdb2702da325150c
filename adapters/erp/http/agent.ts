/**
 * The adapter for an ERP behind middleware or an on-premises agent that follows our protocol (`docs/erp-http.md`). The
 * server keeps one record for each reference and processes one order of it at a time; `npm run conformance` tests that.
 */
import { z } from 'zod';
import { isSameContent, type ErpContent } from '../../../activities/erp-content';
import {
  ErpConflict,
  ErpUnavailable,
  ErpOutcomeUnknown,
  type Attempt,
  type Erp,
  type ErpPreflightAnswer,
  type ErpOrder,
  type ErpPreflight,
  type ErpReceipt,
  type ErpRecord,
} from '../../../activities/erp-port';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { post, unexplained, type Effect, type HttpAnswer } from '../erp-call';
import { toUnhappyAnswer, parsed, waitingFor } from './agent-answers';
import { readContent, toContent } from './agent-content';
import { orderKey, requestHeaders, type Credentials } from './agent-request';
import { PreflightAnswer, Found, Taken, Written, type HeldRecord, type Operation, type Waiting } from './protocol';
import { defined } from '../../../workflows/contract/defined';

/** The options of the adapter. The signing key must be well-formed. */
export interface AgentOptions extends Credentials {
  /** The address below which the calls are. */
  readonly url: string;
  readonly commitWithinMs: number;
  /** Fields that the ERP cannot store, such as `description` or `costCodes.costTypes`. */
  readonly notKept?: readonly string[];
}

/** A server need not have a preflight. */
const noSuchOperation = new Set([404, 405, 501]);

const Numbered = z.object({ job: z.object({ number: z.string() }) });

interface Looked {
  readonly record: ErpRecord | undefined;
  readonly waiting: Waiting | undefined;
  readonly answer: HttpAnswer;
}

class Agent implements Erp {
  readonly commitWithinMs: number;
  readonly writesOncePerReference = true;
  readonly #url: string;
  readonly #credentials: Credentials;
  readonly #notKept: ReadonlySet<string>;

  constructor({ url, token, signingKey, commitWithinMs, notKept = [] }: AgentOptions) {
    this.commitWithinMs = commitWithinMs;
    this.#url = url.replace(/(?<!\/)\/+$/, '');
    this.#credentials = { token, signingKey };
    this.#notKept = new Set(notKept);
  }

  toErp(project: Project, job: Job): ErpContent {
    return toContent(project, job, this.#notKept);
  }

  async findByReference(reference: string, attempt: Attempt): Promise<ErpRecord | undefined> {
    const { record, waiting, answer } = await this.#lookUp(reference, attempt);
    if (waiting) throw waitingFor(waiting, answer);
    return record;
  }

  async export({ reference, project, job, expect }: ErpOrder, attempt: Attempt): Promise<ErpReceipt> {
    const content = this.toErp(project, job);
    const order = { reference, content, ...defined({ expect }) };
    const answer = await this.#post('export', 'write', { body: order, key: orderKey(order) }, attempt);
    if (answer.status === 202) throw waitingFor(parsed(Taken, answer, 'write').waiting ?? {}, answer);
    if (answer.status === 200) {
      const { record } = parsed(Written, answer, 'write');
      if (record.reference !== reference)
        throw new ErpOutcomeUnknown('The ERP answered with the record of another reference.');
      return this.#toRecord(record).receipt;
    }
    const no = toUnhappyAnswer(answer, reference);
    if (no instanceof Error) throw no;
    const held = this.#toRecord(no);
    if (isSameContent(held.content, content)) return held.receipt;
    throw new ErpConflict(`The ERP has ${reference} with different content.`, held);
  }

  async preflight({ reference, project, number, mask }: ErpPreflight, attempt: Attempt): Promise<ErpPreflightAnswer> {
    // What is undefined is no part of the JSON.
    const body = { reference, number, mask, customer: project.customer };
    const answer = await this.#post('preflight', 'read', { body }, attempt);
    if (noSuchOperation.has(answer.status)) {
      const { record } = await this.#lookUp(reference, attempt);
      return record ? { found: record } : {};
    }
    if (answer.status !== 200) throw unexplained(answer, 'read');
    const { record, numberHolder, isCustomerKnown, nextNumber } = parsed(PreflightAnswer, answer, 'read');
    return {
      ...defined({ numberHolder, isCustomerKnown, nextNumber, found: record ? this.#toRecord(record) : undefined }),
    };
  }

  async #lookUp(reference: string, attempt: Attempt): Promise<Looked> {
    const answer = await this.#post('find', 'read', { body: { reference } }, attempt);
    if (answer.status !== 200) throw unexplained(answer, 'read');
    const { record, waiting } = parsed(Found, answer, 'read');
    if (record && record.reference !== reference) {
      throw new ErpUnavailable('The ERP answered with the record of another reference.');
    }
    return { record: record ? this.#toRecord(record) : undefined, waiting, answer };
  }

  #toRecord({ reference, ids, content: held }: HeldRecord): ErpRecord {
    const content = readContent(held, this.#notKept);
    const numbered = Numbered.safeParse(content);
    const jobNumber = numbered.success ? { jobNumber: numbered.data.job.number } : {};
    return { receipt: { reference, ids: { ...ids, ...jobNumber } }, content };
  }

  #post(
    operation: Operation,
    effect: Effect,
    { body, key }: { readonly body: object; readonly key?: string },
    attempt: Attempt,
  ): Promise<HttpAnswer> {
    const text = JSON.stringify(body);
    const headers = requestHeaders(this.#credentials, {
      ...defined({ key }),
      at: Date.now(),
      body: text,
    });
    const call = { effect, url: `${this.#url}/${operation}`, headers, body, secret: this.#credentials.token };
    return post(call, attempt);
  }
}

export const createAgent = (options: AgentOptions): Erp => new Agent(options);
