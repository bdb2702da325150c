/** Reads a body: strict UTF-8, JSON without dangerous keys or nesting, then the schema. */
import { raw, type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import { decodeUtf8, findDoubledKey, NotText } from '../../adapters/decoding';
import { limits } from '../../workflows/contract/limits';
import { memberAt, toPointer } from '../../workflows/contract/pointers';
import { cutText, jsonBytes, showText } from '../../workflows/contract/text';
import type { FieldError } from '../../workflows/contract/answers';
import { Problem } from '../problems';

const bodyLimitBytes = 1024 * 1024;

/** Deeper and wider than any document of ours; they keep what follows cheap. */
const maxDepth = 32;
const maxMembers = 10_000;

/** A number may be written longer than it came: 1e20 has 21 digits. */
const mostGrowth = 6;

const trapKeys = new Set(['__proto__', 'constructor', 'prototype']);
const loneSurrogate = /\p{Cs}/u;

const malformed = (detail: string, errors?: readonly FieldError[]): Problem =>
  new Problem('malformed', detail, errors && { errors });

const readRaw: RequestHandler = raw({ type: () => true, limit: bodyLimitBytes, inflate: false });

/** What body-parser says, by its `type`. */
function readProblem(error: unknown): unknown {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return new Problem('body_too_large', `The body may have at most ${bodyLimitBytes / 1024} KiB.`);
    case 'encoding.unsupported':
      return new Problem('unsupported_media_type', 'The body must not be compressed.');
    case 'request.aborted':
    case 'request.size.invalid':
      return malformed('The body ended too early.');
    default:
      return error;
  }
}

const readBytes = (request: Request, response: Response): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    readRaw(request, response, (error?: unknown) => {
      const body: unknown = request.body;
      if (error === undefined) resolve(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- goes on as it came
      else reject(readProblem(error));
    });
  });

const isJson = (contentType: string | undefined): boolean =>
  /^application\/json *(; *charset="?utf-8"? *)?$/i.test(contentType?.trim() ?? '');

function parseJson(bytes: Buffer): unknown {
  let json: string;
  let value: unknown;
  try {
    json = decodeUtf8(bytes);
    value = JSON.parse(json);
  } catch (error) {
    throw malformed(`The body ${error instanceof NotText ? error.message : 'is not JSON'}.`);
  }
  const doubled = findDoubledKey(json);
  if (doubled === undefined) return value;
  throw malformed(`The key "${showText(doubled, limits.keyChars)}" appears twice in one object.`);
}

/** What no schema sees: keys that reach an object's prototype, half characters, bottomless nesting. */
function refuseTraps(value: unknown, path: string[]): void {
  const at = (): string => toPointer(...path) || 'the top';
  if (typeof value === 'string' && loneSurrogate.test(value)) throw malformed(`There is a lone surrogate at ${at()}.`);
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= maxDepth) throw malformed(`The body is nested deeper than ${maxDepth} levels.`);
  const keys = Object.keys(value);
  if (keys.length > maxMembers) throw malformed(`There are more than ${maxMembers} members at ${at()}.`);
  for (const key of keys) {
    if (trapKeys.has(key)) throw malformed(`The key "${key}" is not allowed, at ${at()}.`);
    if (loneSurrogate.test(key)) throw malformed(`There is a key with a lone surrogate at ${at()}.`);
    path.push(key);
    refuseTraps(Reflect.get(value, key), path);
    path.pop();
  }
}

/** Reads a body that is a JSON object. @throws Problem */
export async function readJsonObject(request: Request, response: Response): Promise<object> {
  const bytes = await readBytes(request, response);
  if (bytes.length > 0 && !isJson(request.headers['content-type'])) {
    throw new Problem('unsupported_media_type', 'The body must be application/json in UTF-8.');
  }
  const value = bytes.length > 0 ? parseJson(bytes) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('The body must be one JSON object.');
  }
  refuseTraps(value, []);
  if (bytes.length * mostGrowth > limits.documentBytes) refuseLargeDocument(value);
  return value;
}

function refuseLargeDocument(body: object): void {
  const project: unknown = 'project' in body ? body.project : undefined;
  const bytes = project === undefined ? 0 : jsonBytes(project);
  if (bytes > limits.documentBytes) {
    const [most, has] = [limits.documentBytes / 1024, Math.ceil(bytes / 1024)].map(String);
    throw new Problem(
      'body_too_large',
      `The project may have at most ${most ?? ''} KiB of JSON, but this one has ${has ?? ''}.`,
    );
  }
}

const fieldCodes: Readonly<Record<string, string>> = {
  invalid_type: 'wrong_type',
  too_big: 'too_big',
  too_small: 'too_small',
  invalid_format: 'wrong_format',
  invalid_value: 'not_a_choice',
};

function toFieldErrors(issue: z.core.$ZodIssue, input: unknown): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: toPointer(...issue.path, cutText(key, limits.keyChars)),
      code: 'unknown_field',
      message: 'is an unknown field',
    }));
  }
  const [keyIssue] = issue.code === 'invalid_key' ? issue.issues : [];
  const missing = issue.code === 'invalid_type' && memberAt(input, issue.path) === undefined;
  const [code, message] = missing
    ? ['required', 'is required']
    : [fieldCodes[issue.code] ?? 'invalid', cutText((keyIssue ?? issue).message, limits.messageChars)];
  return [{ pointer: toPointer(...issue.path), code, message }];
}

/** Parses an input by its schema. @throws Problem `malformed` with every field that does not fit */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => toFieldErrors(issue, input)).slice(0, limits.checks);
  const [first] = errors;
  const where = first === undefined || first.pointer === '' ? 'The request' : first.pointer;
  throw malformed(`${where} ${first?.message ?? 'does not fit'}.`, errors);
}
