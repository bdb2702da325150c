/**
 * Amounts as people and spreadsheets write them: `1,234,567.00`, `1.234.567,00`, `1 234 567,00`, `1'234.50`, `$62,500`,
 * `(1,234.50)`. What can be read in two ways is not guessed.
 */

/** What separates the decimals. */
export type DecimalSign = '.' | ',';

export type AmountReading =
  /** `sign` if the text can only have been written with this one. */
  | { readonly value: string; readonly sign?: DecimalSign }
  /** The value for each decimal sign: `1,234` is 1234 or 1.234. */
  | { readonly either: Readonly<Record<DecimalSign, string>> };

/** Longer texts are no amounts. */
const longest = 60;

const isMark = (text: string): boolean => /^(?:[A-Za-z]{2,3}|[A-Za-z]{0,2}\p{Sc})$/u.test(text);

const isOfAmount = (character: string): boolean => /[\d.,'’()+−-]/.test(character);

/** Without a currency at one of its ends. */
function withoutMark(text: string): string {
  const characters = Array.from(text);
  const [first, last] = [characters.findIndex(isOfAmount), characters.findLastIndex(isOfAmount)];
  const toText = (from: number, to?: number): string => characters.slice(from, to).join('').trim();
  const [before, amount, after] = [toText(0, first), toText(first, last + 1), toText(last + 1)];
  const isMarked = before === '' ? after === '' || isMark(after) : after === '' && isMark(before);
  return isMarked ? amount : text;
}

interface Signed {
  readonly isNegative: boolean;
  readonly digits: string;
}

/** Accountants write a negative amount in brackets, and some programs put the sign behind it. */
function takeSign(text: string): Signed {
  if (text.startsWith('(') && text.endsWith(')')) return { isNegative: true, digits: text.slice(1, -1).trim() };
  if (/[-−]$/.test(text)) return { isNegative: true, digits: text.slice(0, -1).trim() };
  if (/^[-−]/.test(text)) return { isNegative: true, digits: text.slice(1).trim() };
  return { isNegative: false, digits: text.replace(/^\+/, '').trim() };
}

const grouped: readonly RegExp[] = [
  /^\d+$/,
  /^[1-9]\d{0,2}(?:,\d{3})+$/,
  /^[1-9]\d{0,2}(?:\.\d{3})+$/,
  /^[1-9]\d{0,2}(?:'\d{3})+$/,
  // As in India.
  /^[1-9]\d?(?:,\d{2})+,\d{3}$/,
];

/** The plain decimal, if the text has the form that it has with this decimal sign. */
function readWith(sign: DecimalSign, text: string): string | undefined {
  const [whole = '', fraction, ...others] = text.split(sign);
  const isGrouped = !whole.includes(sign) && grouped.some((form) => form.test(whole));
  if (others.length > 0 || !isGrouped) return undefined;
  const digits = whole.replace(/[.,']/g, '');
  if (fraction === undefined) return digits;
  return /^\d+$/.test(fraction) ? `${digits}.${fraction}` : undefined;
}

/** Three places could be a thousand, so a fourth is written: `1.234` becomes `1.2340`. */
export const toPlainAmount = (value: string): string => (/^-?[1-9]\d{0,2}\.\d{3}$/.test(value) ? `${value}0` : value);

/** The digits as they are separated, and whether a minus stands before them. `undefined`: it has two. */
function toDigits(text: string): Signed | undefined {
  const outer = takeSign(withoutMark(text.trim()));
  const inner = takeSign(withoutMark(outer.digits));
  if (outer.isNegative && inner.isNegative) return undefined;
  const digits = inner.digits.replace(/[\s’]/g, "'").replace(/^(?=[.,]\d)/, '0');
  return { isNegative: outer.isNegative || inner.isNegative, digits };
}

/** So that everybody reads it in one way. */
export const withPlaces = (value: string): string => (value.includes('.') ? toPlainAmount(value) : `${value}.00`);

/** Reads one amount by itself. Returns `undefined` if the text is none. */
export function readAmount(text: string): AmountReading | undefined {
  const signed = text.length > longest ? undefined : toDigits(text);
  if (!signed) return undefined;
  const toValue = (digits: string | undefined): string | undefined =>
    digits === undefined ? undefined : `${signed.isNegative ? '-' : ''}${digits}`;
  const [point, comma] = [toValue(readWith('.', signed.digits)), toValue(readWith(',', signed.digits))];
  if (point === undefined) return comma === undefined ? undefined : { value: toPlainAmount(comma), sign: ',' };
  if (comma === undefined) return { value: toPlainAmount(point), sign: '.' };
  return point === comma ? { value: point } : { either: { '.': point, ',': comma } };
}

/**
 * Reads the amounts of one column, which were written in one way: an amount that is clear says how the others are meant.
 * What stays unclear, or is no amount, stays as it is written.
 */
export function readColumn(texts: readonly string[]): string[] {
  const readings = texts.map(readAmount);
  const signs = new Set(readings.flatMap((reading) => (reading && 'sign' in reading ? [reading.sign] : [])));
  const [sign] = signs;
  const toText = (reading: AmountReading | undefined, text: string): string => {
    if (!reading) return text;
    if ('value' in reading) return reading.value;
    return sign !== undefined && signs.size === 1 ? toPlainAmount(reading.either[sign]) : text;
  };
  return texts.map((text, index) => toText(readings[index], text.trim()));
}
