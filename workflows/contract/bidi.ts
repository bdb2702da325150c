/**
 * Isolates text of other people inside our own, because some scripts are written from right to left. The desk loads
 * this file too.
 */

/** Hebrew, Arabic and all scripts of their blocks; the marks of direction with them. */
const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Isolates a text, so that the plain text around it keeps its order. A text that needs no isolation is returned
 * unchanged.
 */
export const isolate = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text);
