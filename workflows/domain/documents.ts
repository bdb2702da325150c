/** Reads the documents that a submission keeps beside its project: integration and policy, job, and the ERP's ids. */
import { defined } from '../contract/defined';
import { limits } from '../contract/limits';
import type { FieldMessage, Job } from '../contract/commands';
import type { Integration, Policy } from '../contract/rules';
import type { FindFault } from '../contract/text';
import type { Actor } from '../contract/view';
import type { SubmissionTerms } from './events';
import {
  allowOnly,
  checkBytes,
  Malformed,
  optional,
  optionalIdentifier,
  read,
  toFields,
  toIdentifier,
  toRecord,
  toText,
} from './read';

/** Checks what the domain relies on: a state without it could not be shown. */
function assertIntegration(value: unknown): asserts value is Integration {
  const integration = toFields(value, 'integration');
  const { fields, jobNumber, costCodes } = toFields(read(integration, 'rules'), 'integration.rules');
  toFields(fields, 'integration.rules.fields');
  toFields(jobNumber, 'integration.rules.jobNumber');
  toFields(costCodes, 'integration.rules.costCodes');
  toText(read(integration, 'erp'), 'integration.erp', limits.keyChars);
  toText(read(integration, 'erpName'), 'integration.erpName', limits.nameChars);
  const acceptFields = read(integration, 'acceptFields');
  if (!Array.isArray(acceptFields)) throw new Malformed('integration.acceptFields must be a list');
  for (const field of acceptFields) toText(read(toFields(field, 'acceptFields'), 'key'), 'key', limits.keyChars);
}

function assertPolicy(value: unknown): asserts value is Policy {
  const policy = toFields(value, 'policy');
  const exportForMs = read(policy, 'exportForMs');
  const rawSignals = read(policy, 'rawSignals');
  if (typeof read(policy, 'fourEyes') !== 'boolean') throw new Malformed('policy.fourEyes must be true or false');
  if (!Number.isSafeInteger(exportForMs) || Number(exportForMs) < 1) {
    throw new Malformed('policy.exportForMs must be a time in milliseconds');
  }
  if (rawSignals !== 'all' && rawSignals !== 'none') throw new Malformed('policy.rawSignals must be all or none');
}

export function toFresh(value: unknown): SubmissionTerms {
  const { integration, policy } = toFields(value, 'fresh');
  assertIntegration(integration);
  assertPolicy(policy);
  checkBytes({ integration, policy }, 'integration and policy', limits.frozenBytes);
  return { integration, policy };
}

/** Reads a message about one field of the document. @throws Malformed */
export function toFieldMessage(value: unknown): FieldMessage {
  const field = toFields(value, 'an entry of fields');
  allowOnly(field, ['pointer', 'message'], 'an entry of fields');
  const pointer = toIdentifier(read(field, 'pointer'), 'pointer', limits.pointerChars);
  if (!pointer.startsWith('/')) throw new Malformed('pointer must be a JSON pointer such as "/address/city"');
  return { pointer, message: toText(read(field, 'message'), 'message', limits.messageChars) };
}

export function toFieldMessages(value: unknown): FieldMessage[] {
  if (!Array.isArray(value) || value.length > limits.rejectionFields) {
    throw new Malformed(`fields must be a list of at most ${limits.rejectionFields}`);
  }
  const fields = value.map(toFieldMessage);
  checkBytes(fields, 'fields', limits.rejectionFieldsBytes);
  return fields;
}

/** Reads an actor who acts through the API, or who acted through another channel before. @throws Malformed */
export function toActor(value: unknown, channel: Actor['channel'] = 'api'): Actor {
  const actor = toFields(value, 'actor');
  return {
    id: toText(read(actor, 'id'), 'actor.id', limits.keyChars),
    ...optional(actor, 'name', limits.nameChars),
    channel,
  };
}

const jobFieldsBounds = { maxEntries: limits.jobFields, maxBytes: limits.jobFieldsBytes };

export function toJob(value: unknown): Job {
  const job = toFields(value, 'job');
  allowOnly(job, ['number', 'fields'], 'job');
  const fields = read(job, 'fields');
  return defined({
    ...optionalIdentifier(job, 'number'),
    fields: fields === undefined ? undefined : toRecord(fields, 'job.fields', jobFieldsBounds),
  });
}

/** Reads the ERP's ids of its record, unchanged. @throws Malformed */
export function toIds(value: unknown, findFault?: FindFault): Record<string, string> {
  const bounds = { maxEntries: limits.receiptIds, maxBytes: limits.receiptIdsBytes };
  const ids = toRecord(value, 'ids', findFault ? { ...bounds, findFault } : bounds);
  if (Object.keys(ids).length === 0) throw new Malformed("ids must have at least one of the ERP's ids");
  return ids;
}
