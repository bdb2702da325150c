/** Budgets that can be read in two ways, and reading them all in the one that somebody chose. */
import { type DecimalSign, readAmount, toPlainAmount } from './amounts';
import type { CostCodeRow } from './project-draft';

const either = ({ budget }: CostCodeRow): Readonly<Record<DecimalSign, string>> | undefined => {
  const reading = readAmount(budget);
  return reading && 'either' in reading ? reading.either : undefined;
};

export interface Ambiguous {
  readonly count: number;
  readonly example: string;
  readonly as: Readonly<Record<DecimalSign, string>>;
}

export function findAmbiguous(rows: readonly CostCodeRow[]): Ambiguous | undefined {
  const found = rows.filter((row) => either(row) !== undefined);
  const [first] = found;
  const as = first && either(first);
  return first && as ? { count: found.length, example: first.budget, as } : undefined;
}

export const readAs = (rows: readonly CostCodeRow[], sign: DecimalSign): CostCodeRow[] =>
  rows.map((row) => {
    const value = either(row)?.[sign];
    return value === undefined ? row : { ...row, budget: toPlainAmount(value) };
  });
