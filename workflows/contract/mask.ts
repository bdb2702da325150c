/** Masks of job numbers: `#` is a digit, `A` a letter, and any other character is itself. */

const digits = '24017';
const letters = 'ABC';

/** Returns the characters that a character of a mask allows. `undefined` if it stands for itself. */
export function findSlot(sign: string): RegExp | undefined {
  if (sign === '#') return /^[0-9]$/;
  return sign === 'A' ? /^[A-Za-z]$/ : undefined;
}

export function fitsMask(text: string, mask: string): boolean {
  const chars = Array.from(text);
  const signs = Array.from(mask);
  return (
    chars.length === signs.length &&
    signs.every((sign, index) => {
      const char = chars[index] ?? '';
      return findSlot(sign)?.test(char) ?? char === sign;
    })
  );
}

/** Returns a text that fits a mask: `24-017` for `##-###`. */
export function toMaskExample(mask: string): string {
  const used = { '#': 0, A: 0 };
  return Array.from(mask)
    .map((sign) => {
      if (sign === '#') return digits.charAt(used['#']++ % digits.length);
      return sign === 'A' ? letters.charAt(used.A++ % letters.length) : sign;
    })
    .join('');
}
