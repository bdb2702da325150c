/** XLSX files for tests: written as Excel writes them, and our template as somebody fills it. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** A text stands among the shared ones; `raw` is the cell as it is, such as a formula. */
type Value = string | number | { readonly day: number } | { readonly raw: string };

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\r', '_x000D_');

const columnName = (column: number): string => String.fromCharCode(65 + column);

interface SheetOptions {
  readonly name: string;
  readonly rows: readonly (readonly Value[])[];
  readonly state?: 'hidden';
}

/** @returns the parts of the archive, so that a test can break them */
export function xlsxParts(sheets: readonly SheetOptions[]): Record<string, Uint8Array> {
  const texts: string[] = [];
  const toCell = (value: Value, row: number, column: number): string => {
    const at = `r="${columnName(column)}${String(row + 1)}"`;
    if (typeof value === 'number') return `<c ${at}><v>${String(value)}</v></c>`;
    if (typeof value === 'string') return `<c ${at} t="s"><v>${String(texts.push(value) - 1)}</v></c>`;
    return 'day' in value ? `<c ${at} s="1"><v>${String(value.day)}</v></c>` : value.raw.replace('<c', `<c ${at}`);
  };
  const toRow = (values: readonly Value[], row: number): string =>
    `<row r="${String(row + 1)}">${values.map((value, column) => (value === '' ? '' : toCell(value, row, column))).join('')}</row>`;
  const sheetXml = sheets.map(
    ({ rows }) => `<worksheet><sheetData>${rows.map(toRow).join('')}</sheetData></worksheet>`,
  );
  const files = {
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${sheets
      .map(
        ({ name, state }, n) =>
          `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n}"${state ? ` state="${state}"` : ''}/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
      .map((_sheet, n) => `<Relationship Id="rId${n}" Target="worksheets/sheet${n + 1}.xml"/>`)
      .join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\\-mmm\\-yy;@"/></numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${texts.map((text) => `<si><t xml:space="preserve">${escape(text)}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(sheetXml.map((xml, n) => [`xl/worksheets/sheet${n + 1}.xml`, xml])),
  };
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  return Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(head + xml)]));
}

export const xlsx = (...sheets: readonly SheetOptions[]): Uint8Array => zipSync(xlsxParts(sheets));

/** Writes texts and numbers into empty cells of a file, as `{ 'sheet1!B2': 'Harbour Tower' }`. */
export function fillXlsx(file: Uint8Array, cells: Readonly<Record<string, string | number>>): Uint8Array {
  const parts = unzipSync(file);
  for (const [place, value] of Object.entries(cells)) {
    const [sheet = '', at = ''] = place.split('!');
    const name = `xl/worksheets/${sheet}.xml`;
    const content =
      typeof value === 'number'
        ? `><v>${String(value)}</v></c>`
        : ` t="inlineStr"><is><t>${escape(value)}</t></is></c>`;
    const xml = strFromU8(parts[name] ?? new Uint8Array());
    const filled = xml.replace(new RegExp(`(<c r="${at}"[^>]*?)(?: t="n")? ?/>`), `$1${content}`);
    if (filled === xml) throw new Error(`${place} is no empty cell`);
    parts[name] = strToU8(filled);
  }
  return zipSync(parts);
}
