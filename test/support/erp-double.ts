/** An ERP in memory, as real ones behave: it keeps one record per reference, and fails when told to. */
import { createHash } from 'node:crypto';
import {
  ErpDenied,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpUnknown,
  type Attempt,
  type Erp,
  type ErpReceipt,
  type ErpRecord,
} from '../../activities/ports';
import type { FieldMessage, Job } from '../../workflows/contract/commands';
import type { Project } from '../../workflows/contract/project';

export type ErpFault =
  | { readonly kind: 'refused'; readonly fields?: readonly FieldMessage[] }
  | { readonly kind: 'number_taken' }
  | { readonly kind: 'unavailable'; readonly retryAfterMs?: number }
  | { readonly kind: 'denied' }
  /** The answer is lost. `later`: written when `applyLate` is called. */
  | { readonly kind: 'unknown'; readonly written: 'now' | 'later' | 'never' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** Never answers; ends with its attempt, and nothing is written. */
  | { readonly kind: 'hang' };

export type ErpCall = 'export' | 'findByReference';

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

interface Write {
  readonly project: Project;
  readonly job: Job;
  readonly reference: string;
}

const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

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

export class ErpDouble implements Erp {
  readonly commitWithinMs: number;
  readonly writesOncePerReference: boolean;
  readonly #records = new Map<string, DoubleRecord>();
  readonly #calls: Record<ErpCall, number> = { export: 0, findByReference: 0 };
  readonly #faults: Record<ErpCall, ErpFault[]> = { export: [], findByReference: [] };
  readonly #late: Write[] = [];

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
  }

  /** Writes whose answer was lost arrive now. */
  applyLate(): void {
    for (const write of this.#late.splice(0)) this.#write(write);
  }

  contentHash(project: Project, job: Job): string {
    return createHash('sha256')
      .update(JSON.stringify([project, job], sortKeys))
      .digest('hex');
  }

  async findByReference(reference: string, attempt: Attempt): Promise<ErpRecord | undefined> {
    await this.#meetFault('findByReference', attempt);
    const record = this.#records.get(reference);
    return record && { receipt: record.receipt, contentHash: record.contentHash };
  }

  async export(project: Project, job: Job, reference: string, attempt: Attempt): Promise<ErpReceipt> {
    const write = { project, job, reference };
    await this.#meetFault('export', attempt, write);
    return this.#write(write);
  }

  async #meetFault(call: ErpCall, attempt: Attempt, write?: Write): Promise<void> {
    this.#calls[call] += 1;
    if (attempt.signal.aborted) throw new ErpUnavailable('The attempt was ended before it began.');
    attempt.heartbeat();
    const fault = this.#faults[call].shift();
    if (fault) await this.#fail(fault, attempt, write);
  }

  async #fail(fault: ErpFault, { signal }: Attempt, write: Write | undefined): Promise<void> {
    switch (fault.kind) {
      case 'refused':
        throw new ErpRefused('The ERP refuses the project.', fault.fields);
      case 'number_taken':
        throw new ErpNumberTaken(`Job number ${write?.job.number ?? ''} belongs to another record.`);
      case 'unavailable':
        throw new ErpUnavailable('The ERP is down for maintenance.', fault.retryAfterMs);
      case 'denied':
        throw new ErpDenied('The ERP does not take the API key.');
      case 'unknown':
        if (write && fault.written === 'now') this.#write(write);
        if (write && fault.written === 'later') this.#late.push(write);
        throw new ErpUnknown('The connection broke before the answer came.');
      case 'slow':
        await Promise.race([delay(fault.ms), ended(signal)]);
        if (signal.aborted) throw new ErpUnknown('The ERP did not answer in time.');
        return;
      case 'hang':
        await ended(signal);
        throw new ErpUnknown('The ERP did not answer.');
    }
  }

  #write({ project, job, reference }: Write): ErpReceipt {
    const others = this.records.filter(({ receipt }) => receipt.reference !== reference);
    const holder = others.find((record) => job.number !== undefined && record.job.number === job.number);
    if (job.number !== undefined && holder) {
      throw new ErpNumberTaken(`Job number ${job.number} belongs to ${holder.receipt.reference}.`);
    }
    const known = this.#records.get(reference);
    const contentHash = this.contentHash(project, job);
    if (known?.contentHash === contentHash) return known.receipt;
    const id = known?.receipt.ids['record'] ?? `R-${String(this.#records.size + 1)}`;
    const ids = { record: id, ...(job.number !== undefined && { jobNumber: job.number }) };
    const receipt = { reference, ids };
    this.#records.set(reference, { receipt, contentHash, project, job, writes: (known?.writes ?? 0) + 1 });
    return receipt;
  }
}
