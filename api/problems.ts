/** Problems: how they are thrown in the API, and how they are sent as `application/problem+json` (RFC 9457). */
import type { Current, FieldError, Problem as ProblemBody } from '../workflows/contract/answers';
import { defined } from '../workflows/contract/defined';
import type { Check } from '../workflows/contract/view';
import { type ProblemCode, problemKinds } from './problem-kinds';

export const toFieldError = ({ pointer = '', code, message }: Check): FieldError => ({ pointer, code, message });

interface Extras {
  readonly errors?: readonly FieldError[];
  readonly current?: Current;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** The error that ends a request. The caller sees its `detail`. */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extras: Extras = {},
  ) {
    super(`${code}: ${detail}`, { cause: extras.cause });
    this.name = 'Problem';
    this.status = problemKinds[code].status;
  }
}

const retryAfterSeconds = 2;

export function toHeaders({ status, extras }: Problem): Record<string, string> {
  return {
    ...defined({
      'Retry-After': status === 503 ? String(retryAfterSeconds) : undefined,
      'WWW-Authenticate': status === 401 ? 'Bearer realm="ledgergate"' : undefined,
    }),
    ...extras.headers,
  };
}

const problemType = (code: ProblemCode): string => `/docs#problem-${code}`;

export function toBody({ code, detail, status, extras }: Problem, instance: string, requestId: string): ProblemBody {
  const { errors, current } = extras;
  return {
    type: problemType(code),
    title: problemKinds[code].title,
    status,
    code,
    detail,
    instance,
    ...defined({ errors: errors && [...errors], current }),
    requestId,
  };
}
