/** Cells copied from a spreadsheet, put into the rows of cost codes from the cell they were pasted into. */
import { type CostCodeField, costCodeFields } from '../../workflows/contract/pointers';
import { type CostCodeRow, emptyRow } from './project-draft';

/** Tabs between cells, line breaks between rows; a quoted cell may hold both, and a doubled quote is one. */
function splitCells(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = text.replace(/\r\n?/g, '\n').matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/gy);
  for (const [all, quoted, plain = '', end] of cells) {
    if (all === '' && end === '') break;
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end === '\n') rows.push([]);
  }
  return rows.filter((row) => row.some((cell) => cell !== ''));
}

/** One cell without a break is an ordinary paste. */
export const isTable = (text: string): boolean => /[\t\n]/.test(text.trim());

/** A spreadsheet shows `62,500.00` or `$62,500`. A comma as the decimal sign is left for the checks to name. */
const toAmount = (cell: string): string => {
  const bare = cell.replace(/[\s$€£]/g, '');
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(',', '') : bare;
};

function filledIn(row: CostCodeRow, cells: readonly string[], from: number): CostCodeRow {
  const columns = costCodeFields.slice(from);
  const changes = columns.flatMap((column, index) => {
    const cell = cells[index];
    return cell === undefined ? [] : [[column, column === 'budget' ? toAmount(cell) : cell] as const];
  });
  return { ...row, ...Object.fromEntries(changes) };
}

interface Paste {
  readonly text: string;
  readonly row: number;
  readonly column: CostCodeField;
}

export function pasted(rows: readonly CostCodeRow[], { text, row, column }: Paste): CostCodeRow[] {
  const from = costCodeFields.indexOf(column);
  const next = [...rows];
  for (const [index, cells] of splitCells(text).entries()) {
    next[row + index] = filledIn(next[row + index] ?? emptyRow, cells, from);
  }
  return next;
}
