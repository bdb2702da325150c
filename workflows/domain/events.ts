/** The events that can happen to a submission. Their types are those of the timeline. */
import type { Confirmation, ParkedCode } from '../contract/codes';
import type { CommandName, CommandTable } from '../contract/command-table';
import type { CommandFields, FieldMessage, Job } from '../contract/commands';
import type { Project } from '../contract/project';
import type { Integration, Policy } from '../contract/rules';
import type { Actor, Change, Check, Omitted, PreviousRun } from '../contract/view';

/** An ISO instant of the workflow's time, which is passed into the domain. */
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
  readonly holder?: string;
}

/** A person's confirmation that the differences with this hash are removed from the ERP's record. */
export interface Confirm {
  readonly confirm: Confirmation;
  readonly differencesHash: string;
}

/** The whole job from now on, and how it differs from the accepted one. Absent if it does not differ. */
export interface JobChange {
  readonly job?: Job;
  readonly changes?: readonly (Change | Omitted)[];
}

/** The findings of a revision's preflight, or that it failed. */
export interface PreflightAnswered extends Act {
  readonly type: 'preflight_answered';
  readonly revision: number;
  readonly checks: readonly Check[];
  readonly suggestedNumber?: string;
}

/** An event with the fields of its command. */
type Said<N extends CommandName> = Act & { readonly type: CommandTable[N]['event'] } & CommandFields<N>;

/** The commands whose events have other or further fields. */
type Amended = 'resend' | 'retryExport' | 'settle' | 'comment';
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
  | (Act & {
      readonly type: 'commented';
      readonly text: string;
      readonly isQuestion?: true;
      /** Whether the sender was asked, and this is the sender's first comment since. */
      readonly isAnswer?: true;
    })
  | ParkedEvent
  | PreflightAnswered
  | (Act & { readonly type: 'ignored'; readonly signal: string; readonly code: string });

/** The current rules and policy, which an API resend carries. */
export interface SubmissionTerms {
  readonly integration: Integration;
  readonly policy: Policy;
}
