/** Reads and writes JSON files that have the version of their form in `format`. */

/** Returns the members of an object; `undefined` if the text has none. */
export function parseMembers(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
