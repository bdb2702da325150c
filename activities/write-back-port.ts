/** The port of the write-back: the source of a project, and its errors. Adapters implement it. */
import type { WriteBackResult } from '../workflows/contract/write-back';

/** The deadline of a call to a source. */
export interface CallDeadline {
  readonly signal: AbortSignal;
  /** When the signal fires, on the clock of `performance.now()`. Nothing is waited for that comes later. */
  readonly endsAt: number;
}

/** The ERP's ids of a project, for the source to keep. */
export interface Origin {
  readonly projectId: string;
  /** The ERP's own id of the record. */
  readonly recordId: string;
  /** All ids of the ERP and our reference, by name. */
  readonly ids: Readonly<Record<string, string>>;
  /** The cost codes that were exported. */
  readonly costCodes: readonly string[];
}

export interface WriteBackSource {
  /**
   * Writes the ids into the source. It is safe to repeat, because what is already there is not written again.
   * @throws SourceUnavailable SourceRefused
   */
  writeBack(origin: Origin, deadline: CallDeadline): Promise<WriteBackResult>;
}

export interface WriteBackSources {
  /** Returns the source of a company; `undefined` if it has none any more, or does not write back. */
  forWriteBack(companyId: string): WriteBackSource | undefined;
}

/** The base of the errors of a source. `message` is shown to people. */
export abstract class SourceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Thrown if the source cannot be used now, but the same call may work later. */
export class SourceUnavailable extends SourceError {
  constructor(
    message: string,
    /** The source's own delay in milliseconds, or a harmless pause. */
    readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Thrown if the source refuses for good, so that a person has to look. */
export class SourceRefused extends SourceError {}
