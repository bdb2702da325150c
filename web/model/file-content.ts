/** Understands the cells of a file: the fields of a project below `Field` and `Value`, and cost codes below their header. */
import { addAmounts, isSameAmount, readDecimal, roundDecimal } from '../../workflows/contract/amounts';
import { defined } from '../../workflows/contract/defined';
import { type CostCodeField, type ProjectField } from '../../workflows/contract/pointers';
import { readColumn, toPlainAmount } from './amounts';
import { type Cell, type Cells, type Sheet, toLine } from './cells';
import type { CustomField } from './custom-fields';
import { type Columns, findCustomKey, findFileField, isFieldsHeader, isTotalName, readHeader } from './headers';
import type { CostCodeRow } from './project-draft';

/** Without the columns that the file does not have. */
export type FileRow = Partial<Pick<CostCodeRow, CostCodeField>>;

/** What of a file was left out, or should be looked at. */
export interface FileNotes extends Pick<Cells, 'isWindows1252' | 'formulas'> {
  readonly unusedColumns: readonly string[];
  readonly unknownFields: readonly string[];
  readonly unusedSheets: readonly string[];
  /** Codes that the spreadsheet keeps as numbers or dates: what was typed may have been `03`. */
  readonly convertedCodes: readonly string[];
  /** Amounts with more places than an amount may have, which were rounded to two. */
  readonly rounded: number;
  /** The total below the cost codes, if it is not their sum. */
  readonly wrongTotal?: { readonly stated: string; readonly sum: string };
}

export interface FileContent {
  readonly projectId?: string;
  readonly fields: Readonly<Partial<Record<ProjectField, string>>>;
  readonly customFields: readonly CustomField[];
  readonly costCodes: readonly FileRow[];
  readonly headers: number;
  readonly totals: number;
  readonly notes: FileNotes;
}

/** Of an amount. */
const mostPlaces = 4;

const textAt = (cells: readonly Cell[], at: number | undefined): string => toLine(cells[at ?? -1]?.text ?? '');

const nothing: Cell = { text: '', kind: 'text' };

/** A number of a spreadsheet is not written in one way or the other. */
function toAmount(text: string): string {
  const decimal = readDecimal(text);
  if (!decimal || decimal.places.length <= mostPlaces) return toPlainAmount(text);
  return `${decimal.isNegative ? '-' : ''}${roundDecimal(decimal, 2)}`;
}

/** Fields of the project, or cost codes in these columns. */
type Table = 'fields' | Columns;

class Reading {
  readonly #cells: Cells;
  readonly #fields: Record<string, string> = {};
  #totalValue = nothing;
  readonly #customFields: CustomField[] = [];
  readonly #rows: { readonly cells: readonly Cell[]; readonly columns: Columns }[] = [];
  readonly #totals: Cell[] = [];
  readonly #unusedColumns = new Set<string>();
  readonly #unknownFields: string[] = [];
  readonly #unusedSheets: string[] = [];
  #headers = 0;
  #hasTable = false;

  constructor(cells: Cells) {
    this.#cells = cells;
    for (const sheet of cells.sheets) this.#readSheet(sheet);
  }

  #readSheet({ name, rows }: Sheet): void {
    const filled = rows.filter((cells) => cells.some(({ text }) => text.trim() !== ''));
    const hadCodes = this.#headers > 0;
    let table: Table | undefined;
    for (const cells of filled) {
      const begun = this.#begin(cells, hadCodes);
      if (!begun && table === 'fields') this.#readField(cells);
      else if (!begun && table !== 'fields' && table) this.#readRow(cells, table);
      table = begun ?? table;
    }
    if (table) this.#hasTable = true;
    else if (filled.length > 0) this.#unusedSheets.push(name);
  }

  /** The table whose header this row is. The cost codes are those of the first sheet that has some. */
  #begin(cells: readonly Cell[], hadCodes: boolean): Table | undefined {
    const texts = cells.map(({ text }) => text.trim());
    const header = hadCodes ? undefined : readHeader(texts);
    if (!header) return isFieldsHeader(texts) ? 'fields' : undefined;
    this.#headers += 1;
    for (const column of header.unused) this.#unusedColumns.add(column);
    return header.columns;
  }

  #readField(cells: readonly Cell[]): void {
    const [name, value] = [textAt(cells, 0), textAt(cells, 1)];
    if (value === '') return;
    const key = findCustomKey(name);
    const field = findFileField(name);
    if (key !== undefined) this.#customFields.push({ key, value });
    else if (field === undefined) this.#unknownFields.push(name);
    else this.#fields[field] = field === '/description' ? (cells[1]?.text.trim() ?? '') : value;
    if (field === '/totalValue') this.#totalValue = cells[1] ?? nothing;
  }

  #readRow(cells: readonly Cell[], columns: Columns): void {
    const code = textAt(cells, columns.get('code'));
    const isTotal = (code === '' || isTotalName(code)) && cells.some(({ text }) => isTotalName(text));
    if (isTotal) this.#totals.push(cells[columns.get('budget') ?? -1] ?? nothing);
    else this.#rows.push({ cells, columns });
  }

  /** As plain decimals, as far as they are clear: those of the rows, the totals and the total value. */
  #readAmounts(): string[] {
    const budgets = this.#rows.map(({ cells, columns }) => cells[columns.get('budget') ?? -1] ?? nothing);
    const all = [...budgets, ...this.#totals, this.#totalValue];
    const read = readColumn(all.map(({ text, kind }) => (kind === 'text' ? text : '')));
    return all.map(({ text, kind }, index) => (kind === 'text' ? (read[index] ?? '') : toAmount(text)));
  }

  #wrongTotal(budgets: readonly string[], totals: readonly string[]): FileNotes['wrongTotal'] {
    const [stated = '', ...others] = totals;
    const isClear = [stated, ...budgets].every((text) => text === '' || readDecimal(text));
    if (stated === '' || others.length > 0 || !isClear) return undefined;
    const sum = addAmounts(budgets);
    return isSameAmount(sum, stated) ? undefined : { stated, sum };
  }

  #countRounded(): number {
    const budgets = this.#rows.map(({ cells, columns }) => cells[columns.get('budget') ?? -1]);
    return budgets.filter((cell) => cell?.kind === 'number' && toAmount(cell.text) !== toPlainAmount(cell.text)).length;
  }

  #toRows(budgets: readonly string[]): FileRow[] {
    return this.#rows.map(({ cells, columns }, index) => ({
      ...Object.fromEntries([...columns].map(([field, at]) => [field, textAt(cells, at)])),
      ...defined({ budget: columns.has('budget') ? (budgets[index] ?? '') : undefined }),
    }));
  }

  /** `undefined`: there is no table that is known. */
  toContent(): FileContent | undefined {
    if (!this.#hasTable) return undefined;
    const amounts = this.#readAmounts();
    const count = this.#rows.length;
    const { projectId, ...fields } = this.#fields;
    if (fields['/totalValue'] !== undefined) fields['/totalValue'] = amounts.at(-1) ?? '';
    const codes = this.#rows.map(({ cells, columns }) => cells[columns.get('code') ?? -1] ?? nothing);
    return {
      ...defined({ projectId }),
      fields,
      customFields: this.#customFields,
      costCodes: this.#toRows(amounts),
      headers: this.#headers,
      totals: this.#totals.length,
      notes: {
        isWindows1252: this.#cells.isWindows1252,
        formulas: this.#cells.formulas,
        unusedColumns: [...this.#unusedColumns],
        unknownFields: this.#unknownFields,
        unusedSheets: this.#unusedSheets,
        convertedCodes: codes.flatMap(({ text, kind }) => (kind === 'text' ? [] : [text])),
        rounded: this.#countRounded(),
        ...defined({ wrongTotal: this.#wrongTotal(amounts.slice(0, count), amounts.slice(count, -1)) }),
      },
    };
  }
}

export const readContent = (cells: Cells): FileContent | undefined => new Reading(cells).toContent();

/** Whether a paste begins with the header of cost codes, so that it is read like a file. */
export const beginsWithHeader = ({ sheets: [sheet] }: Cells): boolean =>
  readHeader(sheet?.rows[0]?.map(({ text }) => text) ?? []) !== undefined;
