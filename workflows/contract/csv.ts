/** Formats CSV (RFC 4180) whose cells no spreadsheet runs as a formula. */

/** What a spreadsheet would run; the wide forms count in East Asian settings. */
const formula = /^(\s*[=+\-@＝＋－＠]|[\t\r\n])/;
const quoted = /[",;\r\n]/;

const quote = (text: string): string => (quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const toCell = (text = ''): string => quote(formula.test(text) ? `'${text}` : text);

export const toCsvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;
