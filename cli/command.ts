/** The shape of a command: how it is called, and what it does. */
import type { Client } from '../client/client';
import { ApiProblem } from '../client/problem';
import type { ApiAnswer } from '../client/transport';
import { type CommandName, commandRow } from '../workflows/contract/command-table';
import type { Given, Options } from './arguments';
import type { Ending } from './exit-codes';
import type { Io } from './io';
import { type Attempted, problemFailure } from './problems';
import { harmlessJson, type Line, render } from './text';

export interface Context {
  readonly client: Client;
  readonly companyId: string;
  /** The address of the API, without a slash at the end. */
  readonly url: string;
  readonly given: Given;
  readonly io: Io;
}

export interface Command {
  readonly summary: string;
  /** The words after the name, such as `<project> [<file>]`. */
  readonly words: string;
  /** Examples, each a complete line to paste. */
  readonly examples: readonly string[];
  /** What a user must know that no option says. */
  readonly notes?: string;
  readonly options: Options;
  /** Runs the command. @throws Failure */
  readonly run: (context: Context) => Promise<Ending>;
}

/** Returns the summary of a command on a submission, as the command table says it, for the help. */
export function summaryFor(name: CommandName): string {
  const { summary } = commandRow(name);
  return `${summary.charAt(0).toLowerCase()}${summary.slice(1)}`;
}

export const isJson = ({ given }: Context): boolean => given.has('json');

/** Prints lines for people on standard output, unless JSON was requested. */
export function say(context: Context, lines: readonly Line[]): void {
  if (!isJson(context)) context.io.out(render(lines, context.io.isColoured));
}

/** Prints the API's answer unchanged. */
export function sayJson({ io }: Context, text: string): void {
  if (text !== '') io.out(`${io.isInteractive ? harmlessJson(text) : text}${text.endsWith('\n') ? '' : '\n'}`);
}

/** Prints lines for people on standard error. */
export const tell = ({ io }: Context, lines: readonly Line[]): void => io.err(render(lines, false));

/**
 * Returns the answer's value, or throws its problem.
 * @throws Failure, after printing the problem if JSON was requested
 */
export function unwrap<T>(context: Context, answer: ApiAnswer<T>, attempted: Attempted = {}): T {
  if ('problem' in answer) throw refusal(context, answer.problem, attempted);
  if (isJson(context)) sayJson(context, answer.text);
  return answer.value;
}

export function refusal(context: Context, problem: unknown, attempted: Attempted = {}): unknown {
  if (!(problem instanceof ApiProblem)) return problem;
  if (isJson(context)) sayJson(context, problem.text);
  return problemFailure(problem, attempted);
}

/** Returns the address of the submission's page in the desk. */
export const deskLink = ({ url, companyId }: Pick<Context, 'url' | 'companyId'>, projectId: string): string =>
  `${url}/desk/${companyId}/${encodeURIComponent(projectId)}`;
