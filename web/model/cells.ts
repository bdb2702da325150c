/** What a file or a paste holds before anything is understood: sheets of cells. */

export interface Cell {
  readonly text: string;
  /** What the file itself says that it is. In CSV and pastes each cell is a text. */
  readonly kind: 'text' | 'number' | 'date';
}

export interface Sheet {
  readonly name: string;
  /** Empty rows are rows without a cell. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A cell can have several lines, and most fields have one. */
export const toLine = (text: string): string =>
  text
    .split(/[\r\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');

/** What the reader of a file has to say about it. */
export interface Cells {
  readonly sheets: readonly Sheet[];
  /** The text is not UTF-8, and was read as Windows-1252. */
  readonly isWindows1252: boolean;
  /** Formulas of which the file has no result. */
  readonly formulas: number;
}

export type FileFault =
  | 'too_big'
  | 'unpacks_too_big'
  | 'too_many_rows'
  | 'old_format'
  | 'not_readable'
  | 'open_quote'
  | 'empty'
  | 'no_table'
  | 'no_reader';

export const fileLimits = {
  /** Of a file as it is chosen. */
  bytes: 10 * 1024 * 1024,
  /** Of the parts of a spreadsheet that are unpacked, all together. */
  unpackedBytes: 32 * 1024 * 1024,
  /** With something in them, in all sheets together. */
  rows: 10_000,
  /** What stands further to the right is not read. */
  columns: 100,
} as const;
