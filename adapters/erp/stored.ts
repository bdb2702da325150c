/** What is kept in files as JSON, each with the version of its form in `format`. */

/** The members of an object; `undefined`: the text holds none. */
export function parseMembers(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
