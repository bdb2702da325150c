/** The named schemas of the API's description. All others are written where they are used. */
import { z } from 'zod';
import * as answers from '../../workflows/contract/answers';
import { commandNames } from '../../workflows/contract/command-table';
import * as commands from '../../workflows/contract/commands';
import * as outlines from '../../workflows/contract/outline';
import { Address, CostCode, Project } from '../../workflows/contract/project';
import { AcceptField, FieldRule, Policy, Rules, Terms } from '../../workflows/contract/rules';
import * as records from '../../workflows/contract/record';
import * as sessions from '../../workflows/contract/session';
import { ShownStanding } from '../../workflows/contract/standing';
import * as views from '../../workflows/contract/view';
import { textSchemas } from './openapi-text';
import * as own from '../schemas';
import * as session from '../session/schemas';

/** `AcceptBody`, `RetryExportBody` … */
const commandBodyNames = Object.fromEntries(
  commandNames.map((name) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}Body`, commands.commandBodies[name]]),
);

const named = {
  Project,
  Address,
  CostCode,
  Job: commands.Job,
  FieldMessage: commands.FieldMessage,
  SubmitBody: commands.SubmitBody,
  ValidateBody: commands.ValidateBody,
  ExportNowBody: commands.ExportNowBody,
  ...commandBodyNames,
  ShownSubmission: outlines.ShownSubmission,
  SubmissionView: views.SubmissionView,
  ShownStanding,
  PausedView: outlines.PausedView,
  Paused: outlines.Paused,
  UnreadableView: outlines.UnreadableView,
  Unreadable: outlines.Unreadable,
  Actor: views.Actor,
  Change: views.Change,
  Check: views.Check,
  ShownCheck: views.ShownCheck,
  Omitted: views.Omitted,
  Decision: views.Decision,
  Rejection: views.Rejection,
  LastRejection: views.LastRejection,
  ExportView: views.ExportView,
  Parked: views.Parked,
  Receipt: views.Receipt,
  ShownReceipt: views.ShownReceipt,
  Terms,
  RevisionRecord: records.RevisionRecord,
  SubmissionRecord: records.SubmissionRecord,
  ShownRecord: answers.ShownRecord,
  RecordAnswer: answers.RecordAnswer,
  Suggestion: views.Suggestion,
  TimelineEntry: views.TimelineEntry,
  ActionView: commands.ActionView,
  Links: views.Links,
  SubmissionList: answers.SubmissionList,
  SubmissionItem: answers.SubmissionItem,
  SubmissionCounts: answers.SubmissionCounts,
  ExportHealth: answers.ExportHealth,
  Checks: answers.Checks,
  IntegrationView: answers.IntegrationView,
  Policy,
  Rules,
  FieldRule,
  AcceptField,
  Figure: answers.Figure,
  Problem: answers.Problem,
  Current: answers.Current,
  FieldError: answers.FieldError,
  SessionView: sessions.SessionView,
  SessionCompany: sessions.SessionCompany,
  DevSignInBody: session.DevSignInBody,
  RenewBody: session.RenewBody,
  SignedOut: sessions.SignedOut,
  Alive: own.Alive,
  Ready: own.Ready,
} satisfies Record<string, z.ZodType>;

export type JsonSchema = Readonly<Record<string, unknown>>;

const uri = (id: string): string => `#/components/schemas/${id}`;

/** In the place of each text a reference to its kind, beside the lengths and the words of that field. */
export function withTextKinds(schema: object): JsonSchema {
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shown);
    return typeof value === 'object' && value !== null ? withTextKinds(value) : value;
  };
  const entries = Object.entries(schema).map(([key, value]) => [key, shown(value)] as const);
  const { textKind, ...rest } = Object.fromEntries(entries);
  return typeof textKind === 'string' ? { $ref: uri(textKind), ...rest } : rest;
}

/**
 * Returns the named schemas. `hasSource` says whether some company has a source; without one, each request must have
 * its project.
 */
export function componentSchemas({ hasSource }: { readonly hasSource: boolean }): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  const SubmitBody = hasSource ? named.SubmitBody : named.SubmitBody.required({ project: true });
  for (const [id, schema] of Object.entries({ ...named, SubmitBody })) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri, io: 'input' });
  const plain = Object.entries(schemas).map(
    ([id, { $schema: _$schema, $id: _$id, ...schema }]) => [id, withTextKinds(schema)] as const,
  );
  return { ...Object.fromEntries(plain), ...textSchemas };
}

/** Returns a reference to a named schema. @throws Error for a schema that has no name */
export function schemaRef(schema: z.ZodType): JsonSchema {
  const found = Object.entries(named).find(([, other]) => other === schema);
  if (!found) throw new Error('a schema of the API has no name in its description');
  return { $ref: uri(found[0]) };
}
