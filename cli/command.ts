/** What every command is: how it is called, and what it does with what it is given. */
import type { Client } from '../client/client';
import { ApiProblem } from '../client/problem';
import type { ApiAnswer } from '../client/transport';
import type { Given, Options } from './arguments';
import type { Ending } from './exit-codes';
import type { Io } from './io';
import { type Attempted, problemFailure } from './problems';
import { harmlessJson, type Line, render } from './text';

export interface Context {
  readonly client: Client;
  readonly companyId: string;
  /** Of the API, without a slash at the end. */
  readonly url: string;
  readonly given: Given;
  readonly io: Io;
}

export interface Command {
  readonly summary: string;
  /** What follows the name, such as `<project> [<file>]`. */
  readonly words: string;
  /** Each a whole line to paste. */
  readonly examples: readonly string[];
  /** What one must know that no option says. */
  readonly notes?: string;
  readonly options: Options;
  /** @throws Failure */
  readonly run: (context: Context) => Promise<Ending>;
}

export const isJson = ({ given }: Context): boolean => given.has('json');

/** For people on standard output; nothing where JSON was asked for. */
export function say(context: Context, lines: readonly Line[]): void {
  if (!isJson(context)) context.io.out(render(lines, context.io.isColoured));
}

/** The API's answer as it is. */
export function sayJson({ io }: Context, text: string): void {
  if (text !== '') io.out(`${io.isInteractive ? harmlessJson(text) : text}${text.endsWith('\n') ? '' : '\n'}`);
}

/** For people on standard error. */
export const tell = ({ io }: Context, lines: readonly Line[]): void => io.err(render(lines, false));

/** What was asked for. @throws Failure, the problem shown first where JSON was asked for */
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

/** Where a person sees it: the desk's page. */
export const deskLink = ({ url, companyId }: Pick<Context, 'url' | 'companyId'>, projectId: string): string =>
  `${url}/desk/${companyId}/${encodeURIComponent(projectId)}`;
