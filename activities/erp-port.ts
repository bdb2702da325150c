/** The port of an ERP, and its errors. Adapters implement it. */
import type { FieldMessage, Job } from '../workflows/contract/commands';
import type { Project } from '../workflows/contract/project';
import type { ErpContent } from './erp-content';

export interface ErpReceipt {
  readonly reference: string;
  /** The ERP's own ids of the record, by name. */
  readonly ids: Readonly<Record<string, string>>;
}

/** A record under our reference, as the ERP holds it now. */
export interface ErpRecord {
  readonly receipt: ErpReceipt;
  readonly content: ErpContent;
  /**
   * Present if `content` has less than `toErp` returns, such as only a hash. Returns the same reduced form for another
   * project.
   */
  readonly toKept?: (project: Project, job: Job) => ErpContent;
}

/** An order to create or update one record. */
export interface ErpOrder {
  readonly reference: string;
  readonly project: Project;
  readonly job: Job;
  /**
   * The content of the record to update. Absent if there is none and one is to be created. The ERP compares and writes
   * in one step; if the record has neither this nor the new content, that is an ErpConflict.
   */
  readonly expect?: ErpContent;
}

/** A question to the ERP before a decision: what would prevent an export? */
export interface ErpPreflight {
  readonly reference: string;
  readonly project: Project;
  /** The job number to check. */
  readonly number?: string;
  /** The mask of job numbers, with `#` for a digit and `A` for a letter. Absent if no number is to be suggested. */
  readonly mask?: string;
}

export interface ErpPreflightAnswer {
  /** The holder of the checked number. Absent if it is free. */
  readonly numberHolder?: string;
  /** The holder of the project's name, if the ERP identifies jobs by name. Absent if it is free. */
  readonly nameHolder?: string;
  /** False if the ERP does not know the project's customer and will create it. */
  readonly isCustomerKnown?: boolean;
  /** The next free job number of the mask. */
  readonly nextNumber?: string;
  readonly found?: ErpRecord;
}

/** The attempt that a call belongs to. */
export interface Attempt {
  /** Aborted when the attempt must end. The call ends with it. */
  readonly signal: AbortSignal;
  /** Reports that the call makes progress. */
  readonly heartbeat: () => void;
}

export interface Erp {
  /**
   * How long a write that was sent may still appear, in milliseconds. Only after that can a look-up be trusted that
   * finds nothing.
   */
  readonly commitWithinMs: number;
  /**
   * Whether a second write of one reference can never create a second record. If it can, the next write after an
   * unknown outcome waits until a look-up can be trusted.
   */
  readonly writesOncePerReference: boolean;

  /**
   * Returns what the ERP should hold. Pure. Writes, the read-back and every difference are based on it, so values that
   * the ERP would store differently are returned in their final form.
   */
  toErp(project: Project, job: Job): ErpContent;

  /**
   * Looks up the record with the reference; `undefined` if there is none.
   * @throws ErpUnavailable ErpPending ErpUnauthorized
   */
  findByReference(reference: string, attempt: Attempt): Promise<ErpRecord | undefined>;

  /**
   * Creates or updates the whole record, or writes nothing, in one transaction of the ERP. A record that holds the
   * content already is returned unchanged.
   * @throws ErpRefused ErpNumberTaken ErpConflict ErpUnclassified ErpUnavailable ErpOutcomeUnknown ErpPending
   * ErpUnauthorized
   */
  export(order: ErpOrder, attempt: Attempt): Promise<ErpReceipt>;

  /**
   * Says what would prevent an export, and writes nothing. Absent if the ERP supports no preflight.
   * @throws ErpUnavailable ErpUnauthorized
   */
  preflight?(request: ErpPreflight, attempt: Attempt): Promise<ErpPreflightAnswer>;
}

/** The ERPs of the companies. */
export interface ErpRegistry {
  /** Returns the ERP of a company; `undefined` if the company or its integration is not configured any more. */
  forCompany(companyId: string): Promise<Erp | undefined>;
}

/** The base of the errors of an ERP. `message` is shown to people. */
export abstract class ErpError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Thrown if the ERP refuses the data, so that sending the same again does not help. */
export class ErpRefused extends ErpError {
  constructor(
    message: string,
    readonly fields: readonly FieldMessage[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Says who has the name by which the ERP identifies its jobs. */
export const describeNameHolder = (holder: string): string =>
  `The ERP identifies its jobs by name, and this name belongs to ${holder}. Choose another name.`;

/** Thrown if another record has the name of the project. `holder` is its reference, or what the ERP calls it. */
export class ErpNameTaken extends ErpRefused {
  constructor(
    name: string,
    readonly holder: string,
  ) {
    const message = describeNameHolder(holder);
    super(`"${name}": ${message}`, [{ pointer: '/name', message }]);
  }
}

/**
 * Thrown if another record has the job number, so that another number helps. `holder` is its reference, or what the ERP
 * calls it.
 */
export class ErpNumberTaken extends ErpError {
  constructor(
    number: string,
    readonly holder: string,
  ) {
    super(`Job number ${number} belongs to ${holder}.`);
  }
}

/** Thrown if nothing was written and it may work later, after `retryAfterMs` if the ERP says so. */
export class ErpUnavailable extends ErpError {
  constructor(
    message: string,
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Thrown if something may have been written. The reference must be looked up before anything else, after `retryAfterMs`
 * if the ERP says so.
 */
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
 * Thrown if the ERP has taken a write that an agent will carry out. It is looked up again after `retryAfterMs`, and
 * counts as sent.
 */
export class ErpPending extends ErpError {
  constructor(
    message: string,
    readonly retryAfterMs?: number,
    /** When the agent last called, as an ISO instant. */
    readonly agentSeenAt?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Thrown if the ERP refused without a known code, for example with a translated text. It may be a refusal, or a fault
 * after which the write was applied.
 */
export class ErpUnclassified extends ErpError {}

/** Thrown if the record holds something other than expected. Nothing was written. */
export class ErpConflict extends ErpError {
  constructor(
    message: string,
    readonly found: ErpRecord,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Thrown if the ERP rejects our credentials. */
export class ErpUnauthorized extends ErpError {}
