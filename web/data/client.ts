/** The way to the API: same-origin requests with the session's cookie. A refusal is a value, never thrown. */
import type { Problem } from './answers';

export type Answer<T> = { readonly value: T } | { readonly problem: Problem };

/** Whether a body can be what was asked for: its keys are there. A proxy's error page is not. */
export type Shape<T> = (body: unknown) => body is T;

export const shapeOf =
  <T extends object>(...keys: readonly (keyof T & string)[]): Shape<T> =>
  (body): body is T =>
    typeof body === 'object' && body !== null && keys.every((key) => key in body);

const isProblem = shapeOf<Problem>('status', 'code', 'title', 'detail');

/** Longer than the API takes for any request (5 s). */
const answerWithinMs = 15_000;

const unreachable = (status: number): Problem => ({ status, code: 'unreachable', title: '', detail: '' });

/** Without JSON of ours in it an answer is none: something between here and the API gave it. */
async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function answerOf<T>(response: Response, isIt: Shape<T>): Promise<Answer<T>> {
  const body = await bodyOf(response);
  if (response.ok && isIt(body)) return { value: body };
  if (isProblem(body)) return { problem: body };
  return { problem: unreachable(response.status) };
}

async function send<T>(path: string, isIt: Shape<T>, init: RequestInit, signal?: AbortSignal): Promise<Answer<T>> {
  const deadline = AbortSignal.timeout(answerWithinMs);
  try {
    const response = await fetch(path, { ...init, signal: signal ? AbortSignal.any([signal, deadline]) : deadline });
    return await answerOf(response, isIt);
  } catch {
    return { problem: unreachable(0) };
  }
}

export const read = <T>(path: string, isIt: Shape<T>, signal?: AbortSignal): Promise<Answer<T>> =>
  send(path, isIt, {}, signal);

/** `body` is JSON already, so that a repeated intent is the same text. */
export const post = <T>(
  path: string,
  isIt: Shape<T>,
  body: string,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer<T>> =>
  send(path, isIt, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } }, signal);

/** For what answers 204. */
export async function tell(path: string, body: object = {}): Promise<boolean> {
  try {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
    return (await fetch(path, { ...init, signal: AbortSignal.timeout(answerWithinMs) })).ok;
  } catch {
    return false;
  }
}

/** No answer of the service behind the API either: nothing can be done now, and it may come back by itself. */
export const isUnreachable = ({ code }: Problem): boolean =>
  ['unreachable', 'temporal_unreachable', 'no_worker'].includes(code);

/** The command may have been applied all the same; to repeat it with its key is safe. */
export const isUncertain = (problem: Problem): boolean =>
  isUnreachable(problem) || ['not_confirmed', 'internal', 'busy', 'rate_limited'].includes(problem.code);
