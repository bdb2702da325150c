/** An ERP in memory, as real ones behave: it keeps one record per reference, and fails when told to. */
import { isSameContent, type ErpContent } from '../../../activities/erp-content';
import {
  ErpConflict,
  ErpUnauthorized,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpUnclassified,
  ErpOutcomeUnknown,
  ErpPending,
  type Attempt,
  type Erp,
  type ErpPreflightAnswer,
  type ErpOrder,
  type ErpPreflight,
  type ErpReceipt,
  type ErpRecord,
} from '../../../activities/erp-port';
import type { FieldMessage, Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { defined } from '../../../workflows/contract/defined';

export type ErpFault =
  | { readonly kind: 'refused'; readonly fields?: readonly FieldMessage[] }
  | { readonly kind: 'number_taken' }
  | { readonly kind: 'unavailable'; readonly retryAfterMs?: number }
  | { readonly kind: 'denied' }
  /** An agent has the order. */
  | { readonly kind: 'waiting'; readonly agentSeenAt: string }
  /** A no in the ERP's own words, which no code explains. */
  | { readonly kind: 'unexplained'; readonly text: string }
  /** Writes, but not what it was given. */
  | { readonly kind: 'stores otherwise'; readonly name: string }
  /** The answer is lost. `later`: written when `applyLate` is called. */
  | { readonly kind: 'unknown'; readonly written: 'now' | 'later' | 'never' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** Never answers; ends with its attempt, and nothing is written. */
  | { readonly kind: 'hang' };

export type ErpCall = 'export' | 'findByReference' | 'preflight';

export interface DoubleRecord extends ErpRecord {
  readonly project: Project;
  readonly job: Job;
  /** 1 when made, one more with each update. */
  readonly writes: number;
}

export interface ErpDoubleOptions {
  readonly commitWithinMs?: number;
  readonly writesOncePerReference?: boolean;
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });

const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

function refuseUnexpected(reference: string, known: DoubleRecord | undefined, expect: ErpContent | undefined): void {
  if (!known && expect) throw new ErpUnavailable(`${reference} is not there any more.`);
  if (!known || (expect && isSameContent(known.content, expect))) return;
  throw new ErpConflict(`${reference} is there with other content.`, known);
}

export class ErpDouble implements Erp {
  readonly commitWithinMs: number;
  readonly writesOncePerReference: boolean;
  readonly #records = new Map<string, DoubleRecord>();
  readonly #calls: Record<ErpCall, number> = { export: 0, findByReference: 0, preflight: 0 };
  readonly #faults: Record<ErpCall, ErpFault[]> = { export: [], findByReference: [], preflight: [] };
  readonly #late: ErpOrder[] = [];
  /** What the ERP answers before a decision. */
  answer: ErpPreflightAnswer = {};

  constructor({ commitWithinMs = 0, writesOncePerReference = true }: ErpDoubleOptions = {}) {
    this.commitWithinMs = commitWithinMs;
    this.writesOncePerReference = writesOncePerReference;
  }

  get records(): readonly DoubleRecord[] {
    return [...this.#records.values()];
  }

  get calls(): Readonly<Record<ErpCall, number>> {
    return { ...this.#calls };
  }

  /** The next `times` of these calls meet this fault; faults wait for their turn. */
  failNext(call: ErpCall, fault: ErpFault, times = 1): void {
    for (let turn = 0; turn < times; turn += 1) this.#faults[call].push(fault);
  }

  /** No fault waits any more. */
  heal(): void {
    this.#faults.export = [];
    this.#faults.findByReference = [];
    this.#faults.preflight = [];
  }

  /** Writes whose answer was lost arrive now. */
  applyLate(): void {
    for (const write of this.#late.splice(0)) this.#write(write);
  }

  /** Somebody in the ERP changes a field of the record. */
  changeByHand(reference: string, change: ErpContent): void {
    const record = this.#records.get(reference);
    if (!record) throw new Error(`there is no ${reference}`);
    this.#records.set(reference, { ...record, content: { ...record.content, ...change } });
  }

  /** Somebody in the ERP deletes the record. */
  deleteByHand(reference: string): void {
    this.#records.delete(reference);
  }

  toErp(project: Project, job: Job): ErpContent {
    return { ...project, job };
  }

  async findByReference(reference: string, attempt: Attempt): Promise<ErpRecord | undefined> {
    await this.#meetFault('findByReference', attempt);
    const record = this.#records.get(reference);
    return record && { receipt: record.receipt, content: record.content };
  }

  async export(order: ErpOrder, attempt: Attempt): Promise<ErpReceipt> {
    const fault = await this.#meetFault('export', attempt, order);
    const receipt = this.#write(order);
    if (fault?.kind === 'stores otherwise') this.changeByHand(order.reference, { name: fault.name });
    return receipt;
  }

  async preflight(_request: ErpPreflight, attempt: Attempt): Promise<ErpPreflightAnswer> {
    await this.#meetFault('preflight', attempt);
    return this.answer;
  }

  async #meetFault(call: ErpCall, attempt: Attempt, write?: ErpOrder): Promise<ErpFault | undefined> {
    this.#calls[call] += 1;
    if (attempt.signal.aborted) throw new ErpUnavailable('The attempt was ended before it began.');
    attempt.heartbeat();
    const fault = this.#faults[call].shift();
    if (fault) await this.#fail(fault, attempt, write);
    return fault;
  }

  async #fail(fault: ErpFault, { signal }: Attempt, write: ErpOrder | undefined): Promise<void> {
    switch (fault.kind) {
      case 'refused':
        throw new ErpRefused('The ERP refuses the project.', fault.fields);
      case 'number_taken':
        throw new ErpNumberTaken(write?.job.number ?? '', 'another record');
      case 'unavailable':
        throw new ErpUnavailable('The ERP is down for maintenance.', fault.retryAfterMs);
      case 'denied':
        throw new ErpUnauthorized('The ERP does not take the API key.');
      case 'waiting':
        throw new ErpPending('The agent has the order.', undefined, fault.agentSeenAt);
      case 'unexplained':
        throw new ErpUnclassified(fault.text);
      case 'stores otherwise':
        return;
      case 'unknown':
        if (write && fault.written === 'now') this.#write(write);
        if (write && fault.written === 'later') this.#late.push(write);
        throw new ErpOutcomeUnknown('The connection broke before the answer came.');
      case 'slow':
        await Promise.race([delay(fault.ms), ended(signal)]);
        if (signal.aborted) throw new ErpOutcomeUnknown('The ERP did not answer in time.');
        return;
      case 'hang':
        await ended(signal);
        throw new ErpOutcomeUnknown('The ERP did not answer.');
    }
  }

  #refuseTaken({ number }: Job, reference: string): void {
    if (number === undefined) return;
    const others = this.records.filter(({ receipt }) => receipt.reference !== reference);
    const holder = others.find((record) => record.job.number === number);
    if (holder) throw new ErpNumberTaken(number, holder.receipt.reference);
  }

  #write({ project, job, reference, expect }: ErpOrder): ErpReceipt {
    const content = this.toErp(project, job);
    const known = this.#records.get(reference);
    if (known && isSameContent(known.content, content)) return known.receipt;
    refuseUnexpected(reference, known, expect);
    this.#refuseTaken(job, reference);
    const id = known?.receipt.ids['job'] ?? `R-${this.#records.size + 1}`;
    const ids = { job: id, ...defined({ jobNumber: job.number }) };
    const receipt = { reference, ids };
    this.#records.set(reference, { receipt, content, project, job, writes: (known?.writes ?? 0) + 1 });
    return receipt;
  }
}
