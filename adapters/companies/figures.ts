/**
 * Rules with their origin. Every figure has its source and its certainty, and the plain rules are derived from them.
 */
import type { Certainty } from '../../workflows/contract/codes';
import { defined } from '../../workflows/contract/defined';
import { ruledFields, type RuledField } from '../../workflows/contract/project-table';
import type { AcceptField, FieldRule, Rules } from '../../workflows/contract/rules';

export interface Sourced<T> {
  readonly value: T;
  readonly source: string;
  readonly certainty: Certainty;
}

type SourcedMembers<R> = { readonly [K in keyof R]: Sourced<NonNullable<R[K]>> | Extract<R[K], undefined> };

export interface SourcedRules {
  readonly fields: Readonly<Partial<Record<RuledField, SourcedMembers<FieldRule>>>>;
  readonly jobNumber: SourcedMembers<Rules['jobNumber']>;
  readonly costCodes: SourcedMembers<Rules['costCodes']>;
  readonly uniqueBy?: Sourced<'name'> | undefined;
  readonly levelSeparators?: Sourced<string> | undefined;
  readonly budgetsEqualTotal?: Sourced<boolean> | undefined;
}

export interface SourcedAcceptField {
  readonly key: string;
  readonly label: string;
  readonly type: 'text' | 'number' | 'date';
  readonly required: Sourced<boolean>;
  readonly maxLength?: Sourced<number>;
}

/** One figure, by the path of its rule, such as `address.city.maxLength` or `acceptFields.template.required`. */
export interface RuleProvenance extends Sourced<string | number | boolean> {
  readonly rule: string;
}

const sourced =
  (certainty: Certainty) =>
  <T>(value: T, source: string): Sourced<T> => ({ value, source, certainty });
export const read = sourced('read');
export const secondHand = sourced('second_hand');
export const known = sourced('known');
export const ownValue = <T>(value: T): Sourced<T> => sourced('company')(value, 'companies.yaml');

const toFieldRule = (rule: SourcedMembers<FieldRule>): FieldRule =>
  defined({
    required: rule.required?.value,
    maxLength: rule.maxLength?.value,
    numeric: rule.numeric?.value,
    forbidden: rule.forbidden?.value,
    mask: rule.mask?.value,
  });

const toCostCodeRules = (rules: SourcedRules['costCodes']): Rules['costCodes'] =>
  defined({
    max: rules.max?.value,
    delimiters: rules.delimiters?.value,
    minTiers: rules.minTiers?.value,
    oneDelimiter: rules.oneDelimiter?.value,
    uniqueNames: rules.uniqueNames?.value,
  });

export function toRules({ fields, jobNumber, costCodes, ...beside }: SourcedRules): Rules {
  const plain: Rules['fields'] = {};
  for (const field of ruledFields) {
    const rule = fields[field];
    if (rule !== undefined) plain[field] = toFieldRule(rule);
  }
  return {
    fields: plain,
    jobNumber: defined({
      ...toFieldRule(jobNumber),
      required: jobNumber.required.value,
      equalsProjectNumber: jobNumber.equalsProjectNumber?.value,
    }),
    costCodes: toCostCodeRules(costCodes),
    ...defined({
      uniqueBy: beside.uniqueBy?.value,
      levelSeparators: beside.levelSeparators?.value,
      budgetsEqualTotal: beside.budgetsEqualTotal?.value,
    }),
  };
}

export const toAcceptField = ({ key, label, type, required, maxLength }: SourcedAcceptField): AcceptField => ({
  key,
  label,
  type,
  required: required.value,
  ...defined({ maxLength: maxLength?.value }),
});

type Listed = Readonly<Record<string, Sourced<RuleProvenance['value']> | undefined>>;

/** `path`: where they stand, with a full stop behind it; empty at the top. */
const list = (path: string, members: Listed): RuleProvenance[] =>
  Object.entries(members).flatMap(([member, figure]) =>
    figure === undefined ? [] : [{ rule: `${path}${member}`, ...figure }],
  );

/** Returns every figure from which `toRules` and `toAcceptField` derive the rules. */
export const toProvenance = (
  { uniqueBy, levelSeparators, budgetsEqualTotal, ...rules }: SourcedRules,
  acceptFields: readonly SourcedAcceptField[],
): RuleProvenance[] => [
  ...Object.entries(rules.fields).flatMap(([field, rule]) => list(`${field}.`, rule)),
  ...list('jobNumber.', rules.jobNumber),
  ...list('costCodes.', rules.costCodes),
  ...list('', { uniqueBy, levelSeparators, budgetsEqualTotal }),
  ...acceptFields.flatMap(({ key, required, maxLength }) => list(`acceptFields.${key}.`, { required, maxLength })),
];
