/** What text may hold, everywhere: no control characters, no lone surrogates, trimmed, NFC. */

const controlOrSurrogate = /[\p{Cc}\p{Cs}]/u;
const controlOrSurrogateButBreaks = /(?![\n\r\t])[\p{Cc}\p{Cs}]/u;

/** One line, as in a name. */
export const isCleanLine = (text: string): boolean => !controlOrSurrogate.test(text);

/** May hold line breaks and tabs, as in a reason. */
export const isCleanText = (text: string): boolean => !controlOrSurrogateButBreaks.test(text);

export const normalizeText = (text: string): string => text.normalize('NFC').trim();

/** At most `maxChars` long, never ending in half a surrogate pair; a cut is marked with `…`. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, maxChars - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Any text made fit to show: what is not clean is replaced by `\uFFFD`. */
export const showText = (text: string, maxChars: number): string =>
  cutText(text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '\uFFFD'), maxChars);

/** One part of a JSON pointer (RFC 6901). */
export const escapePointer = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Bytes of a text in UTF-8, without a platform encoder (there is none in the sandbox). */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const point = text.codePointAt(index) ?? 0;
    if (point >= 0x10000) index += 1;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
