/**
 * Sends one request and returns its outcome as a value. It uses plain `fetch`, which is the same in a browser and in
 * Node.
 */
import { ApiProblem, type ProblemDetails } from './problem';
import { repeated, type Repeats } from './repeat';
import { defined } from '../workflows/contract/defined';

export type ApiAnswer<T> =
  | {
      readonly value: T;
      /** The answer as it was received. */
      readonly text: string;
    }
  | { readonly problem: ApiProblem };

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Reads the answer from a reply.
 * @returns undefined if the reply is not an answer of the API, such as a proxy's page
 */
export type Read<T> = (reply: Reply) => T | undefined;

export interface Asked<T> {
  /** The path with the query, such as `/v1/companies/acme/submissions?limit=10`. */
  readonly path: string;
  /**
   * The JSON body. If it is given, the request is a POST. It is sent unchanged, so that a repetition is the same text.
   */
  readonly json?: string | undefined;
  /** The Idempotency-Key. */
  readonly key?: string | undefined;
  readonly read: Read<T>;
  readonly signal?: AbortSignal | undefined;
  /** The time of one attempt, in milliseconds. Absent for longer than the API takes for any single answer. */
  readonly withinMs?: number | undefined;
}

export interface TransportOptions {
  /** The address of the API, without a slash at the end. Empty for the origin of the page, with its cookie. */
  readonly baseUrl: string;
  /** Returns the bearer token. It is called before each attempt, so that the token can be renewed. */
  readonly token?: (() => string | Promise<string>) | undefined;
  /** How requests are repeated. Absent if every request is sent once. */
  readonly repeats?: Repeats | undefined;
}

export type Send = <T>(asked: Asked<T>) => Promise<ApiAnswer<T>>;

const answerWithinMs = 15_000;

/** Whether a body has the keys of the expected answer. */
export type Shape<T> = (body: unknown) => body is T;

export const toShape =
  <T extends object>(...keys: readonly (keyof T & string)[]): Shape<T> =>
  (body): body is T =>
    typeof body === 'object' && body !== null && keys.every((key) => key in body);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const readJson =
  <T>(isIt: Shape<T>): Read<T> =>
  ({ text }) => {
    const body = parsed(text);
    return isIt(body) ? body : undefined;
  };

const isProblem = toShape<ProblemDetails>('status', 'code', 'title', 'detail');

const without = (code: string, status: number, detail: string): ApiProblem =>
  new ApiProblem({ status, code, title: '', detail });

/** Seconds, or an HTTP date. */
function readRetryAfter(headers: Headers): number | undefined {
  const said = headers.get('Retry-After');
  if (said === null) return undefined;
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

const isOk = ({ status }: Reply): boolean => status >= 200 && status < 300;

/** Something between here and the API answered. */
function foreign({ status, headers }: Reply): ApiProblem {
  const location = headers.get('Location');
  const where = location === null ? '' : ` and points to ${location}`;
  return without('unreachable', status, `the answer does not come from Ledgergate (status ${status}${where})`);
}

function toAnswer<T>(reply: Reply, read: Read<T>): ApiAnswer<T> {
  const value = isOk(reply) ? read(reply) : undefined;
  if (value !== undefined) return { value, text: reply.text };
  const body = parsed(reply.text);
  const problem = isProblem(body) ? new ApiProblem(body, reply.text, readRetryAfter(reply.headers)) : foreign(reply);
  return { problem };
}

const isErrorLike = toShape<Error>('name', 'message');

/** `fetch` says "fetch failed", and its cause why; several addresses tried have no words, only a code. */
function errorMessage(error: unknown): string {
  if (!isErrorLike(error)) return 'no answer';
  const { cause, name, message } = error;
  if (isErrorLike(cause)) return cause.message || ('code' in cause ? String(cause.code) : cause.name);
  return name === 'TimeoutError' ? 'no answer in time' : message;
}

const toHeaders = (token: string | undefined, json: string | undefined, key: string | undefined) => ({
  ...defined({
    Authorization: token === undefined ? undefined : `Bearer ${token}`,
    'Content-Type': json === undefined ? undefined : 'application/json',
    'Idempotency-Key': key,
  }),
});

export function createTransport({ baseUrl, token, repeats }: TransportOptions): Send {
  async function once<T>({
    path,
    json,
    key,
    read,
    signal,
    withinMs = answerWithinMs,
  }: Asked<T>): Promise<ApiAnswer<T>> {
    const headers = toHeaders(await token?.(), json, key);
    const deadline = AbortSignal.timeout(withinMs);
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        headers,
        ...defined({ method: json === undefined ? undefined : 'POST', body: json }),
        // A POST that is sent elsewhere arrives there as a GET.
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      });
      return toAnswer({ status: response.status, headers: response.headers, text: await response.text() }, read);
    } catch (error) {
      return {
        problem: signal?.aborted ? without('aborted', 0, 'given up') : without('unreachable', 0, errorMessage(error)),
      };
    }
  }

  return (asked) => (repeats ? repeated(() => once(asked), repeats, asked.signal) : once(asked));
}
