/** Cells copied from a spreadsheet, put into the rows of cost codes from the cell they were pasted into. */
import { type CostCodeField, costCodeFields } from '../../workflows/contract/pointers';
import { readColumn } from './amounts';
import { type CostCodeRow, emptyRow, isEmptyRow } from './project-draft';

/** One cell without a break is an ordinary paste. */
export const isTable = (text: string): boolean => /[\t\n]/.test(text.trim());

export interface Place {
  readonly row: number;
  readonly column: CostCodeField;
}

function filledIn(row: CostCodeRow, columns: readonly CostCodeField[], cells: readonly string[]): CostCodeRow {
  const changes = columns.flatMap((column, index) => {
    const cell = cells[index];
    return cell === undefined ? [] : [[column, cell] as const];
  });
  return { ...row, ...Object.fromEntries(changes) };
}

interface Pasted {
  readonly costCodes: readonly CostCodeRow[];
  readonly added: number;
  readonly changed: number;
}

/** `cells`: rows of cells, without empty rows. */
export function paste(
  rows: readonly CostCodeRow[],
  cells: readonly (readonly string[])[],
  { row, column }: Place,
): Pasted {
  const columns = costCodeFields.slice(costCodeFields.indexOf(column));
  const budgetAt = columns.indexOf('budget');
  const budgets = readColumn(cells.map((each) => each[budgetAt] ?? ''));
  const costCodes = [...rows];
  let added = 0;
  for (const [index, each] of cells.entries()) {
    const before = costCodes[row + index] ?? emptyRow;
    if (isEmptyRow(before)) added += 1;
    const read = each.map((cell, at) => (at === budgetAt ? (budgets[index] ?? '') : cell));
    costCodes[row + index] = filledIn(before, columns, read);
  }
  return { costCodes, added, changed: cells.length - added };
}
