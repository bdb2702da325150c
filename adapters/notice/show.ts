/** Makes text of people fit for a mail: nothing in it can start a header, hide text or reorder what is beside it. */
import type { Actor } from '../../workflows/contract/view';
import { isolate } from '../../workflows/contract/bidi';
import { cutText, showText } from '../../workflows/contract/text';

const lineBreak = /\r\n|[\n\r\u2028\u2029]/g;

/** Makes a text fit for one line. */
export const showLine = (text: string, maxChars = 300): string =>
  isolate(showText(text.replaceAll(lineBreak, ' '), maxChars));

/** Makes a text fit for several lines, separated by `\n`. */
export const showLines = (text: string, maxChars = 2_000): string =>
  cutText(text, maxChars)
    .split(lineBreak)
    .map((line) => showLine(line.replaceAll('\t', ' '), maxChars))
    .join('\n');

/** Formats an instant as `2026-11-24 13:06 UTC`. */
export const showInstant = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** Formats an actor. A name is shown beside the id and never instead of it, because anybody can have any name. */
export function showActor({ id, name, channel }: Actor): string {
  const who = name === undefined || name === id ? showLine(id) : `${showLine(name)} (${showLine(id)})`;
  return channel === 'signal' ? `${who}, by a signal whose sender is not verified` : who;
}
