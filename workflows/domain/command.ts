/** Commands as the domain decides them, who gives them, and how it says no. */
import type { Confirmation, RefusalCode, Role } from '../contract/codes';
import type { FieldMessage, Job } from '../contract/commands';
import type { Project } from '../contract/project';
import type { Actor, Check } from '../contract/view';
import type { SubmissionTerms } from './events';

/** Who gives a command. */
export interface Caller extends Actor {
  /** Those of the caller's token, as the API vouches for them; absent by raw signal, where only `id` is claimed. */
  readonly roles?: readonly Role[];
}

export interface ForRevision {
  /** The revision the command was made for; absent (raw signals only): the current one. */
  readonly revision?: number;
}

export type Command =
  | (ForRevision & { readonly type: 'accept'; readonly job: Job; readonly note?: string })
  | (ForRevision & {
      readonly type: 'reject';
      readonly reason: string;
      readonly category?: string;
      readonly fields?: readonly FieldMessage[];
    })
  | (ForRevision & {
      readonly type: 'resend';
      readonly project?: Project;
      readonly note?: string;
      readonly fresh?: SubmissionTerms;
      readonly senderEmail?: string;
    })
  | (ForRevision & { readonly type: 'retrieve'; readonly note?: string })
  | (ForRevision & { readonly type: 'withdraw'; readonly reason: string })
  | (ForRevision & {
      readonly type: 'retryExport';
      readonly job?: Job;
      readonly note?: string;
      readonly confirm?: Confirmation;
      readonly differencesHash?: string;
    })
  | (ForRevision & { readonly type: 'preflight'; readonly number?: string })
  | (ForRevision & {
      readonly type: 'settle';
      readonly ids: Readonly<Record<string, string>>;
      readonly note: string;
    });

export type RetryCommand = Command & { readonly type: 'retryExport' };

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly checks?: readonly Check[];
}

export const refuse = (code: RefusalCode, message: string): Refusal => ({ code, message });
