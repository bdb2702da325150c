/** Commands as the domain decides them, their callers, and refusals. */
import type { RefusalCode, Role } from '../contract/codes';
import type { CommandName } from '../contract/command-table';
import type { CommandFields } from '../contract/commands';
import type { Actor, Check } from '../contract/view';
import type { SubmissionTerms } from './events';

/** The actor who gives a command. */
export interface Caller extends Actor {
  /** The roles of the caller's token, which the API confirms. Absent for a raw signal, where only `id` is claimed. */
  readonly roles?: readonly Role[];
}

export interface ForRevision {
  /** The revision that the command was made for. Absent, in raw signals only, for the current one. */
  readonly revision?: number;
}

/** What the API adds to a resend: rules and policy as they are now, and where its sender can be written to. */
interface ResendTerms {
  readonly fresh?: SubmissionTerms;
  readonly senderEmail?: string;
}

export type CommandOf<N extends CommandName> = ForRevision & { readonly type: N } & CommandFields<N> &
  (N extends 'resend' ? ResendTerms : unknown);

export type Command = { readonly [N in CommandName]: CommandOf<N> }[CommandName];

export type RetryCommand = CommandOf<'retryExport'>;

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly checks?: readonly Check[];
}

export const refuse = (code: RefusalCode, message: string): Refusal => ({ code, message });
