/** What one route is: where, for whom, with what, and what comes of it. */
import type { z } from 'zod';
import type { Role } from '../../workflows/contract/codes';
import { ShownSubmission } from '../../workflows/contract/outline';
import { SubmissionView } from '../../workflows/contract/view';
import type { ProblemCode } from '../problem-kinds';

export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post';
  /** In OpenAPI's notation, such as `/v1/companies/{companyId}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** Who may; absent: everybody, without a token. */
  readonly roles?: readonly Role[];
  /** The body of a POST, the query of a GET. */
  readonly input?: z.ZodType;
  readonly example?: unknown;
  readonly answer: DescribedAnswer;
  /** Those that depend on what is asked; what any request can meet stands in `commonProblems`. */
  readonly problems: readonly ProblemCode[];
}

export interface DescribedAnswer {
  readonly status: 200 | 201 | 204 | 302;
  readonly description: string;
  /** Absent: text of the content type, if there is a body at all. */
  readonly schema?: z.ZodType;
  readonly contentType?: string;
  /** What else it may be, by what is asked for. */
  readonly otherContentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const companyPath = '/v1/companies/{companyId}';
export const submissionPath = `${companyPath}/submissions/{projectId}`;

export const atTemporal = ['busy', 'temporal_unreachable'] as const satisfies readonly ProblemCode[];
export const ofBody = [
  'malformed',
  'body_too_large',
  'unsupported_media_type',
] as const satisfies readonly ProblemCode[];
export const writing = [
  ...ofBody,
  ...atTemporal,
  ...(['idempotency_key_reused', 'no_worker', 'read_failed', 'not_confirmed'] as const),
] as const;

/** Where the project may be left out. */
export const atSource = [
  'source_unavailable',
  'source_not_found',
  'source_does_not_fit',
] as const satisfies readonly ProblemCode[];

/** A read of a run that is paused or cannot be loaded says so, and is no failure. */
export const shownAnswer: DescribedAnswer = {
  status: 200,
  description: 'The current state of the submission.',
  schema: ShownSubmission,
};
export const viewAnswer: DescribedAnswer = {
  status: 200,
  description: 'The current state of the submission.',
  schema: SubmissionView,
};
