/** Reads a file or a paste as far as it is understood without the draft. Runs in a worker of the browser. */
import { type FileFault, toLine } from '../model/cells';
import { beginsWithHeader, type FileContent, readContent } from '../model/file-content';
import { readCsv, readPaste } from './delimited';
import { FileError } from './fault';
import { readXlsx } from './xlsx';

export type FileQuestion = { readonly bytes: ArrayBuffer } | { readonly text: string };

export type FileAnswer =
  | { readonly content: FileContent }
  /** Pasted cells without a header. */
  | { readonly rows: readonly (readonly string[])[] }
  | { readonly fault: FileFault };

const beginsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

function readFile(bytes: Uint8Array): FileAnswer {
  if (bytes.length === 0) return { fault: 'empty' };
  // Also a new one with a password.
  if (beginsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return { fault: 'old_format' };
  const isArchive = beginsWith(bytes, 0x50, 0x4b, 0x03, 0x04);
  const cells = isArchive ? readXlsx(bytes) : readCsv(bytes, (found) => readContent(found) !== undefined);
  const content = readContent(cells);
  return content ? { content } : { fault: 'no_table' };
}

function readText(text: string): FileAnswer {
  const cells = readPaste(text);
  const content = beginsWithHeader(cells) ? readContent(cells) : undefined;
  return content
    ? { content }
    : { rows: cells.sheets.flatMap(({ rows }) => rows.map((row) => row.map(({ text: cell }) => toLine(cell)))) };
}

/** Never throws: whatever a library makes of a broken file is a fault of it. */
export function answer(question: FileQuestion): FileAnswer {
  try {
    return 'bytes' in question ? readFile(new Uint8Array(question.bytes)) : readText(question.text);
  } catch (error) {
    return { fault: error instanceof FileError ? error.fault : 'not_readable' };
  }
}
