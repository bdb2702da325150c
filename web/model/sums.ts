/** The budgets of the cost codes together, beside the total value of the project. */
import { addAmounts, compareAmounts, readDecimal, subtractAmounts } from '../../workflows/contract/amounts';
import type { Project } from '../../workflows/contract/project';
import type { Change } from '../../workflows/contract/view';
import { splitPointer, toPointer, valueAt } from '../../workflows/contract/pointers';
import { texts } from '../texts';
import type { Differences } from './differences';
import { toMoney } from './format';

type Budgeted = Pick<Project, 'costCodes' | 'currency' | 'totalValue'>;

export interface Sum {
  readonly total: string;
  readonly count: number;
  /** Cost codes that have no budget. */
  readonly missing: number;
  readonly negative: number;
}

const listBudgets = ({ costCodes }: Budgeted): string[] =>
  costCodes.flatMap(({ budget }) => (budget === undefined ? [] : [budget]));

/** `undefined` if no cost code has a budget. */
export function sumBudgets(project: Budgeted): Sum | undefined {
  const budgets = listBudgets(project);
  const count = project.costCodes.length;
  if (budgets.length === 0) return undefined;
  return {
    total: addAmounts(budgets),
    count,
    missing: count - budgets.length,
    negative: budgets.filter((budget) => compareAmounts(budget, '0') < 0).length,
  };
}

export interface Comparison {
  readonly isEqual: boolean;
  readonly text: string;
}

/** How the sum differs from the total value; `undefined` if the project has none. */
export function compareWithTotal({ total }: Sum, { totalValue, currency }: Budgeted): Comparison | undefined {
  if (totalValue === undefined) return undefined;
  const order = compareAmounts(total, totalValue);
  if (order === 0) return { isEqual: true, text: texts.sums.equal };
  const [more, less] = order > 0 ? [total, totalValue] : [totalValue, total];
  const by = toMoney(subtractAmounts(more, less), currency);
  return { isEqual: false, text: order > 0 ? texts.sums.more(by) : texts.sums.less(by) };
}

/** What of the sum is missing or unusual, in words. */
export const describeSum = ({ count, missing, negative }: Sum): string[] => [
  ...(missing > 0 ? [texts.sums.missing(missing, count)] : []),
  ...(negative > 0 ? [texts.sums.negative(negative)] : []),
];

/**
 * The budget of a cost code that is gone, of which only a text is left: `Concrete · labor · 62500.00`. `undefined` if
 * the text does not say whether it had one.
 */
function readSummary(text: string): string | undefined {
  const parts = text.split(' · ');
  const last = parts.at(-1) ?? '';
  if (parts.length === 2) return '0';
  return parts.length === 3 && readDecimal(last) ? last : undefined;
}

const isBudgeted = ({ pointer }: Pick<Change, 'pointer'>): boolean => {
  const [first, code, field] = splitPointer(pointer);
  return first === 'costCodes' && code !== undefined && (field === undefined || field === 'budget');
};

/** What a change took from the sum; `undefined` if it does not say so exactly. */
function takenBy({ pointer, before, after }: Change): string | undefined {
  const isWhole = splitPointer(pointer).length === 2;
  if (!isWhole) return before ?? '0';
  return before === undefined || after !== undefined ? '0' : readSummary(before);
}

/** What a change brought to the sum, as the document after it says. */
function givenBy({ pointer, after }: Change, { costCodes }: Budgeted): string {
  if (after === undefined) return '0';
  if (splitPointer(pointer).length > 2) return after;
  const costCode = costCodes.find(({ code }) => toPointer('costCodes', code) === pointer);
  return valueAt(costCode, '/budget') ?? '0';
}

export interface SumChange {
  readonly before: string;
  readonly after: string;
}

/**
 * The sum before and after, where budgets changed. `project` is the document after the changes. `undefined` if no budget
 * changed, or if the changes do not say exactly what the sum was.
 */
export function sumChange({ shown, omitted }: Differences, project: Budgeted): SumChange | undefined {
  const changes = shown.filter((difference) => difference.isChanged && isBudgeted(difference));
  if (changes.length === 0 || omitted > 0) return undefined;
  const taken = changes.map(takenBy);
  if (!taken.every((amount) => amount !== undefined)) return undefined;
  const after = addAmounts(listBudgets(project));
  const kept = subtractAmounts(after, addAmounts(changes.map((change) => givenBy(change, project))));
  const before = addAmounts([kept, ...taken]);
  return compareAmounts(before, after) === 0 ? undefined : { before, after };
}
