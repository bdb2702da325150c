/** Money as the documents write it, such as `-5000.00`: exact, whatever its size. */

const places = 4;
const amount = /^(-?)(\d{1,40})(?:\.(\d{1,4}))?$/;

/** In ten-thousandths. `undefined`: it is no amount. */
function parseAmount(text: string): bigint | undefined {
  const [, sign, whole, fraction = ''] = amount.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const units = BigInt(whole + fraction.padEnd(places, '0'));
  return sign === '-' ? -units : units;
}

function formatAmount(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0{1,2}$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -places)}.${fraction}`;
}

/** With two decimals or more; what is no amount does not count. */
export const addAmounts = (amounts: readonly string[]): string =>
  formatAmount(amounts.reduce((sum, text) => sum + (parseAmount(text) ?? 0n), 0n));

/** `amount` less `other`, with two decimals or more. */
export const subtractAmounts = (from: string, other: string): string =>
  formatAmount((parseAmount(from) ?? 0n) - (parseAmount(other) ?? 0n));

export const isSameAmount = (one: string, other: string): boolean => parseAmount(one) === parseAmount(other);
