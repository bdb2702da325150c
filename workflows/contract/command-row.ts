/** The rows of the command table. */
import type { OpenStatus, RefusalCode, Role } from './codes';

/**
 * The kinds of fields that a command can have. `commands.ts` has a schema for each kind, `domain/command-fields.ts` a
 * reader.
 */
export type FieldKind =
  'prose' | 'word' | 'identifier' | 'hash' | 'job' | 'ids' | 'field_messages' | 'project' | 'confirmation' | 'flag';

export interface FieldRow {
  readonly kind: FieldKind;
  readonly optional?: true;
  /** Describes the field for callers of the API. Absent if the name says enough. */
  readonly description?: string;
}

export interface CommandRow {
  /** The last part of the path of the command's route. */
  readonly segment: string;
  /** The type of the event that the command causes, and of its timeline entry. */
  readonly event: string;
  readonly legalFrom: readonly OpenStatus[];
  /** The refusal in every other status. */
  readonly refusal: RefusalCode;
  /** Further refusals of the command. */
  readonly refusals?: readonly RefusalCode[];
  /** The roles that may give the command. One of them is required. */
  readonly roles: readonly Role[];
  /** Says who may give the command, for those who may not. */
  readonly who: string;
  /** The fields of the command, without the revision. */
  readonly fields: Readonly<Record<string, FieldRow>>;
  /** Fields that must all be given, or none of them. If one is missing, the schema names the last one. */
  readonly together?: { readonly fields: readonly string[]; readonly message: string };
  /** A summary in one line, for the API and the command line. */
  readonly summary: string;
  readonly description: string;
  /** An example of the body, without the revision and the project. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Shown to ops beside the message in Temporal: who may give the command, and what it does. */
  readonly ops: string;
  /** An example of the signal's input, without `by`. */
  readonly signal: Readonly<Record<string, unknown>>;
  readonly signalNote?: string;
}
