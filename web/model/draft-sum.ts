/** The budgets of a draft together: of those that are understood, and what the others are. */
import { readDecimal } from '../../workflows/contract/amounts';
import { toMoney } from './format';
import { isEmptyRow, type ProjectDraft } from './project-draft';
import { compareWithTotal, describeSum, sumBudgets } from './sums';
import { texts } from '../texts';
import { understand } from './typed';

/** `undefined` if no cost code has a budget. */
export function describeDraftSum({ fields, costCodes }: ProjectDraft): string | undefined {
  const rows = costCodes
    .filter((row) => !isEmptyRow(row))
    .map(({ budget }) => understand('signed_amount', budget).value);
  const unread = rows.filter((budget) => budget !== '' && !readDecimal(budget)).length;
  // What is not understood counts as nothing, and is not missing.
  const budgets = rows.map((budget) => (readDecimal(budget) ? { budget } : budget === '' ? {} : { budget: '0' }));
  const totalValue = understand('amount', fields['/totalValue'] ?? '').value;
  const currency = understand('currency', fields['/currency'] ?? '').value;
  const project = {
    costCodes: budgets.map((row) => ({ code: '', name: '', costTypes: [], ...row })),
    currency,
    totalValue: readDecimal(totalValue) ? totalValue : undefined,
  };
  const sum = sumBudgets(project);
  if (!sum) return undefined;
  const comparison = compareWithTotal(sum, project)?.text;
  const doubt = unread > 0 ? texts.sums.unread(unread, rows.length) : undefined;
  const parts = [comparison, doubt, ...describeSum(sum)].filter((part) => part !== undefined);
  return `${texts.sums.row}: ${[toMoney(sum.total, currency).trim(), ...parts].join(' · ')}`;
}
