/** What the source of a project is told after the export: how the ERP calls it. */

export interface WriteBackRequest {
  readonly companyId: string;
  readonly projectId: string;
  readonly runId: string;
  readonly revision: number;
  /** What we gave the ERP, and what it gave back. */
  readonly reference: string;
  readonly ids: Readonly<Record<string, string>>;
  /** The codes of the revision that was exported. */
  readonly costCodes: readonly string[];
}

export interface WriteBackResult {
  /** Cost codes that hold their id now. */
  readonly costCodes: number;
  /** Exported codes that the source does not hold any more. */
  readonly missing: number;
}

export interface WriteBackActivities {
  /** Any failure is tried again, unless its ApplicationFailure is non-retryable. */
  readonly writeToSource: (request: WriteBackRequest) => Promise<WriteBackResult>;
}
