/** A draft as the browser keeps it. */

/** Of what is typed in: another form of any draft gets another number. */
const form = 1;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const writeDraft = (value: object): string => JSON.stringify({ form, value });

/** A draft of another version of the desk is not read, because its fields may have another meaning. */
export function readDraft<T extends object>(text: string | null, empty: T): T {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    if (!isObject(kept) || !('form' in kept) || kept.form !== form || !('value' in kept)) return empty;
    return isObject(kept.value) ? { ...empty, ...kept.value } : empty;
  } catch {
    return empty;
  }
}
