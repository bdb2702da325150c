/** What only the API answers. Types alone, held to the API's own schemas by a test. */
import type { ParkedCode, ShownStatus, UnreadableCode } from '../workflows/contract/codes';
import type { PausedView, UnreadableView } from '../workflows/contract/outline';
import type { Integration, Policy } from '../workflows/contract/rules';
import type { Actor, Links, Omitted, ShownCheck } from '../workflows/contract/view';

export interface SubmissionItem {
  readonly companyId: string;
  readonly projectId: string;
  readonly runId: string;
  readonly revision: number;
  readonly status: ShownStatus;
  readonly why: 'new' | 'resent' | 'update' | 'parked';
  readonly name: string;
  readonly integration: string;
  readonly submittedBy: Actor;
  readonly submittedAt: string;
  readonly waitingSince: string;
  readonly parked?: { readonly code: ParkedCode; readonly since: string } | undefined;
  readonly checks: { readonly errors: number; readonly warnings: number };
  /** Paused in Temporal; the view says by whom and why. */
  readonly paused?: true | undefined;
  /** Its state cannot be loaded; the view says more. */
  readonly unreadable?: { readonly code: UnreadableCode } | undefined;
  readonly links: Links;
}

export interface SubmissionList {
  readonly items: readonly SubmissionItem[];
  readonly next?: string | undefined;
}

export type SubmissionCounts = Readonly<Partial<Record<ShownStatus, number>>>;

export interface Checks {
  readonly checks: readonly (ShownCheck | Omitted)[];
}

export interface IntegrationView extends Integration {
  readonly companyId: string;
  readonly companyName: string;
  readonly takesProjects: boolean;
  /** Where a project that is left out is fetched. */
  readonly source?: string | undefined;
  readonly why?: string | undefined;
  readonly remedy?: string | undefined;
  readonly prerequisites: readonly string[];
  readonly policy: Policy;
}

/** The whole of a run, to be kept: its members are read by whoever keeps it. */
export interface RecordAnswer {
  /** How it is kept, with its version. */
  readonly format: string;
  readonly sha256: string;
  readonly record: object;
}

export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** Of a run that is paused, or that cannot be loaded, there is no record. */
export type ShownRecord = RecordAnswer | PausedView | UnreadableView;

/** Where a submission stands, and who brought it there: what the loser of a race is told. */
export interface Current {
  readonly revision: number;
  readonly status: ShownStatus;
  readonly by: Actor;
  readonly at: string;
}

/** A problem as the API writes it (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly current?: Current | undefined;
  readonly requestId?: string | undefined;
}
