/** What the sheets of a workbook refer to: their own parts, the shared texts, and which number formats are dates. */
import { walk } from './xml';

/** `_x000D_` stands for a character that XML cannot hold. */
export const unescapeText = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

interface SheetPart {
  readonly name: string;
  readonly path: string;
}

export interface Workbook {
  readonly sheets: readonly SheetPart[];
  readonly sharedTexts: readonly string[];
  /** By the number of the style. */
  readonly isDate: readonly boolean[];
  /** Its days are counted from 1904, as on the first Macs. */
  readonly isFrom1904: boolean;
}

type Parts = ReadonlyMap<string, string>;

/** A part that a workbook need not have. */
export const absent = '<absent/>';

/** Relative to `xl/`, or from the top of the archive. */
const toPath = (target: string): string =>
  (target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`).toLowerCase();

function readTargets(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  walk(xml, {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined) targets.set(Id, toPath(Target));
    },
  });
  return targets;
}

function readSharedTexts(xml: string): string[] {
  const texts: string[] = [];
  let [isText, isPhonetic] = [false, false];
  walk(xml, {
    open: (name) => {
      if (name === 'si') texts.push('');
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 't') isText = true;
    },
    close: (name) => {
      if (name === 'rPh') isPhonetic = false;
      else if (name === 't') isText = false;
    },
    text: (text) => {
      if (isText && !isPhonetic) texts.push(`${texts.pop() ?? ''}${text}`);
    },
  });
  return texts.map(unescapeText);
}

/** Formats that each spreadsheet knows by their number. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** A format with a day or a year in it; what is quoted, in brackets or behind a backslash is only shown. */
const isDateFormat = (code: string): boolean => /[dy]/i.test(code.replace(/"[^"]*"|\[[^[\]]*\]|[\\_*]./g, ''));

function readDateStyles(xml: string): boolean[] {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let isInCells = false;
  walk(xml, {
    open: (name, { numFmtId, formatCode }) => {
      const id = Number(numFmtId);
      if (name === 'numFmt') own.set(id, isDateFormat(formatCode ?? ''));
      else if (name === 'cellXfs') isInCells = true;
      else if (name === 'xf' && isInCells) styles.push(own.get(id) ?? isBuiltInDate(id));
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return styles;
}

/** `undefined`: the archive is no workbook. */
export function readWorkbook(parts: Parts): Workbook | undefined {
  const [workbook, relations] = [parts.get('xl/workbook.xml'), parts.get('xl/_rels/workbook.xml.rels')];
  if (workbook === undefined || relations === undefined) return undefined;
  const targets = readTargets(relations);
  const sheets: SheetPart[] = [];
  let isFrom1904 = false;
  walk(workbook, {
    open: (tag, { name = '', id = '', state, date1904 }) => {
      const path = targets.get(id);
      if (tag === 'sheet' && path !== undefined && !state?.toLowerCase().endsWith('hidden'))
        sheets.push({ name, path });
      if (tag === 'workbookPr') isFrom1904 = date1904 === '1' || date1904 === 'true';
    },
  });
  return {
    sheets,
    sharedTexts: readSharedTexts(parts.get('xl/sharedstrings.xml') ?? absent),
    isDate: readDateStyles(parts.get('xl/styles.xml') ?? absent),
    isFrom1904,
  };
}
