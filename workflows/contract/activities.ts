/** What the core needs from the outside: one activity. Failures are `ExportFailureType`s. */
import type { Job } from './commands';
import type { Project } from './project';

export interface ExportRequest {
  readonly companyId: string;
  readonly projectId: string;
  readonly revision: number;
  readonly reference: string;
  readonly project: Project;
  readonly job: Job;
  /** ISO instant of an earlier write whose outcome is still unknown; handed on by `retryExport`. */
  readonly sentAt?: string;
}

export interface ExportResult {
  readonly reference: string;
  readonly ids: Readonly<Record<string, string>>;
  /** Attempts of this export until the receipt. */
  readonly attempts?: number;
}

/** Details of every `ApplicationFailure` the export throws (its first detail). */
export interface ExportFailureDetails {
  readonly attempt: number;
  readonly sentAt?: string;
  readonly fields?: readonly { pointer: string; message: string }[];
}

export interface SubmissionActivities {
  /**
   * Brings the project into the ERP, at most one record per reference.
   * @throws ApplicationFailure whose type is an `ExportFailureType` and whose first detail is
   * `ExportFailureDetails`.
   */
  readonly exportToErp: (request: ExportRequest) => Promise<ExportResult>;
}
