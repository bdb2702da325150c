/** Amounts as other systems write them: any number of zeros before and after. Pure. */

export interface Decimal {
  readonly isNegative: boolean;
  /** Digits without zeros before them; `0` where there is nothing before the point. */
  readonly whole: string;
  /** Digits without zeros after them; empty where there are none. */
  readonly places: string;
}

/** No amount is written longer, in characters; what is longer is not looked at. */
const longest = 100;

/** `undefined`: it is no plain decimal. */
export function readDecimal(text: string): Decimal | undefined {
  const parts = text.length <= longest ? /^(-?)(\d+)(?:\.(\d*))?$/.exec(text) : null;
  if (!parts) return undefined;
  const [, sign, digits = '', after = ''] = parts;
  let [first, end] = [0, after.length];
  while (first < digits.length - 1 && digits[first] === '0') first += 1;
  while (end > 0 && after[end - 1] === '0') end -= 1;
  return { isNegative: sign === '-', whole: digits.slice(first), places: after.slice(0, end) };
}

/** In one form: `0012.50` is `12.5`, and `-0` is `0`; what is no amount stays as it is. */
export function toPlainDecimal(text: string): string {
  const decimal = readDecimal(text);
  if (!decimal) return text;
  const digits = decimal.places === '' ? decimal.whole : `${decimal.whole}.${decimal.places}`;
  return decimal.isNegative && digits !== '0' ? `-${digits}` : digits;
}
