/**
 * Parses messages from outside. Raw signals `{"by": …}` and updates `{"actor": …, "request": …}` become the same
 * `Command`. Anything else is malformed, and the error names the field.
 */
import { roles, type Role } from '../contract/codes';
import type { CommandName } from '../contract/command-table';
import { limits } from '../contract/limits';
import { fromWorkflowId } from '../contract/names';
import { findProseFault } from '../contract/text';
import type { Actor } from '../contract/view';
import type { Caller, Command } from './command';
import { listSignalFields, listUpdateFields, toCommand } from './command-fields';
import { toActor, toFresh } from './documents';
import type { SubmissionTerms, Submitted } from './events';
import { toPreviousRun } from './previous-run';
import { allowOnly, Malformed, read, toFields, toText, toToken, type Fields } from './read';
import { toProject } from './read-project';

/** Returns the actor that a raw signal claims, if it claims one. */
export function claimedActor(payload: unknown): Actor | undefined {
  try {
    const by = read(toFields(payload, 'the signal'), 'by');
    return { id: toText(by, 'by', limits.keyChars), channel: 'signal' };
  } catch {
    return undefined;
  }
}

/** Parses the arguments of a raw signal. @throws Malformed */
export function parseSignal(type: CommandName, args: readonly unknown[]): { command: Command; actor: Actor } {
  if (args.length !== 1) throw new Malformed('a signal must have one JSON object as its argument');
  const fields = toFields(args[0], 'the signal');
  allowOnly(fields, ['by', 'revision', ...listSignalFields(type)], type);
  const actor: Actor = { id: toText(read(fields, 'by'), 'by', limits.keyChars), channel: 'signal' };
  return { command: toCommand(type, fields), actor };
}

/** The id by which an update is recognised when it is repeated, and the hash of its body. */
export interface UpdateRequest {
  readonly id: string;
  readonly bodyHash: string;
}

export interface ParsedUpdate {
  readonly command: Command;
  readonly actor: Caller;
  readonly request?: UpdateRequest;
}

const isRole = (value: unknown): value is Role => (roles as readonly unknown[]).includes(value);

/** Reads the caller. A role that this version does not know grants nothing. */
function toCaller(value: unknown): Caller {
  const given = read(toFields(value, 'actor'), 'roles') ?? [];
  if (!Array.isArray(given)) throw new Malformed('actor.roles must be a list');
  return { ...toActor(value), roles: given.filter(isRole) };
}

const mailAddress = /^[^\s@]+@[^\s@]+$/;

/** Reads the mail address of the sender. An invalid one is left out, because no submission should fail for it. */
function toSenderEmail(fields: Fields): { senderEmail?: string } {
  const email = read(fields, 'senderEmail');
  if (typeof email !== 'string' || email.length > limits.mailAddressChars) return {};
  return findProseFault(email) === undefined && mailAddress.test(email) ? { senderEmail: email } : {};
}

function toOptionalFresh(fields: Fields): { fresh?: SubmissionTerms } {
  const fresh = read(fields, 'fresh');
  return fresh === undefined ? {} : { fresh: toFresh(fresh) };
}

/** Parses the arguments of an update from the API. @throws Malformed */
export function parseUpdate(type: CommandName, args: readonly unknown[]): ParsedUpdate {
  if (args.length !== 1) throw new Malformed('an update must have one JSON object as its argument');
  const fields = toFields(args[0], 'the update');
  const resendOnly = type === 'resend' ? ['fresh', 'senderEmail'] : [];
  allowOnly(fields, ['actor', 'request', 'revision', 'sealedFor', ...listUpdateFields(type), ...resendOnly], type);
  const request = read(fields, 'request');
  const parsed = { command: toCommand(type, fields), actor: toCaller(read(fields, 'actor')) };
  const command =
    parsed.command.type === 'resend'
      ? { ...parsed.command, ...toOptionalFresh(fields), ...toSenderEmail(fields) }
      : parsed.command;
  if (request === undefined) return { ...parsed, command };
  const { id, bodyHash } = toFields(request, 'request');
  return {
    ...parsed,
    command,
    request: {
      id: toToken(id, 'request.id'),
      bodyHash: toToken(bodyHash, 'request.bodyHash'),
    },
  };
}

/** Parses the argument of a new run. @throws Malformed */
export function parseSubmit(value: unknown, workflowId: string): Omit<Submitted, 'type' | 'at'> {
  const submit = toFields(value, 'submit');
  const id = fromWorkflowId(workflowId);
  if (!id || id.companyId !== read(submit, 'companyId') || id.projectId !== read(submit, 'projectId')) {
    throw new Malformed('companyId and projectId must be those of the workflow id');
  }
  const { integration, policy } = toFresh(submit);
  return {
    ...id,
    project: toProject(read(submit, 'project')),
    integration,
    policy,
    by: toActor(read(submit, 'by')),
    ...toPreviousRun(read(submit, 'previousRun')),
    ...toSenderEmail(submit),
  };
}
