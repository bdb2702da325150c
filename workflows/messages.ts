/** The only doors: each command as a signal and as an update of the same name, and the queries. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { commandRow, forEachCommand, type CommandName } from './contract/command-table';
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

export const commandSignals = forEachCommand(toSignal);
export const commandUpdates = forEachCommand(toUpdate);

export const viewQuery = defineQuery<SubmissionState>('view');
export const recordQuery = defineQuery<SubmissionRecord>('record');

/** The command that was applied under this update id, in this run or the ones it continues. */
export const appliedQuery = defineQuery<IdempotencyRecord | null, [id: string]>('applied');

function describeCommand(name: CommandName): string {
  const { ops, signal, signalNote } = commandRow(name);
  return `${ops} ${[JSON.stringify({ by: '…', ...signal }), ...(signalNote === undefined ? [] : [signalNote])].join(', ')}`;
}

/** Shown to ops beside each message, in the UI and by `temporal workflow metadata`. */
export const descriptions = forEachCommand(describeCommand);
