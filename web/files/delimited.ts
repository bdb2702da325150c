/** Reads the cells of a text with separators: a CSV file, or cells that were copied from a spreadsheet. */
import Papa from 'papaparse';
import { type Cells, fileLimits } from '../model/cells';
import { FileError } from './fault';

interface Text {
  readonly text: string;
  readonly isWindows1252: boolean;
}

const marks: readonly (readonly [encoding: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** By its byte order mark; without one as UTF-8, and if it is none as Windows-1252, in which old programs write. */
function decodeText(bytes: Uint8Array): Text {
  const marked = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  try {
    const text = new TextDecoder(marked?.[0] ?? 'utf-8', { fatal: true }).decode(bytes);
    return { text, isWindows1252: false };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), isWindows1252: true };
  }
}

const delimiters = [',', ';', '\t'] as const;
type Delimiter = (typeof delimiters)[number];

interface Parsed {
  readonly rows: readonly (readonly string[])[];
  readonly isOpenQuote: boolean;
}

function parse(text: string, delimiter: Delimiter): Parsed {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, skipEmptyLines: 'greedy' });
  return { rows: data, isOpenQuote: errors.some(({ code }) => code === 'MissingQuotes') };
}

function toCells({ rows }: Parsed, isWindows1252: boolean): Cells {
  if (rows.length > fileLimits.rows) throw new FileError('too_many_rows');
  const cells = rows.map((row) => row.slice(0, fileLimits.columns).map((text) => ({ text, kind: 'text' as const })));
  return { sheets: [{ name: '', rows: cells }], formulas: 0, isWindows1252 };
}

/**
 * `isKnown` tells whether a table is found in the cells: the separator is the one with which there is one.
 * @throws FileError
 */
export function readCsv(bytes: Uint8Array, isKnown: (cells: Cells) => boolean): Cells {
  const { text, isWindows1252 } = decodeText(bytes);
  // A file of another kind.
  if (text.includes('\0')) throw new FileError('not_readable');
  const said = /^sep=([,;\t])\r?\n/.exec(text);
  const body = said ? text.slice(said[0].length) : text;
  const candidates = delimiters.filter((delimiter) => said === null || said[1] === delimiter);
  for (const delimiter of candidates) {
    const parsed = parse(body, delimiter);
    const cells = toCells(parsed, isWindows1252);
    if (!isKnown(cells)) continue;
    if (parsed.isOpenQuote) throw new FileError('open_quote');
    return cells;
  }
  throw new FileError(body.trim() === '' ? 'empty' : 'no_table');
}

/** A quote that is never closed was typed into a cell, and is no quoting. */
export function readPaste(text: string): Cells {
  const parsed = parse(text, '\t');
  return toCells(parsed.isOpenQuote ? { ...parsed, rows: splitPlainly(text) } : parsed, false);
}

const splitPlainly = (text: string): string[][] =>
  text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'));
