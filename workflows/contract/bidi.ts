/** Others' words between ours, where some scripts are written from right to left. Plain: the desk loads it too. */

/** Hebrew, Arabic and all scripts of their blocks; the marks of direction with them. */
const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** For text without markup: what stands beside it keeps its place. A text that needs nothing stays as it is. */
export const isolate = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text);
