/** Masks of job numbers: `#` is a digit, `A` a letter, all else stands for itself. */

/** What fills the place that this sign of a mask holds; absent: the sign stands for itself. */
export function findSlot(sign: string): RegExp | undefined {
  if (sign === '#') return /^[0-9]$/;
  return sign === 'A' ? /^[A-Za-z]$/ : undefined;
}
