/** Texts of Procore as our document has them. Pure. */

/** One line; nothing where there is nothing to read. */
export function toLine(value: string | undefined): string | undefined {
  const line = value?.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line === '' ? undefined : line;
}

/** Keeps its lines, without blanks at their ends. */
export function toLines(value: string | undefined): string | undefined {
  const lines = value?.split(/\r\n|[\n\r]/).map((line) => line.replaceAll(/(?!\t)\p{Cc}/gu, ' ').trimEnd());
  const text = lines?.join('\n').trim();
  return text === '' ? undefined : text;
}
