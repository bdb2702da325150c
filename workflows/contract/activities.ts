/** What the core needs from the outside. Failures of the export are `ExportFailureType`s. */
import type { CheckCode, Confirmation } from './codes';
import type { Job } from './commands';
import type { Project } from './project';
import type { FieldRule } from './rules';
import type { Change, Omitted } from './view';

/** What the ERP got by the last export. */
export interface ExportedContent {
  readonly revision: number;
  /** Absent: too big to be carried from run to run. */
  readonly project?: Project;
  readonly job: Job;
}

export interface ExportRequest {
  readonly companyId: string;
  readonly projectId: string;
  readonly revision: number;
  readonly reference: string;
  readonly project: Project;
  readonly job: Job;
  /** ISO instant of an earlier write whose outcome is still unknown; handed on by `retryExport`. */
  readonly sentAt?: string;
  /** This run updates the record that this made. */
  readonly exported?: ExportedContent;
  /** A person saw the differences with this hash, and wants them gone. */
  readonly confirm?: Confirmation;
  readonly differencesHash?: string;
  /** A person tries again: it is let through where others wait for the ERP to be well again. */
  readonly isRetry?: boolean;
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
  /** `before` is what the ERP holds, `after` what the export would write. */
  readonly changes?: readonly (Change | Omitted)[];
  /** Hash of all differences. */
  readonly differencesHash?: string;
  /** Of an agent that has the order: when it was last seen, an ISO instant. */
  readonly agentSeenAt?: string;
}

export interface PreflightRequest {
  readonly companyId: string;
  readonly projectId: string;
  readonly revision: number;
  readonly reference: string;
  readonly project: Project;
  readonly exported?: ExportedContent;
  /** The rules of the job number. */
  readonly jobNumber: FieldRule;
  /** A job number that the preflight is to check. */
  readonly number?: string;
}

export interface PreflightResult {
  readonly findings: readonly { readonly code: CheckCode; readonly pointer?: string; readonly message: string }[];
  readonly suggestedNumber?: string;
  /** The ERP's ids of the record under our reference. */
  readonly found?: Readonly<Record<string, string>>;
}

export interface SubmissionActivities {
  /**
   * Brings the project into the ERP, at most one record per reference.
   * @throws ApplicationFailure whose type is an `ExportFailureType` and whose first detail is
   * `ExportFailureDetails`.
   */
  readonly exportToErp: (request: ExportRequest) => Promise<ExportResult>;
  /** Runs the preflight. Any failure means only that the ERP gave no answer; a decision never waits for it. */
  readonly preflight: (request: PreflightRequest) => Promise<PreflightResult>;
}
