/** Reads the fields of a command from outside, by their kinds. */
import { confirmations, type Confirmation } from '../contract/codes';
import type { FieldKind, FieldRow } from '../contract/command-row';
import { commandRow, type CommandName } from '../contract/command-table';
import type { KindValue } from '../contract/commands';
import { limits } from '../contract/limits';
import { textFaults } from '../contract/text';
import type { Command } from './command';
import { toFieldMessages, toIds, toJob } from './documents';
import { Malformed, read, toIdentifier, toLines, toRevision, toText, toToken, type Fields } from './read';
import { toProject } from './read-project';

const isConfirmation = (value: unknown): value is Confirmation => (confirmations as readonly unknown[]).includes(value);

function toConfirmation(value: unknown, name: string): Confirmation {
  if (!isConfirmation(value)) throw new Malformed(`${name} must be ${confirmations.join(' or ')}`);
  return value;
}

function toFlag(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw new Malformed(`${name} must be true or false`);
  return value;
}

const readers: { readonly [K in FieldKind]: (value: unknown, name: string) => KindValue<K> } = {
  prose: toLines,
  word: (value, name) => toText(value, name, limits.keyChars),
  identifier: (value, name) => toIdentifier(value, name),
  hash: toToken,
  /** One that is needed may be empty: nothing is said of it then. */
  job: (value = {}) => toJob(value),
  ids: (value) => toIds(value, textFaults.identifier),
  field_messages: toFieldMessages,
  project: toProject,
  confirmation: toConfirmation,
  flag: toFlag,
};

/** A document comes through the API alone, which checks it against the rules of the ERP. */
export const listSignalFields = (name: CommandName): readonly string[] =>
  Object.entries(commandRow(name).fields).flatMap(([field, { kind }]) => (kind === 'project' ? [] : [field]));

export const listUpdateFields = (name: CommandName): readonly string[] => Object.keys(commandRow(name).fields);

/** Reads a command without its revision. @throws Malformed */
export function toCommand(type: CommandName, fields: Fields): Command;
export function toCommand(type: CommandName, fields: Fields): object {
  const { fields: rows, together } = commandRow(type);
  const isAnyGiven = together?.fields.some((field) => read(fields, field) !== undefined) ?? false;
  const isNeeded = (field: string, { optional }: FieldRow): boolean =>
    !optional || read(fields, field) !== undefined || (isAnyGiven && (together?.fields.includes(field) ?? false));
  const given = Object.entries(rows)
    .filter(([field, row]) => isNeeded(field, row))
    .map(([field, { kind }]) => [field, readers[kind](read(fields, field), field)] as const);
  return { type, ...toRevision(fields), ...Object.fromEntries(given) };
}
