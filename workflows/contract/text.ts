/**
 * What text may hold, everywhere. There are two kinds: an identifier (number, code, key, cost type) holds only what
 * is seen, and is compared by its key; prose (name, reason, note, description) keeps what scripts and emoji need.
 *
 * The sandbox judges by these functions, so they read the ranges of one Unicode version: a newer Node that knows more
 * code points replays a message no otherwise. `normalize` and the two case functions are the runtime's. For the code
 * points of that version Unicode promises that they never change (normalization and case folding stability), and a
 * text that holds others has a fault before its form matters.
 */
import { dashes, invisible, known, lookAlikes, privateUse, signs, spaces, unicodeVersion } from './unicode';

/** As members of a character class. */
const members = (ranges: string): string => ranges.replaceAll(/[0-9A-F]+/g, '\\u{$&}').replaceAll(' ', '');
/** Those that embed, override or isolate a direction. */
const turning = members('202A-202E 2066-2069');
const lineBreaks = members('A D 2028 2029');
/** The pattern of Braille without a dot is as blank as a space, and none. */
const blank = members('2800');
const lost = members('FFFD');
/** Private use beyond the basic plane. Office programs write bullets in private use of the basic plane; these nobody does. */
const privatePlanes = members('F0000-FFFFD 100000-10FFFD');

const characterClass = (flags: string, ...parts: readonly string[]): RegExp => new RegExp(`[${parts.join('')}]`, flags);
const unknown = characterClass('u', '^', members(known));
const unseen = characterClass('u', '\\p{Cc}', members(invisible), members(privateUse), blank, lost);
const visible = characterClass('u', '^\\p{Cc}', members(invisible), members(spaces), blank);
const proseFault = characterClass('u', '\\p{Cc}', members('2028 2029'), turning, lost, privatePlanes);
const proseFaultInLines = new RegExp(
  `(?![\\n\\r\\t])${characterClass('u', '\\p{Cc}', turning, lost, privatePlanes).source}`,
  'u',
);
const notShown = characterClass('gu', '\\p{Cc}\\p{Cs}', turning);
const ignored = characterClass('gu', members(invisible));
const dash = characterClass('gu', members(dashes));
const spaceRun = new RegExp(`${characterClass('u', members(spaces)).source}+`, 'gu');
const wordBreak = characterClass('u', '\\p{Cc}', members(spaces), members(signs), members(privateUse));
const plain = /^ *[!-~][ -~]*$/;

/** `U+200B` */
const codePointName = (char: string): string =>
  `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const reasons: readonly (readonly [RegExp, string])[] = [
  [/\p{Cs}/u, 'a lone surrogate'],
  [unknown, `not assigned in Unicode ${unicodeVersion}`],
  [characterClass('u', lost), 'the replacement character, which a wrong encoding leaves'],
  [characterClass('u', lineBreaks), 'a line break'],
  [/\p{Cc}/u, 'a control character'],
  [characterClass('u', turning), 'a control of the text direction'],
  [characterClass('u', members(privateUse)), 'a character of private use'],
];

function describeFault(char: string): string {
  const [, reason] = reasons.find(([found]) => found.test(char)) ?? [undefined, 'invisible'];
  return `must not contain ${codePointName(char)} (${reason})`;
}

/**
 * Returns what is wrong with a trimmed identifier, as the end of a sentence that begins with its name; `undefined` if
 * nothing is.
 */
export function findIdentifierFault(text: string): string | undefined {
  if (plain.test(text)) return undefined;
  const found = unknown.exec(text) ?? unseen.exec(text);
  if (found) return describeFault(found[0]);
  return visible.test(text) ? undefined : 'must not be empty';
}

/**
 * Returns what is wrong with trimmed prose, as the end of a sentence; `undefined` if nothing is. With `hasLines` it may
 * contain line breaks and tabs.
 */
export function findProseFault(text: string, { hasLines = false } = {}): string | undefined {
  if (plain.test(text)) return undefined;
  const found = unknown.exec(text) ?? (hasLines ? proseFaultInLines : proseFault).exec(text);
  if (found) return describeFault(found[0]);
  return visible.test(text) ? undefined : 'must contain a visible character';
}

/** Returns what is wrong with a trimmed text, as the end of a sentence; `undefined` if nothing is. */
export type FindFault = (text: string) => string | undefined;

/** The faults of each kind of text: an identifier, one line of prose such as a name, several lines such as a reason. */
export const textFaults = {
  identifier: findIdentifierFault,
  line: (text) => findProseFault(text),
  lines: (text) => findProseFault(text, { hasLines: true }),
} as const satisfies Readonly<Record<string, FindFault>>;

/** Normalises a text to the form in which it is stored. */
export const normalizeText = (text: string): string => text.normalize('NFC').trim();

/** Upper case between lower cases makes `ß` and `ss` one, and keeps what gets its capital in a later Unicode. */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC')
    .replaceAll(dash, '-')
    .replaceAll(spaceRun, ' ')
    .trim();

/**
 * Returns the key by which identifiers are compared. Compatibility forms (full-width digits, ligatures), case, kinds of
 * dashes and numbers of spaces do not distinguish them.
 */
export const identifierKey = (text: string): string =>
  plain.test(text) ? text.toLowerCase().replaceAll(/ +/g, ' ').trim() : fold(text);

/** Finds the identifiers that are equal to an earlier one, by their indexes. */
export function findTwins(identifiers: readonly string[]): { readonly index: number; readonly first: number }[] {
  const places = new Map<string, number>();
  return identifiers.flatMap((identifier, index) => {
    const key = identifierKey(identifier);
    const first = places.get(key);
    if (first === undefined) places.set(key, index);
    return first === undefined ? [] : [{ index, first }];
  });
}

/** Returns the key by which names are compared. Invisible characters do not distinguish them either. */
export const nameKey = (text: string): string => identifierKey(text.replaceAll(ignored, ''));

/** Splits a name into words, in the form in which names are compared: letters, digits and their marks. */
export const splitWords = (name: string): string[] => nameKey(name).split(wordBreak).filter(Boolean);

/** Splits a name such as `Smith Residence:Phase 2` into levels. Each character of `separators` separates two. */
export function splitLevels(name: string, separators: string): readonly string[] {
  const levels = [''];
  for (const char of name) {
    if (separators.includes(char)) levels.push('');
    else levels.push(`${levels.pop() ?? ''}${char}`);
  }
  return levels.map((level) => level.trim());
}

/** Returns the key by which names with levels are compared. Spaces beside a separator do not count. */
export const pathKey = (name: string, separators: string): string =>
  splitLevels(name, separators).map(nameKey).join('\n');

const scripts = Object.values(lookAlikes).map((letters) => characterClass('u', members(letters)));

/** Whether an identifier mixes letters of scripts that look alike, such as Latin and Cyrillic. */
export const hasMixedScripts = (text: string): boolean => scripts.filter((letter) => letter.test(text)).length > 1;

/** Cuts a text to at most `maxChars`, never inside a surrogate pair. A text that was cut ends in `…`. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, maxChars - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/**
 * Makes a text fit for one line: control characters, lone surrogates and characters that change the direction become
 * `\uFFFD`.
 */
export const showText = (text: string, maxChars: number): string =>
  cutText(text.replaceAll(notShown, '\uFFFD'), maxChars);

/** Counts the bytes of a text in UTF-8. The sandbox has no encoder of the platform. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const point = text.codePointAt(index) ?? 0;
    if (point >= 0x10000) index += 1;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Returns the size of a value as JSON in UTF-8, in bytes. */
export const jsonBytes = (value: unknown): number => utf8Bytes(JSON.stringify(value));

/** Says that a value is too big, as the end of a sentence; `undefined` if it fits. `maxBytes` is a number of whole KiB. */
export const findSizeFault = (value: unknown, maxBytes: number): string | undefined =>
  jsonBytes(value) > maxBytes ? `must be at most ${maxBytes / 1024} KiB of JSON` : undefined;
