/** What the activities need from the outside: an ERP, and how it says no. Adapters implement it. */
import type { FieldMessage, Job } from '../workflows/contract/commands';
import type { Project } from '../workflows/contract/project';
import type { ErpContent } from './erp-content';

export interface ErpReceipt {
  readonly reference: string;
  /** The ERP's own ids of the record, by name. */
  readonly ids: Readonly<Record<string, string>>;
}

/** A record of ours that the ERP holds, as it is there now. */
export interface ErpRecord {
  readonly receipt: ErpReceipt;
  readonly content: ErpContent;
  /** Where `content` is less than `toErp` makes of a project, such as a hash of it: the same of another one. */
  readonly toKept?: (project: Project, job: Job) => ErpContent;
}

/** One record to be made or brought up to date. */
export interface ErpOrder {
  readonly reference: string;
  readonly project: Project;
  readonly job: Job;
  /**
   * What the record holds that is to be brought up to date; absent: there is none, one is made. The ERP compares and
   * writes in one step: what is neither this nor the new content is ErpConflict.
   */
  readonly expect?: ErpContent;
}

/** Before a decision: what would stand in the way? */
export interface ErpPreflight {
  readonly reference: string;
  readonly project: Project;
  /** A job number that the preflight is to check. */
  readonly number?: string;
  /** The mask of job numbers, `#` a digit and `A` a letter; absent: none is suggested. */
  readonly mask?: string;
}

export interface ErpPreflightAnswer {
  /** Who holds the number that was checked; absent: it is free. */
  readonly numberHolder?: string;
  /** Who holds the project's name, where the ERP knows its jobs by name; absent: it is free. */
  readonly nameHolder?: string;
  /** False: the ERP does not know the project's customer and makes it. */
  readonly isCustomerKnown?: boolean;
  /** The next free job number of the mask. */
  readonly nextNumber?: string;
  readonly found?: ErpRecord;
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

  /**
   * What the ERP is to hold; pure. The write, the read-back and every difference go by it. What the ERP would store
   * otherwise than it is given has its final form here.
   */
  toErp(project: Project, job: Job): ErpContent;

  /** @throws ErpUnavailable ErpPending ErpUnauthorized */
  findByReference(reference: string, attempt: Attempt): Promise<ErpRecord | undefined>;

  /**
   * One request and one transaction in the ERP: the whole record or nothing. A record that holds the content already
   * is answered as it is.
   * @throws ErpRefused ErpNumberTaken ErpConflict ErpUnclassified ErpUnavailable ErpOutcomeUnknown ErpPending ErpUnauthorized
   */
  export(order: ErpOrder, attempt: Attempt): Promise<ErpReceipt>;

  /** Present where the ERP supports a preflight: it says what would stand in the way of an export, and writes nothing. @throws ErpUnavailable ErpUnauthorized */
  preflight?(request: ErpPreflight, attempt: Attempt): Promise<ErpPreflightAnswer>;
}

/** Where the activities find a company's ERP. */
export interface ErpRegistry {
  /** `undefined`: the company or its integration is not configured any more. */
  forCompany(companyId: string): Promise<Erp | undefined>;
}

/** Root of the eight ways an ERP fails. `message` is shown to people. */
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

/** The write may have happened: look up by reference before anything else, after `retryAfterMs` where the ERP says so. */
export class ErpOutcomeUnknown extends ErpError {
  constructor(
    message: string,
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * A write of this reference is taken, and an agent is to bring it to the ERP: looked up again after `retryAfterMs`.
 * It counts as sent.
 */
export class ErpPending extends ErpError {
  constructor(
    message: string,
    readonly retryAfterMs?: number,
    /** The agent's last sign of life, an ISO instant. */
    readonly agentSeenAt?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The ERP said no in words that no code of ours explains, such as a translated text: it may be a refusal, or a fault
 * behind which the write was applied.
 */
export class ErpUnclassified extends ErpError {}

/** The record is there and holds something else than was expected; nothing was written. */
export class ErpConflict extends ErpError {
  constructor(
    message: string,
    readonly found: ErpRecord,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The ERP does not take our credentials. */
export class ErpUnauthorized extends ErpError {}
