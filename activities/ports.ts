/** What the activities need from the outside: an ERP, and how it says no. Adapters implement it. */
import type { FieldMessage, Job } from '../workflows/contract/commands';
import type { Project } from '../workflows/contract/project';

export interface ErpReceipt {
  readonly reference: string;
  /** The ERP's own ids of the record, by name. */
  readonly ids: Readonly<Record<string, string>>;
}

/** A record of ours that the ERP holds. */
export interface ErpRecord {
  readonly receipt: ErpReceipt;
  /** As `contentHash` gave it when the record was written. */
  readonly contentHash: string;
}

/** The attempt an ERP call belongs to. */
export interface Attempt {
  /** Aborted when the attempt must end: the call ends with it. */
  readonly signal: AbortSignal;
  /** Says that the call makes progress. */
  readonly heartbeat: () => void;
}

export interface Erp {
  /**
   * How long, in milliseconds, a write that left may still appear: a look-up is believed to say
   * "not there" only so long after it.
   */
  readonly commitWithinMs: number;
  /**
   * True when a second write of one reference can never make a second record. False: while the
   * outcome of a write is unknown the next one waits until a look-up is believed.
   */
  readonly writesOncePerReference: boolean;

  /** Stable over processes and versions; pure. */
  contentHash(project: Project, job: Job): string;

  /** @throws ErpUnavailable ErpDenied */
  findByReference(reference: string, attempt: Attempt): Promise<ErpRecord | undefined>;

  /**
   * Makes the record, or brings it up to date when the reference exists with other content.
   * @throws ErpRefused ErpNumberTaken ErpUnavailable ErpUnknown ErpDenied
   */
  export(project: Project, job: Job, reference: string, attempt: Attempt): Promise<ErpReceipt>;
}

/** Where the activities find a company's ERP. */
export interface Erps {
  /** `undefined`: the company or its integration is not configured any more. */
  forCompany(companyId: string): Promise<Erp | undefined>;
}

/** Root of the five ways an ERP fails. `message` is shown to people. */
export abstract class ErpError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The ERP refuses the data: sending the same again is useless. */
export class ErpRefused extends ErpError {
  constructor(
    message: string,
    readonly fields: readonly FieldMessage[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The job number belongs to another record: another number helps. */
export class ErpNumberTaken extends ErpError {}

/** Nothing was written; again later, after `retryAfterMs` where the ERP says so. */
export class ErpUnavailable extends ErpError {
  constructor(
    message: string,
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The write may have happened: look up by reference before anything else. */
export class ErpUnknown extends ErpError {}

/** The ERP does not take our credentials. */
export class ErpDenied extends ErpError {}
