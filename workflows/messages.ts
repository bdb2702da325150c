/** The only doors: each command as a signal and as an update of the same name, and the queries. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CommandName } from './contract/codes';
import type { SubmissionRecord, SubmissionState, UpdateAnswer } from './contract/view';
import type { Caller } from './domain/command';
import type { SubmissionTerms, Submitted } from './domain/events';
import type { UpdateRequest } from './domain/parse';
import type { IdempotencyRecord, Submission } from './domain/submission';

/** A new run; the API made it. */
export type SubmitRequest = Omit<Submitted, 'type' | 'at'>;

/** What a run hands to the one that continues it. */
export interface Continued {
  readonly state: Submission;
  readonly runId: string;
}

/** The workflow's argument. */
export type SubmissionInput = { readonly submit: SubmitRequest } | { readonly continued: Continued };

/** What the API sends with an update; the command's own fields stand beside it. */
export interface UpdateEnvelope {
  readonly actor: Omit<Caller, 'channel'>;
  readonly request?: UpdateRequest;
  readonly revision?: number;
  /** With `resend`: rules and policy as they are now. */
  readonly fresh?: SubmissionTerms;
  /** With `resend`: where its sender can be written to. */
  readonly senderEmail?: string;
}

/** Signals and updates take what they get: their payload is read by `domain/parse`. */
type Arguments = [input: unknown, ...extra: unknown[]];

const toSignal = (name: CommandName) => defineSignal<Arguments>(name);
const toUpdate = (name: CommandName) => defineUpdate<UpdateAnswer, Arguments>(name);

export const commandSignals = {
  accept: toSignal('accept'),
  reject: toSignal('reject'),
  resend: toSignal('resend'),
  retrieve: toSignal('retrieve'),
  withdraw: toSignal('withdraw'),
  retryExport: toSignal('retryExport'),
  settle: toSignal('settle'),
  preflight: toSignal('preflight'),
} as const satisfies Record<CommandName, unknown>;

export const commandUpdates = {
  accept: toUpdate('accept'),
  reject: toUpdate('reject'),
  resend: toUpdate('resend'),
  retrieve: toUpdate('retrieve'),
  withdraw: toUpdate('withdraw'),
  retryExport: toUpdate('retryExport'),
  settle: toUpdate('settle'),
  preflight: toUpdate('preflight'),
} as const satisfies Record<CommandName, unknown>;

export const viewQuery = defineQuery<SubmissionState>('view');
export const recordQuery = defineQuery<SubmissionRecord>('record');

/** The command that was applied under this update id, in this run or the ones it continues. */
export const appliedQuery = defineQuery<IdempotencyRecord | null, [id: string]>('applied');

/** Shown to ops beside each message, in the UI and by `temporal workflow metadata`. */
export const descriptions: Readonly<Record<CommandName, string>> = {
  accept: 'Approver: accept the revision and export it. {"by":"…","job":{"number":"24-017"}}',
  reject: 'Approver: reject the revision. {"by":"…","reason":"Job number is taken"}',
  resend: 'Project admin: send the last document again. {"by":"…"}',
  retrieve: 'Project admin: take the project back before a decision falls. {"by":"…"}',
  withdraw: 'Project admin: end the submission without export. {"by":"…","reason":"…"}',
  retryExport:
    'Approver or operator: try a parked export again. {"by":"…"}, an approver also with another number: "job":{"number":"…"}',
  preflight:
    'Approver or project admin: request a preflight: the ERP checks the project before a decision, and nothing is written. {"by":"…"}, for a number: "number":"24-017"',
  settle: 'Operator: the project was booked by hand. {"by":"…","ids":{"job":"…"},"note":"…"}',
};
