/** Leaves out optional fields that have no value, instead of setting them to `undefined`. */

/** `T`, with each field that may be undefined made optional. */
export type Defined<T> = T extends unknown
  ? { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
      [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
    } extends infer Fields
    ? { [K in keyof Fields]: Fields[K] }
    : never
  : never;

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- with it, what is unknown is a value as well
type Value = string | number | boolean | bigint | symbol | null | undefined | {};

/**
 * Returns the object without the fields that are `undefined`: `defined({ name, note })` has no `note` if `note` is
 * undefined. `null`, `''`, `0` and `false` are kept, and so is `undefined` in nested objects.
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- V keeps literals: `status: 'parked'` would become a string
export function defined<V extends Value, T extends { [K in keyof T]: V }>(fields: T): Defined<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the types cannot say what a filter leaves out
  return Object.fromEntries(kept) as Defined<T>;
}
