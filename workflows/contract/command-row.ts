/** What a row of the table of commands says. */
import type { OpenStatus, RefusalCode, Role } from './codes';

/** What a field of a command can hold: `commands.ts` has a schema for each kind, `domain/command-fields.ts` a reader. */
export type FieldKind =
  'prose' | 'word' | 'identifier' | 'hash' | 'job' | 'ids' | 'field_messages' | 'project' | 'confirmation';

export interface FieldRow {
  readonly kind: FieldKind;
  readonly optional?: true;
  /** Absent: the name says it. */
  readonly description?: string;
}

export interface CommandRow {
  /** The last part of the path of its route. */
  readonly segment: string;
  /** The type of the event it brings about, and of its entry in the timeline. */
  readonly event: string;
  readonly legalFrom: readonly OpenStatus[];
  /** Refuses it from any other status. */
  readonly refusal: RefusalCode;
  /** What else can refuse it. */
  readonly refusals?: readonly RefusalCode[];
  /** One of them is needed. */
  readonly roles: readonly Role[];
  /** Names who can, for those who cannot. */
  readonly who: string;
  /** Beside the revision. */
  readonly fields: Readonly<Record<string, FieldRow>>;
  /** Fields that go together: all of them or none. The schema names the last one where one is missing. */
  readonly together?: { readonly fields: readonly string[]; readonly message: string };
  /** One line for whoever calls the API or lists the commands of the command line. */
  readonly summary: string;
  readonly description: string;
  /** A good body, without the revision and the project. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Shown to ops beside the message in Temporal: who, and what it does. */
  readonly ops: string;
  /** What ops write into the signal beside `by`, and what they may write besides. */
  readonly signal: Readonly<Record<string, unknown>>;
  readonly signalNote?: string;
}
