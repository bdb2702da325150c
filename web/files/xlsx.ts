/** Reads the cells of an XLSX file. Of a formula the result that the file has is read; nothing is calculated. */
import { type Cell, type Cells, fileLimits } from '../model/cells';
import { FileError } from './fault';
import { unzip } from './unzip';
import { absent, readWorkbook, unescapeText, type Workbook } from './workbook';
import { walk } from './xml';

const dayMs = 86_400_000;

/** The day of a number that counts days. `undefined`: it is none. */
function toDay(serial: number, isFrom1904: boolean): string | undefined {
  const [first, last] = [Date.UTC(1899, 11, 30), 2_958_466];
  const days = Math.floor(serial) + (isFrom1904 ? 1_462 : 0);
  return days > 0 && days < last ? new Date(first + days * dayMs).toISOString().slice(0, 10) : undefined;
}

/** A spreadsheet keeps 125000.1 as 125000.10000000001, and shows 15 digits. */
const toNumberText = (number: number): string => String(Number(number.toPrecision(15)));

interface RawCell {
  readonly type: string;
  readonly style: number;
  readonly value: string;
}

function fromNumber(value: string, style: number, workbook: Workbook): Cell {
  const number = Number(value);
  if (!Number.isFinite(number)) return { text: value, kind: 'text' };
  const day = workbook.isDate[style] ? toDay(number, workbook.isFrom1904) : undefined;
  return day === undefined ? { text: toNumberText(number), kind: 'number' } : { text: day, kind: 'date' };
}

function toCell({ type, style, value }: RawCell, workbook: Workbook): Cell {
  switch (type) {
    case 's':
      return { text: workbook.sharedTexts[Number(value)] ?? '', kind: 'text' };
    case 'inlineStr':
    case 'str':
    case 'e':
      return { text: unescapeText(value), kind: 'text' };
    case 'b':
      return { text: value === '1' ? 'TRUE' : 'FALSE', kind: 'text' };
    case 'd':
      return { text: value.slice(0, 10), kind: 'date' };
    default:
      return fromNumber(value, style, workbook);
  }
}

/** The place of the column `A` is 0. */
function columnAt(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '';
  return Array.from(letters).reduce((place, letter) => place * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

const nothing: Cell = { text: '', kind: 'text' };

interface SheetCells {
  readonly rows: Cell[][];
  readonly formulas: number;
}

/** Rows in which nothing stands are left out. */
function readSheet(xml: string, workbook: Workbook, mostRows: number): SheetCells {
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let [column, formulas] = [-1, 0];
  let cell = { type: 'n', style: 0, value: '', isFormula: false };
  let [isValue, isPhonetic] = [false, false];
  const endCell = (): void => {
    if (cell.isFormula && cell.value === '' && cell.type !== 'str') formulas += 1;
    if (cell.value === '' || column >= fileLimits.columns) return;
    while (row.length < column) row.push(nothing);
    row[column] = toCell(cell, workbook);
  };
  const endRow = (): void => {
    if (row.every(({ text }) => text.trim() === '')) return;
    if (rows.length >= mostRows) throw new FileError('too_many_rows');
    rows.push(row);
  };
  walk(xml, {
    open: (name, { r, t, s }) => {
      if (name === 'row') [row, column] = [[], -1];
      else if (name === 'c') {
        column = r === undefined ? column + 1 : columnAt(r);
        cell = { type: t ?? 'n', style: Number(s ?? 0), value: '', isFormula: false };
      } else if (name === 'f') cell.isFormula = true;
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 'v' || name === 't') isValue = true;
    },
    close: (name) => {
      if (name === 'c') endCell();
      else if (name === 'row') endRow();
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'v' || name === 't') isValue = false;
    },
    text: (text) => {
      if (isValue && !isPhonetic) cell.value += text;
    },
  });
  return { rows, formulas };
}

/** @throws FileError */
export function readXlsx(bytes: Uint8Array): Cells {
  const parts = unzip(bytes);
  const workbook = readWorkbook(parts);
  if (!workbook) throw new FileError('not_readable');
  let [formulas, left] = [0, fileLimits.rows];
  const sheets = workbook.sheets.map(({ name, path }) => {
    const sheet = readSheet(parts.get(path) ?? absent, workbook, left);
    formulas += sheet.formulas;
    left -= sheet.rows.length;
    return { name, rows: sheet.rows };
  });
  return { sheets, formulas, isWindows1252: false };
}
