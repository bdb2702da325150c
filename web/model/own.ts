/** Looks up a text by a name from outside, so that `constructor` is a name like any other. */
export const ownText = <T>(texts: Readonly<Partial<Record<string, T>>>, name: string): T | undefined =>
  Object.hasOwn(texts, name) ? texts[name] : undefined;
