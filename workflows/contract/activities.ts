/** The activities that the workflows call. A failed export has a type of `ExportFailureType`. */
import type { CheckCode, Confirmation } from './codes';
import type { Job } from './commands';
import type { Project } from './project';
import type { FieldRule } from './rules';
import type { Change, Omitted } from './view';

/** The content that the last export left in the ERP. */
export interface ExportedContent {
  readonly revision: number;
  /** The document. Absent if it is too large to be carried from run to run. */
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
  /** The ISO instant of an earlier write whose outcome is unknown. `retryExport` passes it on. */
  readonly sentAt?: string;
  /** The record that this run updates. Absent for a first export. */
  readonly exported?: ExportedContent;
  /** Set if a person has confirmed that the differences with `differencesHash` are removed. */
  readonly confirm?: Confirmation;
  readonly differencesHash?: string;
  /** Whether a person retried the export. It is then not held back by the circuit of the company. */
  readonly isRetry?: boolean;
  /** Whether the run began sealed. A worker whose keys are required exports nothing else. */
  readonly isSealed?: boolean;
}

export interface ExportResult {
  readonly reference: string;
  readonly ids: Readonly<Record<string, string>>;
  /** The number of attempts until the receipt. */
  readonly attempts?: number;
}

/** The first detail of every `ApplicationFailure` that the export throws. */
export interface ExportFailureDetails {
  readonly attempt: number;
  readonly sentAt?: string;
  readonly fields?: readonly { pointer: string; message: string }[];
  /** The differences. `before` is what the ERP holds, `after` what the export would write. */
  readonly changes?: readonly (Change | Omitted)[];
  /** The hash of all differences, including omitted ones. */
  readonly differencesHash?: string;
  /** Who has the job number or the name: the reference of another project, or what the ERP calls the record. */
  readonly holder?: string;
  /** When the agent that has the order last called, as an ISO instant. */
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
  /** The job number to check. */
  readonly number?: string;
}

export interface PreflightResult {
  readonly findings: readonly {
    readonly code: CheckCode;
    readonly pointer?: string;
    readonly message: string;
    /** Who has the number or the name, as in `ExportFailureDetails`. */
    readonly holder?: string;
  }[];
  readonly suggestedNumber?: string;
  /** The ERP's ids of the record under our reference. Absent if there is none. */
  readonly found?: Readonly<Record<string, string>>;
}

export interface SubmissionActivities {
  /**
   * Exports the project, with at most one record per reference. @throws ApplicationFailure with a type of
   * `ExportFailureType` and `ExportFailureDetails` as its first detail
   */
  readonly exportToErp: (request: ExportRequest) => Promise<ExportResult>;
  /** Runs the preflight. Any failure only means that the ERP gave no answer, and no decision waits for it. */
  readonly preflight: (request: PreflightRequest) => Promise<PreflightResult>;
}
