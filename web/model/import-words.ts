/** What an import did, in sentences: how many rows of which kind, and what was left out or should be looked at. */
import { toPointer } from '../../workflows/contract/pointers';
import { texts } from '../texts';
import type { FileContent, FileNotes } from './file-content';
import type { Merged, RowCounts } from './merge';

/** `301 rows: 300 new, 1 header` */
export function describeRows(file: string, counts: Partial<RowCounts>, fields = 0): string {
  const { added = 0, changed = 0, same = 0, headers = 0, totals = 0 } = counts;
  const { parts } = texts.files;
  const rows = added + changed + same + headers + totals;
  if (rows === headers && fields > 0) return texts.files.fields(file, fields);
  const all = { added, changed, same, headers, totals, fields };
  const keys = ['added', 'changed', 'same', 'headers', 'totals', 'fields'] as const;
  return texts.files.rows(
    file,
    rows,
    keys.filter((key) => all[key] > 0).map((key) => parts[key](all[key])),
  );
}

export const describeMerged = (file: string, { rows, fields }: Merged): string => describeRows(file, rows, fields);

/** `id`: of the project whose draft it is, if that cannot change. */
export function describeNotes({ notes, projectId }: FileContent, id: string | undefined): string[] {
  const words = texts.files.notes;
  const list = (names: readonly string[], toText: (text: string) => string): string[] =>
    names.length > 0 ? [toText(names.join(', '))] : [];
  const count = (many: number, toText: (many: number) => string): string[] => (many > 0 ? [toText(many)] : []);
  const { convertedCodes, wrongTotal }: FileNotes = notes;
  return [
    ...(notes.isWindows1252 ? [words.isWindows1252] : []),
    ...count(notes.formulas, words.formulas),
    ...count(convertedCodes.length, (many) => words.convertedCodes(many, convertedCodes[0] ?? '')),
    ...count(notes.rounded, words.rounded),
    ...(wrongTotal ? [words.wrongTotal(wrongTotal.stated, wrongTotal.sum)] : []),
    ...list(notes.unusedColumns, words.unusedColumns),
    ...list(notes.unknownFields, words.unknownFields),
    ...list(notes.unusedSheets, words.unusedSheets),
    ...(id !== undefined && projectId !== undefined && projectId !== id ? [words.otherId(projectId)] : []),
  ];
}

/** The fields that an import wrote, whose mistakes show from now on. */
export const listWritten = ({ fields, customFields, costCodes }: FileContent): string[] => [
  ...Object.keys(fields),
  ...(customFields.length > 0 ? [toPointer('customFields')] : []),
  ...(costCodes.length > 0 ? [toPointer('costCodes')] : []),
];
