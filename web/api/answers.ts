/** The answers of the API as the desk reads them: only types of the contract, so that no schema is in the browser. */
import type { SessionView } from '../../workflows/contract/session';

export type {
  Checks,
  ExportHealth,
  IntegrationView,
  SubmissionCounts,
  SubmissionItem,
  SubmissionList,
} from '../../workflows/contract/answers';
export type { CommandName } from '../../workflows/contract/command-table';
export type { AcceptField } from '../../workflows/contract/rules';
export type { ShownSubmission } from '../../workflows/contract/outline';
export type { ShownStanding } from '../../workflows/contract/standing';
export type { SessionCompany, SessionView, SignedIn, SignedOut } from '../../workflows/contract/session';
export type { Actor, LastRejection, ShownCheck, SubmissionView } from '../../workflows/contract/view';
export type { ProblemDetails } from '../../client/problem';

export type SignInWays = SessionView['ways'];
/** Why a session of this browser ended. */
export type SessionEnd = NonNullable<Extract<SessionView, { signedIn: false }>['ended']>;
