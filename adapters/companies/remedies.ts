/** The remedies for mistakes in `companies.yaml`. Each schema is registered with its own. */
import { z } from 'zod';
import { ruledFields } from '../../workflows/contract/project-table';
import type { Path } from './yaml-document';

/** A registry of its own, since the API's description shows what zod's global registry holds. */
export const remedies = z.registry<{ readonly remedy: string }>();

/** Registers remedies for the members of a schema that is made elsewhere. */
export function addRemedies<S extends z.ZodRawShape>(shape: S, texts: { readonly [K in keyof S]?: string }): void {
  for (const [key, remedy] of Object.entries<string | undefined>(texts)) {
    const member = shape[key];
    if (member && remedy !== undefined) remedies.add(member, { remedy });
  }
}

type Schema = z.core.$ZodType;

/** Returns the schema within one that makes it optional, gives it a default, or transforms its value. */
function findInner(schema: Schema): Schema | undefined {
  if (schema instanceof z.ZodPipe) return schema.in;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : undefined;
}

function findOwn(schema: Schema): string | undefined {
  const inner = findInner(schema);
  return remedies.get(schema)?.remedy ?? (inner && findOwn(inner));
}

const toShape = (schema: z.ZodObject): Readonly<Record<string, Schema>> => schema.shape;

/** Returns the schema of a member. Of a union it is the first one found: a key has the same meaning in each option. */
function findMember(schema: Schema, part: PropertyKey): Schema | undefined {
  if (schema instanceof z.ZodObject) return toShape(schema)[String(part)];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((option) => findMember(option, part)).find((member) => member !== undefined);
  }
  const inner = findInner(schema);
  return inner && findMember(inner, part);
}

/** Returns the remedy for the value at a path. An entry of a list without one has that of the list. */
function findRemedy(schema: Schema, [part, ...rest]: Path): string | undefined {
  if (part === undefined) return findOwn(schema);
  const member = findMember(schema, part);
  const found = member && findRemedy(member, rest);
  return found ?? (typeof part === 'number' ? findOwn(schema) : undefined);
}

function describeValue(issue: z.core.$ZodIssue): string {
  const { input } = issue;
  // Of a union that is chosen by a key, the input is the map around the key.
  if (issue.code === 'invalid_union') return 'is missing or unknown';
  if (input === undefined) return 'is missing';
  if (input === null) return 'is empty';
  // It may be the secret itself, where its variable belongs.
  if (String(issue.path.at(-1)).endsWith('Variable')) return 'is not valid';
  // It may hold a password.
  const isWithName = typeof input === 'string' && /:\/\/[^/]*@/.test(input);
  if (issue.path.at(-2) === 'webhook' || isWithName) return 'is not valid';
  return typeof input === 'object' ? 'is not valid' : `is not valid (${JSON.stringify(input).slice(0, 60)})`;
}

const idRemedy =
  'is not a company id. Write 1 to 64 letters, digits, "_", "." or "-", beginning with a letter or digit.';

/** Returns the sentence for an issue that the schema has with a value. */
export function messageFor(issue: z.core.$ZodIssue, schema: Schema): string {
  if (issue.code === 'invalid_key') return idRemedy;
  return `${describeValue(issue)}. ${findRemedy(schema, issue.path) ?? 'Write the keys that belong below it.'}`;
}

/** Returns the sentence for a key that the schema does not know. */
export function unknownKey(inst: unknown): string {
  const knownKeys = inst instanceof z.ZodObject ? Object.keys(inst.shape) : ruledFields;
  return `is an unknown key. Correct or remove it. The known keys are ${knownKeys.join(', ')}.`;
}
