/** Problems of the API. A single call returns one as a value; functions that read many pages throw it. */
import type { Current, FieldError, Problem } from '../workflows/contract/answers';

/** The members of a problem. Its code may be that of a later API, or say that no answer arrived. */
export interface ProblemDetails extends Pick<Problem, 'status' | 'title' | 'detail' | 'errors' | 'current'> {
  readonly code: string;
  readonly requestId?: string | undefined;
}

export class ApiProblem extends Error implements ProblemDetails {
  /** The HTTP status; 0 if no answer arrived. */
  readonly status: number;
  /** A code of the API, `unreachable` if no answer of the API arrived, or `aborted` if the caller's signal fired. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: FieldError[] | undefined;
  readonly current?: Current | undefined;
  readonly requestId?: string | undefined;
  /** The delay after which the API can be asked again. */
  readonly retryAfterSeconds: number | undefined;
  /** The answer as it was received; empty if none was. */
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

/** Whether the API or a service behind it did not answer. Nothing can be done now, and it may recover by itself. */
export const isUnreachable = ({ code }: Coded): boolean =>
  ['unreachable', 'temporal_unreachable', 'temporal_denied', 'temporal_unprepared', 'no_worker'].includes(code);

/** Whether the command may have been applied. Repeating it with its key is safe. */
export const isUncertain = (problem: Coded): boolean =>
  isUnreachable(problem) || ['not_confirmed', 'internal', 'busy', 'rate_limited', 'aborted'].includes(problem.code);

/** Whether the problem may pass by itself. Repeating the request with the same key takes effect at most once. */
export const isPassing = ({ code, status }: Pick<ProblemDetails, 'code' | 'status'>): boolean =>
  status === 503 || status === 429 || (code === 'unreachable' && [0, 502, 504].includes(status));
