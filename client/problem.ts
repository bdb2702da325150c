/** The API says no, or nothing at all: a value where one call is made, thrown where many pages are read. */
import type { Current, FieldError, Problem } from '../workflows/contract/answers';

/** What is kept of a problem. Its code may be of a later API, or say that no answer came. */
export interface ProblemDetails extends Pick<Problem, 'status' | 'title' | 'detail' | 'errors' | 'current'> {
  readonly code: string;
  readonly requestId?: string | undefined;
}

export class ApiProblem extends Error implements ProblemDetails {
  /** Of HTTP; 0: no answer came. */
  readonly status: number;
  /** One of the API's codes, or `unreachable` (no answer of the API's came), or `aborted` (by the caller's signal). */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: FieldError[] | undefined;
  readonly current?: Current | undefined;
  readonly requestId?: string | undefined;
  /** When the API asks to be asked again. */
  readonly retryAfterSeconds: number | undefined;
  /** What was received, byte for byte; empty where nothing was. */
  readonly text: string;

  constructor(problem: ProblemDetails, text = '', retryAfterSeconds?: number) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors;
    this.current = problem.current;
    this.requestId = problem.requestId;
    this.retryAfterSeconds = retryAfterSeconds;
    this.text = text;
  }
}

type Coded = Pick<ProblemDetails, 'code'>;

/** No answer of the service behind the API either: nothing can be done now, and it may come back by itself. */
export const isUnreachable = ({ code }: Coded): boolean =>
  ['unreachable', 'temporal_unreachable', 'no_worker'].includes(code);

/** The command may have been applied all the same; to repeat it with its key is safe. */
export const isUncertain = (problem: Coded): boolean =>
  isUnreachable(problem) || ['not_confirmed', 'internal', 'busy', 'rate_limited', 'aborted'].includes(problem.code);

/** It passes by itself, and to repeat the same request with the same key has one effect at most. */
export const isPassing = ({ code, status }: Pick<ProblemDetails, 'code' | 'status'>): boolean =>
  status === 503 || status === 429 || (code === 'unreachable' && [0, 502, 504].includes(status));
