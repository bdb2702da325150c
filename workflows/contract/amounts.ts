/** Reads, formats, rounds and adds amounts that are texts, such as `-5000.00`. All calculations are exact. */

export interface Decimal {
  readonly isNegative: boolean;
  /** The digits before the point, without leading zeros; `0` if there are none. */
  readonly whole: string;
  /** The digits after the point, without trailing zeros; empty if there are none. */
  readonly places: string;
}

/** The most characters of an amount. A longer text is not an amount. */
const longest = 100;

/** Reads a plain decimal. Returns `undefined` if the text is not one. */
export function readDecimal(text: string): Decimal | undefined {
  const parts = text.length <= longest ? /^(-?)(\d+)(?:\.(\d*))?$/.exec(text) : null;
  if (!parts) return undefined;
  const [, sign, digits = '', after = ''] = parts;
  let [first, end] = [0, after.length];
  while (first < digits.length - 1 && digits[first] === '0') first += 1;
  while (end > 0 && after[end - 1] === '0') end -= 1;
  return { isNegative: sign === '-', whole: digits.slice(first), places: after.slice(0, end) };
}

/**
 * Formats an amount in one form: `0012.50` becomes `12.5`, and `-0` becomes `0`. Any other text is returned unchanged.
 */
export function toPlainDecimal(text: string): string {
  const decimal = readDecimal(text);
  if (!decimal) return text;
  const digits = decimal.places === '' ? decimal.whole : `${decimal.whole}.${decimal.places}`;
  return decimal.isNegative && digits !== '0' ? `-${digits}` : digits;
}

/** Without its sign, in units of which `10 ** places` make one; what is below them is cut off. */
const toUnits = ({ whole, places: after }: Decimal, places: number): bigint =>
  BigInt(`${whole}${after.slice(0, places).padEnd(places, '0')}`);

function fromUnits(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const sign = units < 0n ? '-' : '';
  return places === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Formats the absolute value with exactly `places` decimal places, rounded half up. */
export function roundDecimal(decimal: Decimal, places: number): string {
  const kept = toUnits(decimal, places);
  return fromUnits((decimal.places[places] ?? '0') >= '5' ? kept + 1n : kept, places);
}

/** No amount of a document has more places. */
const mostPlaces = 4;

/** In ten-thousandths. `undefined`: it is no amount of a document. */
function parseAmount(text: string): bigint | undefined {
  const decimal = readDecimal(text);
  if (!decimal || decimal.places.length > mostPlaces) return undefined;
  const units = toUnits(decimal, mostPlaces);
  return decimal.isNegative ? -units : units;
}

const formatAmount = (units: bigint): string => fromUnits(units, mostPlaces).replace(/0{1,2}$/, '');

/** Adds amounts. The sum has at least two decimal places. Texts that are not amounts count as nothing. */
export const addAmounts = (amounts: readonly string[]): string =>
  formatAmount(amounts.reduce((sum, text) => sum + (parseAmount(text) ?? 0n), 0n));

/** Subtracts `other` from `from`. The difference has at least two decimal places. */
export const subtractAmounts = (from: string, other: string): string =>
  formatAmount((parseAmount(from) ?? 0n) - (parseAmount(other) ?? 0n));

export const isSameAmount = (one: string, other: string): boolean => parseAmount(one) === parseAmount(other);

/** Returns a negative number if `one` is the smaller amount, a positive one if `other` is, and 0 if they are the same. */
export const compareAmounts = (one: string, other: string): -1 | 0 | 1 => {
  const [first, second] = [parseAmount(one) ?? 0n, parseAmount(other) ?? 0n];
  if (first === second) return 0;
  return first < second ? -1 : 1;
};
