/**
 * The messages that the workflow takes: each command as a signal and as an update of the same name, and the queries.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { commandRow, forEachCommand, type CommandName } from './contract/command-table';
import type { UpdateAnswer } from './contract/standing';
import type { SubmissionRecord } from './contract/record';
import type { SubmissionState } from './contract/view';
import type { Caller } from './domain/command';
import type { SealedFor } from './contract/sealed';
import type { SubmissionTerms, Submitted } from './domain/events';
import type { UpdateRequest } from './domain/parse';
import type { IdempotencyRecord, Submission } from './domain/submission';

/** The argument of a new run, which the API makes. */
export type SubmitRequest = Omit<Submitted, 'type' | 'at'>;

/** What a run passes to the run that continues it. */
export interface Continued {
  readonly state: Submission;
  readonly runId: string;
  /** Present if the first run of the chain began sealed. The worker seals whatever continues, however it began. */
  readonly sealed?: true;
}

/** The argument of the workflow. */
export type SubmissionInput = { readonly submit: SubmitRequest } | { readonly continued: Continued };

/** What the API sends with an update, beside the fields of the command. */
export interface UpdateEnvelope {
  readonly actor: Omit<Caller, 'channel'>;
  readonly request?: UpdateRequest;
  readonly revision?: number;
  /** The run and the message that it was sealed for. Present if the API has payload keys. */
  readonly sealedFor?: SealedFor;
  /** The current rules and policy. Present for `resend`. */
  readonly fresh?: SubmissionTerms;
  /** The mail address of the sender, if the token has one. Present for `resend`. */
  readonly senderEmail?: string;
}

/** The arguments of signals and updates. They accept anything, because `domain/parse` reads their payload. */
type Arguments = [input: unknown, ...extra: unknown[]];

const toSignal = (name: CommandName) => defineSignal<Arguments>(name);
const toUpdate = (name: CommandName) => defineUpdate<UpdateAnswer, Arguments>(name);

export const commandSignals = forEachCommand(toSignal);
export const commandUpdates = forEachCommand(toUpdate);

export const viewQuery = defineQuery<SubmissionState>('view');
export const recordQuery = defineQuery<SubmissionRecord>('record');

/** Returns the command that was applied under an update id, in this run or the ones it continues. */
export const appliedQuery = defineQuery<IdempotencyRecord | null, [id: string]>('applied');

function describeCommand(name: CommandName): string {
  const { ops, signal, signalNote } = commandRow(name);
  return `${ops} ${[JSON.stringify({ by: '…', ...signal }), ...(signalNote === undefined ? [] : [signalNote])].join(', ')}`;
}

/** The descriptions of the messages, which the UI and `temporal workflow metadata` show to ops. */
export const descriptions = forEachCommand(describeCommand);
