/** The description of one route: its path, its roles, its input and its answers. */
import type { z } from 'zod';
import type { Role } from '../../workflows/contract/codes';
import { ShownSubmission } from '../../workflows/contract/outline';
import { ShownStanding } from '../../workflows/contract/standing';
import type { ProblemCode } from '../problem-kinds';

export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post';
  /** The path in OpenAPI's notation, such as `/v1/companies/{companyId}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** The roles that may use the route. Absent if no token is needed. */
  readonly roles?: readonly Role[];
  /** The schema of a POST's body, or of a GET's query. */
  readonly input?: z.ZodType;
  readonly example?: unknown;
  readonly answer: DescribedAnswer;
  /** The problems that depend on the request. `commonProblems` has those that any request can have. */
  readonly problems: readonly ProblemCode[];
}

export interface DescribedAnswer {
  readonly status: 200 | 201 | 202 | 204 | 302;
  readonly description: string;
  /** The schema of a JSON answer. Absent for text of the content type, or an answer without a body. */
  readonly schema?: z.ZodType;
  readonly contentType?: string;
  /** The other content type that a request can choose. */
  readonly otherContentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const companyPath = '/v1/companies/{companyId}';
export const submissionPath = `${companyPath}/submissions/{projectId}`;

export const atTemporal = [
  'busy',
  'temporal_unreachable',
  'temporal_denied',
  'temporal_unprepared',
] as const satisfies readonly ProblemCode[];
export const ofBody = [
  'malformed',
  'body_too_large',
  'unsupported_media_type',
] as const satisfies readonly ProblemCode[];
export const writing = [
  ...ofBody,
  ...atTemporal,
  ...(['idempotency_key_reused', 'no_worker', 'read_failed', 'keys_missing', 'not_confirmed'] as const),
] as const;

/** The problems of routes where the project may be left out. */
export const atSource = [
  'source_unavailable',
  'source_not_found',
  'source_does_not_fit',
] as const satisfies readonly ProblemCode[];

/** The answer of a read. A run that is paused or cannot be loaded is described in it, which is not a problem. */
export const shownAnswer: DescribedAnswer = {
  status: 200,
  description: 'The current state of the submission.',
  schema: ShownSubmission,
};
export const standingAnswer: DescribedAnswer = {
  status: 200,
  description: 'Where the submission stands now, and the entry of the command. The view has the rest.',
  schema: ShownStanding,
};
