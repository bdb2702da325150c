/** What the write-back needs from the outside: the source a project came from, and how it says no. Adapters implement it. */
import type { WriteBackResult } from '../workflows/contract/write-back';

/** Ends a call to a source. */
export interface CallDeadline {
  readonly signal: AbortSignal;
  /** When the signal comes, on the clock of `performance.now()`: nothing is waited for that comes later. */
  readonly endsAt: number;
}

/** What the ERP calls the project, for the source to keep. */
export interface Origin {
  readonly projectId: string;
  /** The ERP's id of the record. */
  readonly recordId: string;
  /** All ids of the ERP and our reference, by name. */
  readonly ids: Readonly<Record<string, string>>;
  /** The codes that were exported. */
  readonly costCodes: readonly string[];
}

export interface WriteBackSource {
  /** Safe to repeat: what stands there already is left alone. @throws SourceUnavailable SourceRefused */
  writeBack(origin: Origin, deadline: CallDeadline): Promise<WriteBackResult>;
}

export interface WriteBackSources {
  /** `undefined`: the company has no source any more, or does not write back. */
  forWriteBack(companyId: string): WriteBackSource | undefined;
}

/** Root of the ways a source fails. `message` is shown to people. */
export abstract class SourceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The source cannot be used now; the same call may do later. */
export class SourceUnavailable extends SourceError {
  constructor(
    message: string,
    /** The source's own delay in milliseconds, or a pause that does no harm. */
    readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The source refuses for good: a person must look. */
export class SourceRefused extends SourceError {}
