/** Rules that concern several fields: the cost codes with each other, the levels of a name, the budgets. */
import { subtractAmounts, isSameAmount, addAmounts } from '../contract/amounts';
import type { Project } from '../contract/project';
import { toPointer } from '../contract/pointers';
import type { Rules } from '../contract/rules';
import { splitLevels, nameKey } from '../contract/text';
import type { Check } from '../contract/view';
import { error, warning } from './finding';

const usualDelimiters = '-.';
const codePointer = (code: string): string => `${toPointer('costCodes', code)}/code`;

/** Shows signs for people, because a space is invisible. */
const showSigns = (signs: string): string =>
  Array.from(signs)
    .map((sign) => (sign === ' ' ? 'a blank' : `"${sign}"`))
    .join(', ');

function checkTiers({ costCodes }: Project, { costCodes: { minTiers, delimiters } }: Rules, erpName: string): Check[] {
  if (minTiers === undefined) return [];
  const signs = delimiters ?? usualDelimiters;
  return costCodes.flatMap(({ code }) => {
    if (splitLevels(code, signs).filter((tier) => tier !== '').length >= minTiers) return [];
    const message = `${erpName} requires at least ${minTiers} tiers in each cost code, such as 03-100. Tiers are separated by ${showSigns(signs)}.`;
    return [error('too_few_tiers', codePointer(code), message)];
  });
}

/** Checks the delimiters. Codes without a delimiter are checked by the number of tiers. */
function checkDelimiters({ costCodes }: Project, { costCodes: rules }: Rules, erpName: string): Check[] {
  if (!rules.oneDelimiter) return [];
  const signs = Array.from(rules.delimiters ?? usualDelimiters);
  const used = costCodes.map(({ code }) => signs.filter((sign) => code.includes(sign)));
  const withTiers = used.filter((own) => own.length > 0);
  if (signs.some((sign) => withTiers.every((own) => own.includes(sign)))) return [];
  const count = (sign: string): number => withTiers.filter((own) => own.includes(sign)).length;
  const [most = ''] = signs.toSorted((a, b) => count(b) - count(a));
  const message = `${erpName} requires the same delimiter in all cost codes. Most of them use ${showSigns(most)}, but this one does not.`;
  return costCodes.flatMap(({ code }, index) => {
    const own = used[index] ?? [];
    return own.length === 0 || own.includes(most) ? [] : [error('mixed_delimiters', codePointer(code), message)];
  });
}

function checkNames({ costCodes }: Project, { costCodes: { uniqueNames } }: Rules, erpName: string): Check[] {
  if (!uniqueNames) return [];
  const first = new Map<string, string>();
  return costCodes.flatMap(({ code, name }) => {
    const key = nameKey(name);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, code);
      return [];
    }
    const message = `${erpName} requires a unique name for each cost code, regardless of case. ${other} already has this name.`;
    return [error('name_not_unique', `${toPointer('costCodes', code)}/name`, message)];
  });
}

function checkLevels({ name }: Project, { levelSeparators }: Rules, erpName: string): Check[] {
  if (levelSeparators === undefined || !splitLevels(name, levelSeparators).includes('')) return [];
  const message = `In ${erpName}, ${showSigns(levelSeparators)} separates the levels of a name. One level of this name is empty.`;
  return [error('empty_level', '/name', message)];
}

function checkBudgets({ totalValue, currency, costCodes }: Project, { budgetsEqualTotal }: Rules): Check[] {
  if (!budgetsEqualTotal || totalValue === undefined) return [];
  const sum = addAmounts(costCodes.flatMap(({ budget }) => budget ?? []));
  if (isSameAmount(sum, totalValue)) return [];
  const message = `The budgets add up to ${sum} ${currency}, which differs from the total value by ${subtractAmounts(sum, totalValue)}.`;
  return [warning('budgets_differ_from_total', '/totalValue', message)];
}

/** Returns the findings of these rules: errors in the order of the document, then warnings. */
export const checkTogether = (project: Project, rules: Rules, erpName: string): Check[] => [
  ...checkLevels(project, rules, erpName),
  ...checkTiers(project, rules, erpName),
  ...checkDelimiters(project, rules, erpName),
  ...checkNames(project, rules, erpName),
  ...checkBudgets(project, rules),
];
