/** Reads the documents that a submission keeps: project, integration and policy, job, and the ERP's ids. */
import { defined } from '../contract/defined';
import { limits } from '../contract/limits';
import type { FieldMessage, Job } from '../contract/commands';
import type { Project } from '../contract/project';
import type { Integration, Policy } from '../contract/rules';
import { findIdentifierFault, findProseFault } from '../contract/text';
import type { Actor } from '../contract/view';
import { jsonBytes } from './bound';
import type { SubmissionTerms } from './events';
import {
  allowOnly,
  checkBytes,
  Malformed,
  optional,
  optionalIdentifier,
  read,
  refuseTwins,
  toFields,
  toIdentifier,
  toRecord,
  toText,
  type Fields,
  type FindFault,
} from './read';

const identifiers = new Set(['number', 'code', 'postalCode']);

const faultIn = (key: string, text: string): string | undefined =>
  identifiers.has(key) ? findIdentifierFault(text) : findProseFault(text, { hasLines: key === 'description' });

function checkTexts(fields: Fields, needed: readonly string[], name: string): void {
  for (const key of needed) {
    if (read(fields, key) === undefined) throw new Malformed(`${name}.${key} must be a text`);
  }
  for (const [key, text] of Object.entries(fields)) {
    if (text === undefined) continue;
    const fault = typeof text === 'string' ? faultIn(key, text) : 'must be a text';
    if (fault !== undefined) throw new Malformed(`${name}.${key.slice(0, 100)} ${fault}`);
  }
}

function checkCostTypes(costTypes: unknown): void {
  const name = 'project.costCodes.costTypes';
  if (!Array.isArray(costTypes)) throw new Malformed(`${name} must be a list of texts`);
  refuseTwins(
    costTypes.map((type: unknown) => toIdentifier(type, name)),
    name,
  );
}

function checkCostCodes(costCodes: unknown): void {
  if (!Array.isArray(costCodes) || costCodes.length > limits.costCodes) {
    throw new Malformed(`project.costCodes must be a list of at most ${limits.costCodes}`);
  }
  const codes = costCodes.map((item: unknown) => {
    const { costTypes, ...texts } = toFields(item, 'an entry of project.costCodes');
    checkTexts(texts, ['code', 'name'], 'project.costCodes');
    checkCostTypes(costTypes);
    return toIdentifier(texts['code'], 'project.costCodes.code');
  });
  refuseTwins(codes, 'project.costCodes');
}

function checkCustomFields(fields: Fields): void {
  for (const [key, text] of Object.entries(fields)) {
    toIdentifier(key, 'a key of project.customFields');
    toText(text, `project.customFields.${key.slice(0, 100)}`, limits.textChars);
  }
  refuseTwins(Object.keys(fields), 'project.customFields');
}

/** The shape, the kinds of text and the size that the domain relies on; the schema at the API's edge says the rest. */
function assertProject(value: unknown): asserts value is Project {
  const { address, customer = {}, customFields = {}, costCodes, ...texts } = toFields(value, 'project');
  checkTexts(texts, ['name', 'number', 'currency'], 'project');
  checkTexts(toFields(address, 'project.address'), ['line1', 'city', 'country'], 'project.address');
  checkTexts(toFields(customer, 'project.customer'), [], 'project.customer');
  checkCustomFields(toFields(customFields, 'project.customFields'));
  checkCostCodes(costCodes);
  if (jsonBytes(value) > limits.documentBytes) {
    throw new Malformed(`project must be at most ${limits.documentBytes / 1024} KiB of JSON`);
  }
}

export function toProject(value: unknown): Project {
  assertProject(value);
  return value;
}

/** What the domain relies on: a state without it could not be shown. */
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
  if (jsonBytes({ integration, policy }) > limits.frozenBytes) {
    throw new Malformed(`integration and policy must be at most ${limits.frozenBytes / 1024} KiB of JSON`);
  }
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
  if (Object.keys(ids).length === 0) throw new Malformed("ids needs at least one of the ERP's ids");
  return ids;
}
