/** Masks of job numbers: `#` is a digit, `A` a letter, and any other character is itself. */

/** Returns the characters that a character of a mask allows. `undefined` if it stands for itself. */
export function findSlot(sign: string): RegExp | undefined {
  if (sign === '#') return /^[0-9]$/;
  return sign === 'A' ? /^[A-Za-z]$/ : undefined;
}
