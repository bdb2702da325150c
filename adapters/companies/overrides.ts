/** Merges a company's own rules over the catalogue's, and finds rules that nothing can satisfy. */
import { z } from 'zod';
import { ruledFields, type RuledField } from '../../workflows/contract/project-table';
import { FieldRule, Rules } from '../../workflows/contract/rules';
import { findSlot } from '../../workflows/contract/mask';
import { findIdentifierFault, normalizeText } from '../../workflows/contract/text';
import { flagRemedy } from './fields';
import { ownValue, type Sourced, type SourcedRules } from './figures';
import { addRemedies } from './remedies';

export const RuleOverrides = z.strictObject({
  fields: Rules.shape.fields.optional(),
  jobNumber: Rules.shape.jobNumber.partial().optional(),
  costCodes: Rules.shape.costCodes.optional(),
  uniqueBy: Rules.shape.uniqueBy,
  levelSeparators: Rules.shape.levelSeparators,
  budgetsEqualTotal: Rules.shape.budgetsEqualTotal,
});

const count = 'Write a whole number above 0.';
addRemedies(FieldRule.shape, {
  required: flagRemedy,
  maxLength: count,
  numeric: flagRemedy,
  forbidden: 'Write the characters in quotes, such as ",;".',
  mask: 'Write it in quotes, such as "##-###" (# is a digit, A a letter): outside quotes a # begins a comment.',
});
addRemedies(Rules.shape.jobNumber.shape, { required: flagRemedy, equalsProjectNumber: flagRemedy });
addRemedies(Rules.shape.costCodes.shape, {
  max: count,
  delimiters: 'Write the characters in quotes, such as "-./ " (a space is allowed too).',
  minTiers: count,
  oneDelimiter: flagRemedy,
  uniqueNames: flagRemedy,
});
addRemedies(Rules.shape, {
  uniqueBy: 'Write "name", or remove it.',
  levelSeparators: 'Write the characters in quotes, such as ":".',
  budgetsEqualTotal: flagRemedy,
});
export type RuleOverrides = z.infer<typeof RuleOverrides>;

type FieldFigures = NonNullable<SourcedRules['fields'][RuledField]>;

const over = <T>(base: Sourced<T> | undefined, own: T | undefined): Sourced<T> | undefined =>
  own === undefined ? base : ownValue(own);

const mergeField = (base: FieldFigures, own: FieldRule): FieldFigures => ({
  required: over(base.required, own.required),
  maxLength: over(base.maxLength, own.maxLength),
  numeric: over(base.numeric, own.numeric),
  forbidden: over(base.forbidden, own.forbidden),
  mask: over(base.mask, own.mask),
});

function mergeFields(base: SourcedRules['fields'], own: Rules['fields']): SourcedRules['fields'] {
  const merged = { ...base };
  for (const field of ruledFields) {
    const rule = own[field];
    if (rule !== undefined) merged[field] = mergeField(base[field] ?? {}, rule);
  }
  return merged;
}

/** Where there is no job number, no other rule of the catalogue can speak of it. */
function mergeJobNumber(
  base: SourcedRules['jobNumber'],
  own: NonNullable<RuleOverrides['jobNumber']>,
): SourcedRules['jobNumber'] {
  const required = own.required === undefined ? base.required : ownValue(own.required);
  const kept = required.value ? base : { required };
  return {
    ...mergeField(kept, own),
    required,
    equalsProjectNumber: over(kept.equalsProjectNumber, own.equalsProjectNumber),
  };
}

export const mergeRules = (base: SourcedRules, own: RuleOverrides): SourcedRules => ({
  fields: mergeFields(base.fields, own.fields ?? {}),
  jobNumber: mergeJobNumber(base.jobNumber, own.jobNumber ?? {}),
  costCodes: {
    max: over(base.costCodes.max, own.costCodes?.max),
    delimiters: over(base.costCodes.delimiters, own.costCodes?.delimiters),
    minTiers: over(base.costCodes.minTiers, own.costCodes?.minTiers),
    oneDelimiter: over(base.costCodes.oneDelimiter, own.costCodes?.oneDelimiter),
    uniqueNames: over(base.costCodes.uniqueNames, own.costCodes?.uniqueNames),
  },
  uniqueBy: over(base.uniqueBy, own.uniqueBy),
  levelSeparators: over(base.levelSeparators, own.levelSeparators),
  budgetsEqualTotal: over(base.budgetsEqualTotal, own.budgetsEqualTotal),
});

/** What is wrong in a rule, and the member that it concerns. */
export interface Contradiction {
  readonly path: readonly string[];
  readonly message: string;
}

/** Signs that a trimmed line in NFC cannot hold at that place, or that count as two characters. */
const isTypeable = (mask: string): boolean =>
  mask === normalizeText(mask) && findIdentifierFault(mask) === undefined && Array.from(mask).length === mask.length;

/** A mask that nothing can fit, or one single text, would stop every project of the company. */
function maskProblem(mask: string, { maxLength = Infinity, numeric, forbidden = '' }: FieldRule): string | undefined {
  if (!isTypeable(mask))
    return 'begins or ends with a space, or contains a character that cannot be typed. Write plain characters.';
  if (!Array.from(mask).some(findSlot))
    return 'has no placeholder. Write # for a digit and A for a letter, such as "##-###".';
  if (mask.length > maxLength) {
    return `is ${mask.length} characters long, but at most ${maxLength} are allowed here. Shorten it.`;
  }
  if (numeric && !/^[#0-9]+$/.test(mask))
    return 'contains more than digits, but only digits are allowed here. Write only # and digits.';
  const found = Array.from(forbidden).find((sign) => mask.includes(sign));
  return found === undefined ? undefined : `contains "${found}", which is forbidden here. Remove it.`;
}

/** A sign that codes and names cannot hold, or that belongs to their words, separates nothing. */
const isSeparating = (sign: string): boolean => sign === ' ' || !/[\p{L}\p{N}\p{C}\p{Z}]/u.test(sign);

function findIdleSigns({ costCodes, uniqueBy, levelSeparators }: Rules): Contradiction[] {
  const found: Contradiction[] = [];
  const check = (path: readonly string[], signs = '') => {
    const idle = Array.from(signs).find((sign) => !isSeparating(sign));
    if (idle === undefined) return;
    found.push({
      path,
      message: `contains "${idle}", which cannot be a separator. Write characters such as "-", "." or "/".`,
    });
  };
  check(['costCodes', 'delimiters'], costCodes.delimiters);
  check(['levelSeparators'], levelSeparators);
  if (levelSeparators !== undefined && uniqueBy === undefined) {
    const message = 'has no effect without uniqueBy. Write "uniqueBy: name" beside it, or remove it.';
    found.push({ path: ['levelSeparators'], message });
  }
  return found;
}

/** Finds everything in merged rules that no project or job could satisfy. */
export function findContradictions(rules: Rules): Contradiction[] {
  const { fields, jobNumber } = rules;
  const found = findIdleSigns(rules);
  const check = (path: readonly string[], rule: FieldRule) => {
    const message = rule.mask === undefined ? undefined : maskProblem(rule.mask, rule);
    if (message !== undefined) found.push({ path: [...path, 'mask'], message });
  };
  for (const [field, rule] of Object.entries(fields)) check(['fields', field], rule);
  const { required, ...rest } = jobNumber;
  if (required) check(['jobNumber'], jobNumber);
  else if (Object.keys(rest).length > 0) {
    const message =
      'has rules, but with "required: false" there is no job number. Write "required: true" or remove the rules.';
    found.push({ path: ['jobNumber'], message });
  }
  return found;
}
