/** Looks up a text by a name from outside, so that `constructor` is a name like any other. */
export const ownText = (texts: Readonly<Partial<Record<string, string>>>, name: string): string | undefined =>
  Object.hasOwn(texts, name) ? texts[name] : undefined;
