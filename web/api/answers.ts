/** What the API answers, as the desk reads it: as every client does, and the session beside it. */
export type { CommandName } from '../../workflows/contract/command-table';
export type { AcceptField } from '../../workflows/contract/rules';
export type { ShownSubmission } from '../../workflows/contract/outline';
export type { Actor, LastRejection, ShownCheck, SubmissionView } from '../../workflows/contract/view';
export type {
  Checks,
  IntegrationView,
  Problem,
  SubmissionCounts,
  SubmissionItem,
  SubmissionList,
} from '../../client/answers';

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
  /** After which the session is renewed. */
  readonly renewInSeconds?: number | undefined;
  /** It cannot be renewed. */
  readonly endsWithIdToken?: true | undefined;
  readonly companies: Readonly<Record<string, CompanyGrants>>;
  readonly ways: SignInWays;
}

/** Why a session of this browser ended. */
export interface SessionEnd {
  readonly why: 'idle' | 'max_age' | 'id_token' | 'provider';
  /** The limit that ended it. */
  readonly minutes?: number | undefined;
}

export interface SignedOut {
  readonly signedIn: false;
  readonly ended?: SessionEnd | undefined;
  readonly ways: SignInWays;
}

export type Session = SignedIn | SignedOut;
