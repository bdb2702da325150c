/**
 * Schemas of the two kinds of text. They trim, normalise to NFC, and refuse a text with the character that is not
 * allowed in it.
 */
import { z } from 'zod';
import { type FindFault, findSizeFault, findTwins, normalizeText, textFaults } from './text';

/** The API's description has one schema of each kind, with what it may hold as a pattern. */
export type TextKind = 'Identifier' | 'Line' | 'Lines';

/** The fault is looked for before the text is normalized: see text.ts. */
const kind = (textKind: TextKind, findFault: FindFault, max: number) =>
  z
    .string()
    .trim()
    .superRefine((text, context) => {
      const message = text === '' ? undefined : findFault(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .normalize('NFC')
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .meta({ textKind });

/** The schema of an identifier: a number, a code, a key or a cost type. */
export const identifier = (max: number) => kind('Identifier', textFaults.identifier, max);

/** The schema of one line of prose, such as a name. */
export const line = (max: number) => kind('Line', textFaults.line, max);

/** The schema of prose that may have line breaks and tabs, such as a reason. */
export const lines = (max: number) => kind('Lines', textFaults.lines, max);

/** Returns a check for `superRefine` that limits the bytes of a list or record. `maxBytes` is a number of whole KiB. */
export const togetherAtMost = (maxBytes: number) => (value: unknown, context: z.RefinementCtx) => {
  const fault = findSizeFault(value, maxBytes);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: `${fault} together` });
};

/** A key as it came: zod would let a later key take the place of an earlier one that normalizes to the same. */
const rawKey = (max: number) =>
  z
    .string()
    .superRefine((key, context) => {
      const { error } = identifier(max).safeParse(key);
      const [issue] = error?.issues ?? [];
      if (issue) context.addIssue({ code: 'custom', message: `the key ${issue.message}` });
      else if (normalizeText(key) === '__proto__') context.addIssue({ code: 'custom', message: 'the key is reserved' });
    })
    .meta({ minLength: 1, maxLength: max, textKind: 'Identifier' satisfies TextKind });

/** The schema of texts by identifiers. Keys are normalised, and no two may be equal. */
export const texts = <V extends z.ZodType<string>>(maxKeyChars: number, value: V) =>
  z
    .record(rawKey(maxKeyChars), value)
    .superRefine((entries, context) => {
      const keys = Object.keys(entries);
      for (const { index, first } of findTwins(keys)) {
        const message = `is the same key as "${normalizeText(keys[first] ?? '')}"`;
        context.addIssue({ code: 'custom', path: [keys[index] ?? ''], message });
      }
    })
    .overwrite((entries) =>
      Object.fromEntries(Object.entries(entries).map(([key, text]) => [normalizeText(key), text])),
    );
