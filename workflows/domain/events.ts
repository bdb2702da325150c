/** What can happen to a submission; the types are those of the timeline. */
import type { Confirmation, ParkedCode } from '../contract/codes';
import type { CommandName, CommandTable } from '../contract/command-table';
import type { CommandFields, FieldMessage, Job } from '../contract/commands';
import type { Project } from '../contract/project';
import type { Integration, Policy } from '../contract/rules';
import type { Actor, Change, Check, Omitted, PreviousRun } from '../contract/view';

/** An ISO instant: the workflow's time, given to the domain. */
export type At = string;

interface Act {
  readonly at: At;
  readonly by: Actor;
}

export interface Submitted extends Act {
  readonly type: 'submitted';
  readonly companyId: string;
  readonly projectId: string;
  readonly project: Project;
  readonly integration: Integration;
  readonly policy: Policy;
  readonly previousRun?: PreviousRun;
  readonly senderEmail?: string;
}

export interface ParkedEvent extends Act {
  readonly type: 'parked';
  readonly code: ParkedCode;
  readonly message: string;
  readonly fields?: readonly FieldMessage[];
  readonly attempts: number;
  readonly sentAt?: At;
  readonly changes?: readonly (Change | Omitted)[];
  readonly differencesHash?: string;
}

/** A person saw the differences of this hash to the ERP's record, and wants them gone. */
export interface Confirm {
  readonly confirm: Confirmation;
  readonly differencesHash: string;
}

/** The whole job as it is from now on, and how it differs from the one that was accepted; absent: it does not. */
export interface JobChange {
  readonly job?: Job;
  readonly changes?: readonly (Change | Omitted)[];
}

/** What the preflight of a revision found, or that it failed. */
export interface PreflightAnswered extends Act {
  readonly type: 'preflight_answered';
  readonly revision: number;
  readonly checks: readonly Check[];
  readonly suggestedNumber?: string;
}

/** Says what its command said. */
type Said<N extends CommandName> = Act & { readonly type: CommandTable[N]['event'] } & CommandFields<N>;

/** Commands whose events say something else, or more. */
type Amended = 'resend' | 'retryExport' | 'settle';
type Plain = { readonly [N in Exclude<CommandName, Amended>]: Said<N> }[Exclude<CommandName, Amended>];

export type Event =
  | Plain
  | (Said<'resend'> & { readonly fresh?: SubmissionTerms; readonly senderEmail?: string })
  | (Act & { readonly type: 'retried'; readonly note?: string } & JobChange & Partial<Confirm>)
  | (Act & {
      readonly type: 'exported';
      readonly reference: string;
      readonly ids: Readonly<Record<string, string>>;
      readonly attempts?: number;
    })
  | (Act & {
      readonly type: 'settled';
      readonly reference: string;
      readonly ids: Readonly<Record<string, string>>;
      readonly note: string;
    } & JobChange)
  | ParkedEvent
  | PreflightAnswered
  | (Act & { readonly type: 'ignored'; readonly signal: string; readonly code: string });

/** Rules and policy as they are now; an API resend brings them along. */
export interface SubmissionTerms {
  readonly integration: Integration;
  readonly policy: Policy;
}
