/** The write-back: what is written into the source of a project after the export. */

export interface WriteBackRequest {
  readonly companyId: string;
  readonly projectId: string;
  readonly runId: string;
  readonly revision: number;
  /** The reference that we gave the ERP, and the ids that it returned. */
  readonly reference: string;
  readonly ids: Readonly<Record<string, string>>;
  /** The cost codes of the exported revision. */
  readonly costCodes: readonly string[];
}

export interface WriteBackResult {
  /** The number of cost codes that now have their id. */
  readonly costCodes: number;
  /** The number of exported codes that the source no longer has. */
  readonly missing: number;
}

export interface WriteBackActivities {
  /** Writes into the source. Any failure is retried, unless its `ApplicationFailure` is non-retryable. */
  readonly writeToSource: (request: WriteBackRequest) => Promise<WriteBackResult>;
}
