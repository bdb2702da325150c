/** What the write-back needs from the outside: the source a project came from. */

/** Ends a call to a source. */
export interface CallDeadline {
  readonly signal: AbortSignal;
  /** When the signal comes, on the clock of `performance.now()`: nothing is waited for that comes later. */
  readonly endsAt: number;
}

/** The source cannot be used now; the same call may do later. */
export interface Unavailable {
  readonly outcome: 'unavailable';
  readonly message: string;
  /** In milliseconds: the source's own delay, or a pause that does no harm. */
  readonly retryAfterMs: number;
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

/** Said no for good: a person must look. */
export interface Refused {
  readonly outcome: 'refused';
  readonly message: string;
}

export interface Written {
  readonly outcome: 'written';
  /** Cost codes that hold their id now. */
  readonly costCodes: number;
  /** Exported codes that the source does not hold any more. */
  readonly missing: number;
}

export interface WriteBackSource {
  /** Safe to repeat: what stands there already is left alone. */
  writeBack(origin: Origin, deadline: CallDeadline): Promise<Written | Unavailable | Refused>;
}

export interface WriteBackSources {
  /** `undefined`: the company has no source any more, or does not write back. */
  forWriteBack(companyId: string): WriteBackSource | undefined;
}
