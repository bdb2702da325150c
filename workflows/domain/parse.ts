/**
 * Messages as they come from outside: raw signals `{"by": …}` and updates `{"actor": …, "request": …}` become the same `Command`.
 * Whatever does not fit is malformed, with the field's name.
 */
import { confirmations, roles, type CommandName, type Confirmation, type Role } from '../contract/codes';
import type { Job } from '../contract/commands';
import { limits } from '../contract/limits';
import { fromWorkflowId } from '../contract/names';
import type { Project } from '../contract/project';
import type { Actor } from '../contract/view';
import type { Caller, Command } from './command';
import { toActor, toFieldMessages, toFresh, toIds, toJob, toProject } from './documents';
import type { Confirm, SubmissionTerms, Submitted } from './events';
import {
  allowOnly,
  Malformed,
  optional,
  optionalIdentifier,
  read,
  required,
  toFields,
  toRevision,
  toText,
  toToken,
  type Fields,
} from './read';
import { toPreviousRun } from './previous-run';
import { findIdentifierFault, findProseFault } from '../contract/text';

function toOptionalJob(fields: Fields): { job?: Job } {
  const job = read(fields, 'job');
  return job === undefined ? {} : { job: toJob(job) };
}

function toOptionalProject(fields: Fields): { project?: Project } {
  const project = read(fields, 'project');
  return project === undefined ? {} : { project: toProject(project) };
}

const isConfirmation = (value: unknown): value is Confirmation => (confirmations as readonly unknown[]).includes(value);

function toConfirm(fields: Fields): Partial<Confirm> {
  const confirm = read(fields, 'confirm');
  const differencesHash = read(fields, 'differencesHash');
  if (confirm === undefined && differencesHash === undefined) return {};
  if (!isConfirmation(confirm)) throw new Malformed(`confirm must be ${confirmations.join(' or ')}`);
  return { confirm, differencesHash: toToken(differencesHash, 'differencesHash') };
}

const commandFields: Readonly<Record<CommandName, readonly string[]>> = {
  accept: ['job', 'note'],
  reject: ['reason', 'category', 'fields'],
  resend: ['note'],
  retrieve: ['note'],
  withdraw: ['reason'],
  retryExport: ['job', 'note', 'confirm', 'differencesHash'],
  settle: ['ids', 'note'],
  preflight: ['number'],
};

function toCommand(type: CommandName, fields: Fields): Command {
  const revision = toRevision(fields);
  switch (type) {
    case 'accept':
      return { type, ...revision, job: {}, ...toOptionalJob(fields), ...optional(fields, 'note') };
    case 'reject': {
      const pointed = read(fields, 'fields');
      return {
        ...{ type, ...revision, reason: required(fields, 'reason') },
        ...optional(fields, 'category', limits.keyChars),
        ...(pointed === undefined ? {} : { fields: toFieldMessages(pointed) }),
      };
    }
    case 'resend':
      return { type, ...revision, ...toOptionalProject(fields), ...optional(fields, 'note') };
    case 'retrieve':
      return { type, ...revision, ...optional(fields, 'note') };
    case 'withdraw':
      return { type, ...revision, reason: required(fields, 'reason') };
    case 'retryExport':
      return { type, ...revision, ...toOptionalJob(fields), ...optional(fields, 'note'), ...toConfirm(fields) };
    case 'preflight':
      return { type, ...revision, ...optionalIdentifier(fields, 'number') };
    case 'settle':
      return {
        type,
        ...revision,
        ids: toIds(read(fields, 'ids'), findIdentifierFault),
        note: required(fields, 'note'),
      };
  }
}

/** Who a raw signal says it is from, if it says so at all. */
export function claimedActor(payload: unknown): Actor | undefined {
  try {
    const by = read(toFields(payload, 'the signal'), 'by');
    return { id: toText(by, 'by', limits.keyChars), channel: 'signal' };
  } catch {
    return undefined;
  }
}

/** A raw signal's arguments. @throws Malformed */
export function parseSignal(type: CommandName, args: readonly unknown[]): { command: Command; actor: Actor } {
  if (args.length !== 1) throw new Malformed('a signal takes one JSON object');
  const fields = toFields(args[0], 'the signal');
  allowOnly(fields, ['by', 'revision', ...commandFields[type]], type);
  const actor: Actor = { id: toText(read(fields, 'by'), 'by', limits.keyChars), channel: 'signal' };
  return { command: toCommand(type, fields), actor };
}

/** The update's id for its repetition, with the hash of the body it came with. */
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

/** A role this version does not know gives nothing. */
function toCaller(value: unknown): Caller {
  const given = read(toFields(value, 'actor'), 'roles') ?? [];
  if (!Array.isArray(given)) throw new Malformed('actor.roles must be a list');
  return { ...toActor(value), roles: given.filter(isRole) };
}

const mailAddress = /^[^\s@]+@[^\s@]+$/;

/** One that is none is left out: nobody loses a submission over it. */
function toSenderEmail(fields: Fields): { senderEmail?: string } {
  const email = read(fields, 'senderEmail');
  if (typeof email !== 'string' || email.length > limits.mailAddressChars) return {};
  return findProseFault(email) === undefined && mailAddress.test(email) ? { senderEmail: email } : {};
}

function toOptionalFresh(fields: Fields): { fresh?: SubmissionTerms } {
  const fresh = read(fields, 'fresh');
  return fresh === undefined ? {} : { fresh: toFresh(fresh) };
}

/** An update's arguments, as the API sends them. @throws Malformed */
export function parseUpdate(type: CommandName, args: readonly unknown[]): ParsedUpdate {
  if (args.length !== 1) throw new Malformed('an update takes one JSON object');
  const fields = toFields(args[0], 'the update');
  const resendOnly = type === 'resend' ? ['project', 'fresh', 'senderEmail'] : [];
  allowOnly(fields, ['actor', 'request', 'revision', ...commandFields[type], ...resendOnly], type);
  const request = read(fields, 'request');
  const parsed = { command: toCommand(type, fields), actor: toCaller(read(fields, 'actor')) };
  const command =
    parsed.command.type === 'resend'
      ? { ...parsed.command, ...toOptionalFresh(fields), ...toSenderEmail(fields) }
      : parsed.command;
  if (request === undefined) return { ...parsed, command };
  const { id, bodyHash } = toFields(request, 'request');
  return {
    ...{ ...parsed, command },
    request: {
      id: toToken(id, 'request.id'),
      bodyHash: toToken(bodyHash, 'request.bodyHash'),
    },
  };
}

/** The argument a new run starts with. @throws Malformed */
export function parseSubmit(value: unknown, workflowId: string): Omit<Submitted, 'type' | 'at'> {
  const submit = toFields(value, 'submit');
  const id = fromWorkflowId(workflowId);
  if (!id || id.companyId !== read(submit, 'companyId') || id.projectId !== read(submit, 'projectId')) {
    throw new Malformed('companyId and projectId must be those of the workflow id');
  }
  const { integration, policy } = toFresh(submit);
  return {
    ...{ ...id, project: toProject(read(submit, 'project')), integration, policy, by: toActor(read(submit, 'by')) },
    ...toPreviousRun(read(submit, 'previousRun')),
    ...toSenderEmail(submit),
  };
}
