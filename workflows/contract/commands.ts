/**
 * The bodies of the HTTP commands, made from the command table. Updates have the same fields, and raw signals add `by`.
 */
import { z } from 'zod';
import { confirmations, refusalCodes } from './codes';
import type { CommandRow, FieldKind, FieldRow } from './command-row';
import { commandRow, forEachCommand, type CommandName, type CommandTable } from './command-table';
import { idPattern } from './names';
import { limits } from './limits';
import { Project } from './project';
import { identifier, line, lines, texts, togetherAtMost } from './text-schemas';

const revision = z.int('must name the revision this was made for, such as 1').positive().meta({
  description:
    'The revision this command was made for. If another one is current, the command is refused as `stale_revision`.',
});

const pointer = identifier(limits.pointerChars)
  .regex(/^\//, 'must be a JSON pointer such as "/address/city"')
  .meta({
    description:
      'A JSON pointer (RFC 6901) to a field of the project, which may be missing, or to `/job/number` or `/job/fields/{key}`. A cost code is named by its code, never by its place.',
    examples: ['/address/city', '/costCodes/03-100/budget'],
  });

const record = (value: z.ZodType<string>, maxEntries: number, maxBytes: number) =>
  texts(limits.keyChars, value)
    .refine((entries) => Object.keys(entries).length <= maxEntries, `at most ${maxEntries} entries`)
    .superRefine(togetherAtMost(maxBytes))
    .meta({ maxProperties: maxEntries });

export const ProjectId = z
  .string()
  .regex(idPattern, 'must be 1 to 64 letters, digits, "_", "." or "-", beginning with a letter or digit');

export const Job = z.strictObject({
  number: identifier(limits.keyChars).optional(),
  fields: record(line(limits.valueChars), limits.jobFields, limits.jobFieldsBytes)
    .optional()
    .meta({ description: 'The extra fields that this ERP requires.' }),
});
export type Job = z.infer<typeof Job>;

export const FieldMessage = z.strictObject({
  pointer,
  message: line(limits.messageChars),
});
export type FieldMessage = z.infer<typeof FieldMessage>;

export const SubmitBody = z.strictObject({
  projectId: ProjectId,
  project: Project.optional().meta({
    description: 'Without it, the project is fetched from the source of the company, if it has one.',
  }),
});
export const ValidateBody = z.strictObject({
  project: Project,
  projectId: ProjectId.optional().meta({
    description:
      'The id of the project if it was submitted before, so that its own submission causes no `same_number` warning.',
  }),
});
/** It has no fields. */
export const ExportNowBody = z.strictObject({});

const kinds = {
  /** 1 to 2,000 characters. */
  prose: lines(limits.textChars),
  word: line(limits.keyChars),
  identifier: identifier(limits.keyChars),
  hash: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,100}$/, 'must be the `differencesHash` of the view'),
  job: Job,
  ids: record(identifier(limits.valueChars), limits.receiptIds, limits.receiptIdsBytes)
    .refine((ids) => Object.keys(ids).length > 0, "must have at least one of the ERP's ids")
    .meta({ description: "The ERP's ids of the record that was booked by hand.", minProperties: 1 }),
  field_messages: z
    .array(FieldMessage)
    .max(limits.rejectionFields)
    .superRefine(togetherAtMost(limits.rejectionFieldsBytes)),
  project: Project,
  confirmation: z.enum(confirmations),
  flag: z.boolean(),
} as const satisfies Readonly<Record<FieldKind, z.ZodType>>;

/** The type of a field of each kind. */
export type KindValue<K extends FieldKind> = z.infer<(typeof kinds)[K]>;

type Rows<N extends CommandName> = CommandTable[N]['fields'];
type OptionalKeys<N extends CommandName> = {
  [F in keyof Rows<N>]: Rows<N>[F] extends { readonly optional: true } ? F : never;
}[keyof Rows<N>];
type ValueOf<Row> = Row extends { readonly kind: infer K extends FieldKind } ? KindValue<K> : never;
type NeededFields<N extends CommandName> = {
  readonly [F in Exclude<keyof Rows<N>, OptionalKeys<N>>]: ValueOf<Rows<N>[F]>;
};

/** The fields of a command without its revision, as the domain has them. */
export type CommandFields<N extends CommandName> = NeededFields<N> & {
  readonly [F in OptionalKeys<N>]?: ValueOf<Rows<N>[F]>;
};

/** The body of a command. */
export type CommandBody<N extends CommandName> = { readonly revision: number } & NeededFields<N> & {
    readonly [F in OptionalKeys<N>]?: ValueOf<Rows<N>[F]> | undefined;
  };

function toField({ kind, optional, description }: FieldRow): z.ZodType {
  const schema = optional ? kinds[kind].optional() : kinds[kind];
  return description === undefined ? schema : schema.meta({ description });
}

type Together = NonNullable<CommandRow['together']>;

/** All of the fields or none of them. */
const goTogether = (body: z.ZodObject, { fields, message }: Together): z.ZodType =>
  body
    .refine((given) => new Set(fields.map((field) => given[field] === undefined)).size === 1, {
      path: fields.slice(-1),
      message,
    })
    .meta({
      dependentRequired: Object.fromEntries(fields.map((field) => [field, fields.filter((other) => other !== field)])),
    });

function toBody(name: CommandName): z.ZodType {
  const { fields, together } = commandRow(name);
  const shape = Object.entries(fields).map(([field, row]) => [field, toField(row)] as const);
  const body = z.strictObject({ revision, ...Object.fromEntries(shape) });
  return together ? goTogether(body, together) : body;
}

type CommandBodies = { readonly [N in CommandName]: z.ZodType<CommandBody<N>> };

// The types of the bodies are read from the same rows as their schemas.
function toBodies(): CommandBodies;
function toBodies(): Readonly<Record<CommandName, z.ZodType>> {
  return forEachCommand(toBody);
}

/** The schema of each command's body. */
export const commandBodies = toBodies();

/** Whether this caller may give a command now and, if not, why and who may. */
export const ActionView = z.strictObject({
  allowed: z.boolean(),
  code: z.enum(refusalCodes).optional(),
  who: z.string().optional().meta({ description: 'Who can give the command, or which part of it this caller cannot.' }),
});
export type ActionView = z.infer<typeof ActionView>;
