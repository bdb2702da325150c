/** Parses JSON that another system wrote. */

/** Values inside of values. No document of ours has more than six, and what walks through an answer calls itself. */
const deepest = 32;

export interface JsonBounds {
  /** The most values: texts, numbers, lists and objects. */
  readonly values: number;
  /** The most lists and objects, which cost the most. */
  readonly holders: number;
}

/** A page of 2,000 cost codes of Procore has fewer. */
const usual: JsonBounds = { values: 250_000, holders: 50_000 };

const quote = '"'.charCodeAt(0);
const backslash = '\\'.charCodeAt(0);
const comma = ','.charCodeAt(0);
const opening = new Set(['[', '{'].map((sign) => sign.charCodeAt(0)));
const closing = new Set([']', '}'].map((sign) => sign.charCodeAt(0)));

/** The place behind a text that begins at `at`. */
function afterText(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) !== quote) end += text.charCodeAt(end) === backslash ? 2 : 1;
  return end + 1;
}

/** One look at each character, before anything is made of them: a value takes many times the memory of its signs. */
function isTooMuch(text: string, most: JsonBounds): boolean {
  let [depth, commas, holders] = [0, 0, 0];
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (opening.has(code)) {
      depth += 1;
      holders += 1;
    } else if (closing.has(code)) depth -= 1;
    else if (code === comma) commas += 1;
    if (depth > deepest || holders > most.holders || holders + commas > most.values) return true;
    at = code === quote ? afterText(text, at) : at + 1;
  }
  return false;
}

/** Parses JSON; `undefined` if the text is not JSON, is nested too deeply, or holds more than `most`. */
export function parseJson(text: string, most = usual): unknown {
  if (isTooMuch(text, most)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
