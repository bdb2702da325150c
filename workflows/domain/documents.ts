/** The documents a submission keeps, read from outside: project, integration and policy, job, the ERP's ids. */
import { limits } from '../contract/limits';
import type { Job } from '../contract/commands';
import type { Project } from '../contract/project';
import type { Integration, Policy } from '../contract/rules';
import { jsonBytes } from './bound';
import type { Fresh } from './events';
import { allowOnly, isTexts, Malformed, optional, read, toFields, toRecord, toText, type Fields } from './read';

function checkCostCodes(costCodes: unknown): void {
  if (!Array.isArray(costCodes) || costCodes.length > limits.costCodes) {
    throw new Malformed(`project.costCodes must be a list of at most ${String(limits.costCodes)}`);
  }
  for (const item of costCodes) {
    const { costTypes, ...texts } = toFields(item, 'an entry of project.costCodes');
    allTexts(texts, ['code', 'name'], 'project.costCodes');
    if (!isTexts(costTypes)) throw new Malformed('project.costCodes.costTypes must be a list of texts');
  }
}

function allTexts(fields: Fields, needed: readonly string[], name: string): void {
  const missing = needed.find((key) => read(fields, key) === undefined);
  const wrong =
    missing ?? Object.entries(fields).find(([, text]) => text !== undefined && typeof text !== 'string')?.[0];
  if (wrong !== undefined) throw new Malformed(`${name}.${wrong.slice(0, 100)} must be a text`);
}

/** The shape and size the domain relies on; the schema at the API's edge says the rest. */
function assertProject(value: unknown): asserts value is Project {
  const { address, customer = {}, customFields = {}, costCodes, ...texts } = toFields(value, 'project');
  allTexts(texts, ['name', 'number', 'currency'], 'project');
  allTexts(toFields(address, 'project.address'), ['line1', 'city', 'country'], 'project.address');
  allTexts(toFields(customer, 'project.customer'), [], 'project.customer');
  allTexts(toFields(customFields, 'project.customFields'), [], 'project.customFields');
  checkCostCodes(costCodes);
  if (jsonBytes(value) > limits.documentBytes) {
    throw new Malformed(`project must be at most ${String(limits.documentBytes / 1024)} KiB of JSON`);
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

export function toFresh(value: unknown): Fresh {
  const { integration, policy } = toFields(value, 'fresh');
  assertIntegration(integration);
  assertPolicy(policy);
  if (jsonBytes({ integration, policy }) > limits.frozenBytes) {
    throw new Malformed(`integration and policy must be at most ${String(limits.frozenBytes / 1024)} KiB of JSON`);
  }
  return { integration, policy };
}

const jobFieldsBounds = { maxEntries: limits.jobFields, maxBytes: limits.jobFieldsBytes };

export function toJob(value: unknown): Job {
  const job = toFields(value, 'job');
  allowOnly(job, ['number', 'fields'], 'job');
  const fields = read(job, 'fields');
  return {
    ...optional(job, 'number', limits.keyChars),
    ...(fields === undefined ? {} : { fields: toRecord(fields, 'job.fields', jobFieldsBounds) }),
  };
}

export function toIds(value: unknown): Record<string, string> {
  const ids = toRecord(value, 'ids', { maxEntries: limits.receiptIds, maxBytes: limits.receiptIdsBytes });
  if (Object.keys(ids).length === 0) throw new Malformed("ids needs at least one of the ERP's ids");
  return ids;
}
