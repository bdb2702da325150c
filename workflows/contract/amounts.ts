/** Amounts as texts, such as `-5000.00`: read, written in one form, rounded and added. Exact, whatever their size. */

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

/** Without its sign, in units of which `10 ** places` make one; what is below them is cut off. */
const toUnits = ({ whole, places: after }: Decimal, places: number): bigint =>
  BigInt(`${whole}${after.slice(0, places).padEnd(places, '0')}`);

function fromUnits(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const sign = units < 0n ? '-' : '';
  return places === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Without its sign, with exactly so many places; half is rounded up. */
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

/** With two decimals or more; what is no amount does not count. */
export const addAmounts = (amounts: readonly string[]): string =>
  formatAmount(amounts.reduce((sum, text) => sum + (parseAmount(text) ?? 0n), 0n));

/** `from` less `other`, with two decimals or more. */
export const subtractAmounts = (from: string, other: string): string =>
  formatAmount((parseAmount(from) ?? 0n) - (parseAmount(other) ?? 0n));

export const isSameAmount = (one: string, other: string): boolean => parseAmount(one) === parseAmount(other);
