/** What only the API answers, as the console reads it. A test holds these to the API's own schemas. */
import type { CommandName, ParkedCode, Status } from '../../workflows/contract/codes';
import type { AcceptField, Integration, Policy } from '../../workflows/contract/rules';
import type { Actor, Check, Links, Omitted, SubmissionView } from '../../workflows/contract/view';

export type ShownStatus = Status | 'terminated';
export type { AcceptField, Actor, Check, CommandName, Omitted, SubmissionView };

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
  readonly links: Links;
}

export interface SubmissionList {
  readonly items: readonly SubmissionItem[];
  readonly next?: string | undefined;
}

export type SubmissionCounts = Readonly<Partial<Record<ShownStatus, number>>>;

export interface Checks {
  readonly checks: readonly (Check | Omitted)[];
}

export interface IntegrationView extends Integration {
  readonly companyId: string;
  readonly companyName: string;
  readonly takesProjects: boolean;
  readonly why?: string | undefined;
  readonly remedy?: string | undefined;
  readonly prerequisites: readonly string[];
  readonly policy: Policy;
}

export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** Where a submission stands, and who brought it there: what the loser of a race is told. */
export interface Current {
  readonly revision: number;
  readonly status: ShownStatus;
  readonly by: Actor;
  readonly at: string;
}

/** The API says no, or nothing at all (`unreachable`: no answer came). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly current?: Current | undefined;
  readonly requestId?: string | undefined;
}

/** What the session grants in one company. */
export interface CompanyGrants {
  readonly name: string;
  readonly admin?: true | readonly string[] | undefined;
  readonly approver?: true | undefined;
  readonly operator?: true | undefined;
  readonly viewer?: true | undefined;
}

export interface SignInWays {
  readonly oidc: boolean;
  readonly dev: boolean;
}

export interface SignedIn {
  readonly signedIn: true;
  readonly actor: { readonly id: string; readonly name?: string | undefined };
  readonly expiresAt: string;
  readonly companies: Readonly<Record<string, CompanyGrants>>;
  readonly ways: SignInWays;
}

export interface SignedOut {
  readonly signedIn: false;
  readonly ways: SignInWays;
}

export type Session = SignedIn | SignedOut;
