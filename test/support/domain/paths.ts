/** Places in a JSON value, to put something else there. */
export type Path = readonly string[];

/** Every place in a value, the whole first. */
export const listPaths = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, member]) => listPaths(member, [...path, key]))]
    : [path];

/** A copy with one place set. */
export function withValueAt(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item: unknown, n) => (String(n) === key ? withValueAt(item, rest, replacement) : item));
  return { ...(value as object), [key]: withValueAt((value as Record<string, unknown>)[key], rest, replacement) };
}
