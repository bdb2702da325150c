/** Turns texts of Procore into those of our document. Pure. */

/** Returns a text as one line; nothing if it is empty. */
export function toLine(value: string | undefined): string | undefined {
  const line = value?.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line === '' ? undefined : line;
}

/** Returns a text with its lines, without spaces at their ends. */
export function toLines(value: string | undefined): string | undefined {
  const lines = value?.split(/\r\n|[\n\r]/).map((line) => line.replaceAll(/(?!\t)\p{Cc}/gu, ' ').trimEnd());
  const text = lines?.join('\n').trim();
  return text === '' ? undefined : text;
}
