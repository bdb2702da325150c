/** Applies the ERP's rules: one pure function for a project, one for a job. They never truncate. */
import type { Job } from '../contract/commands';
import { limits } from '../contract/limits';
import { fitsMask } from '../contract/mask';
import { toPointer, valueAt } from '../contract/pointers';
import type { CostCode, Project } from '../contract/project';
import { ruledFields } from '../contract/project-table';
import type { AcceptField, FieldRule, Integration, Rules } from '../contract/rules';
import type { Check, Omitted } from '../contract/view';
import { bounded } from './bound';
import { error, warning } from './finding';
import { checkTogether } from './list-rules';
import { cutText, hasMixedScripts, identifierKey } from '../contract/text';

function forbiddenIn(value: string, { forbidden = '' }: FieldRule): string[] {
  return Array.from(forbidden).filter((char) => value.includes(char));
}

function checkValue(value: string, rule: FieldRule, pointer: string, erpName: string): Check[] {
  const { maxLength = Infinity, numeric, mask } = rule;
  const found: Check[] = [];
  if (value.length > maxLength) {
    const message = `${erpName} allows at most ${maxLength} characters here, but this text has ${value.length}.`;
    found.push(error('too_long', pointer, message));
  }
  if (numeric && !/^\d+$/.test(value)) {
    found.push(error('not_numeric', pointer, `${erpName} allows only digits here, without separators.`));
  }
  const bad = forbiddenIn(value, rule);
  if (bad.length > 0) {
    found.push(error('not_allowed_characters', pointer, `${erpName} does not allow ${bad.join(' ')} here.`));
  }
  if (mask !== undefined && !fitsMask(value, mask)) {
    const message = `${erpName} requires the form ${mask} here (# is a digit, A a letter), but this is "${value}".`;
    found.push(error('mask_mismatch', pointer, message));
  }
  return found;
}

function checkField(value: string | undefined, rule: FieldRule, pointer: string, erpName: string): Check[] {
  if (value !== undefined && value !== '') return checkValue(value, rule, pointer, erpName);
  return rule.required ? [error('required', pointer, `${erpName} requires this field.`)] : [];
}

interface Ruled {
  /** Relative to the project, or to the cost code. */
  readonly pointer: string;
  readonly rule: FieldRule;
}

/** Lists the rules of single fields, or those of a cost code's fields, in the order of the document. */
const listRuled = (fields: Rules['fields'], isOfCostCode: boolean): Ruled[] =>
  ruledFields.flatMap((field) => {
    const [first, ...below] = field.split('.');
    const rule = fields[field];
    if (!rule || (first === 'costCodes') !== isOfCostCode) return [];
    return [{ pointer: toPointer(...(isOfCostCode ? below : field.split('.'))), rule }];
  });

const checkFields = (document: Project | CostCode, at: string, ruled: readonly Ruled[], erpName: string): Check[] =>
  ruled.flatMap(({ pointer, rule }) => checkField(valueAt(document, pointer), rule, `${at}${pointer}`, erpName));

function checkCostCodes({ costCodes }: Project, { fields, costCodes: { max } }: Rules, erpName: string): Check[] {
  const found: Check[] = [];
  if (max !== undefined && costCodes.length > max) {
    const message = `${erpName} allows at most ${max} cost codes, but this project has ${costCodes.length}.`;
    found.push(error('too_many', '/costCodes', message));
  }
  const ruled = listRuled(fields, true);
  return [
    ...found,
    ...costCodes.flatMap((each) => checkFields(each, toPointer('costCodes', each.code), ruled, erpName)),
  ];
}

/** Lists every identifier of a document with its pointer. */
const listIdentifiers = ({
  number,
  customer,
  costCodes,
  customFields = {},
}: Project): (readonly [string, string])[] => [
  ['/number', number],
  ...(customer?.code === undefined ? [] : [['/customer/code', customer.code] as const]),
  ...costCodes.map(({ code }) => [toPointer('costCodes', code, 'code'), code] as const),
  ...Object.keys(customFields).map((key) => [toPointer('customFields', key), key] as const),
];

/**
 * Warns of identifiers that mix scripts. Their letters may look the same, but no key makes them equal, so a person has
 * to look.
 */
const checkScripts = (project: Project): Check[] =>
  listIdentifiers(project)
    .filter(([, identifier]) => hasMixedScripts(identifier))
    .map(([pointer]) =>
      warning(
        'mixed_scripts',
        pointer,
        'This mixes letters of scripts that look alike, such as Latin and Cyrillic. Check the spelling.',
      ),
    );

/** Returns every finding about a project: errors in the order of the document, then warnings. */
export function checkProject(project: Project, { rules, erpName }: Integration): Check[] {
  const ruled = listRuled(rules.fields, false);
  return [
    ...checkFields(project, '', ruled, erpName),
    ...checkCostCodes(project, rules, erpName),
    ...checkTogether(project, rules, erpName),
    ...checkScripts(project),
  ];
}

/** Whether a text is a date such as `2026-03-01`; `2026-02-30` is not. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function checkType({ type, choices = [] }: AcceptField, value: string, pointer: string): Check[] {
  if (type === 'choice' && !choices.includes(value)) {
    return [error('not_a_choice', pointer, `Enter one of ${choices.slice(0, 20).join(', ')}.`)];
  }
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) {
    return [error('not_numeric', pointer, 'Enter a number such as 12.5.')];
  }
  if (type === 'date' && !isDate(value)) {
    return [error('mask_mismatch', pointer, 'Enter a date such as 2026-03-01.')];
  }
  return [];
}

function checkAcceptField(field: AcceptField, value: string | undefined, erpName: string): Check[] {
  const pointer = toPointer('job', 'fields', field.key);
  const found = checkField(value, { required: field.required, maxLength: field.maxLength }, pointer, erpName);
  return value === undefined || value === '' ? found : [...found, ...checkType(field, value, pointer)];
}

const isSame = (one: string, other: string): boolean => identifierKey(one) === identifierKey(other);

export function checkJobNumber({ number }: Job, project: Project, { rules, erpName }: Integration): Check[] {
  const { required, equalsProjectNumber, ...rule } = rules.jobNumber;
  const found: Check[] = [];
  if (!required && number !== undefined) {
    found.push(error('no_job_number', '/job/number', `${erpName} has no job numbers. Leave the number out.`));
  } else {
    found.push(...checkField(number, { ...rule, required }, '/job/number', erpName));
  }
  if (equalsProjectNumber && number !== undefined && !isSame(number, project.number)) {
    const message = `${erpName} requires the project number ${project.number} as the job number.`;
    found.push(error('must_equal_project_number', '/job/number', message));
  }
  return found;
}

/** Checks the job number and the extra fields that this ERP requires at accept. */
export function checkJob(job: Job, project: Project, integration: Integration): Check[] {
  const { acceptFields, erpName } = integration;
  const found = checkJobNumber(job, project, integration);
  const given = new Map(Object.entries(job.fields ?? {}));
  for (const field of acceptFields) {
    found.push(...checkAcceptField(field, given.get(field.key), erpName));
    given.delete(field.key);
  }
  for (const key of given.keys()) {
    const known = acceptFields.map((field) => field.key).join(', ') || 'none';
    const pointer = toPointer('job', 'fields', key);
    found.push(error('unknown_field', pointer, `${erpName} does not have this field. Its fields: ${known}.`));
  }
  return found;
}

/** Checks that an update keeps the job number of the record in the ERP. */
export function checkExportedNumber({ number }: Job, exported: Job | undefined, { erpName }: Integration): Check[] {
  if (exported?.number === undefined || (number !== undefined && isSame(number, exported.number))) return [];
  const message = `${erpName} already holds this project under job number ${exported.number}. Leave the number out.`;
  return [error('must_be_exported_number', '/job/number', message)];
}

export const hasErrors = (checks: readonly Check[]): boolean => checks.some(({ severity }) => severity === 'error');

/** Bounds findings for the state: at most `limits.checks` and `limits.checksBytes` together, with long messages cut. */
export const boundChecks = (checks: readonly Check[]): (Check | Omitted)[] =>
  bounded(
    checks.map((check) => ({ ...check, message: cutText(check.message, limits.messageChars) })),
    { maxEntries: limits.checks, maxBytes: limits.checksBytes },
  );
