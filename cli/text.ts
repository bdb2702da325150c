/**
 * Formats lines of text for people. Text of others is made harmless, and colours are added, in one place at the end.
 */

import { isolate } from '../workflows/contract/bidi';

const colours = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const;
export type Colour = keyof typeof colours;

export type Part = string | { readonly text: string; readonly colour: Colour };
export type Line = Part | readonly Part[];

/** Those that steer a terminal, and those that turn the direction of writing; not the pair that isolates. */
const steering = /(?!\n)\p{Cc}|\p{Cs}|[\u202A-\u202E\u2066\u2067]/gu;
const isolating = /[\u2068\u2069]/g;

/** Whatever somebody wrote, it only shows. */
const harmless = (text: string): string => text.replaceAll('\t', ' ').replaceAll(steering, '\uFFFD');

/** Isolates text of others within our own line, so that text written from right to left does not reorder it. */
export const theirs = (text: string): string => isolate(text.replaceAll(isolating, '\uFFFD'));

/** Further lines of a text stand below its first, so that none passes for a line of ours. */
const indented = (text: string): string => text.replaceAll('\n', '\n             ');

function rendered(part: Part, isColoured: boolean): string {
  const text = indented(harmless(typeof part === 'string' ? part : part.text));
  if (typeof part === 'string' || !isColoured) return text;
  return `\u001B[${colours[part.colour]}m${text}\u001B[0m`;
}

const toParts = (line: Line): readonly Part[] => (typeof line === 'string' || 'text' in line ? [line] : line);

export const render = (lines: readonly Line[], isColoured: boolean): string =>
  lines
    .map(
      (line) =>
        `${toParts(line)
          .map((part) => rendered(part, isColoured))
          .join('')
          .trimEnd()}\n`,
    )
    .join('');

/**
 * Returns the same JSON without characters that control a terminal. JSON leaves the characters from U+007F on
 * unescaped.
 */
export const harmlessJson = (json: string): string =>
  json.replaceAll(
    /[\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const labelChars = 11;
export const labelled = (label: string, ...parts: readonly Part[]): Line => [
  { text: `  ${label.padEnd(labelChars)}`, colour: 'dim' },
  ...parts,
];

/** `2026-03-01 09:30 UTC` */
export const time = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

const statusColours: Readonly<Record<string, Colour>> = {
  awaiting_decision: 'yellow',
  rejected: 'red',
  parked: 'red',
  exported: 'green',
};
export const status = (text: string): Part => {
  const colour = statusColours[text];
  return colour ? { text, colour } : text;
};

const countColumns = (cell: string): number => cell.replaceAll(isolating, '').length;

/** Pads cells so that columns are as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[][] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, countColumns(cell));
  }
  return rows.map((row) =>
    row.map((cell, index) => `${cell}${' '.repeat((widths[index] ?? 0) + 2 - countColumns(cell))}`),
  );
}
