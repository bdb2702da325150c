/** Interprets refusals of an identity provider: whether they are about the person, or about the provider and us. */
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { Problem } from '../problems';

/**
 * The kinds of refusals. `unanswered`: the provider did not answer. `trouble`: it has a problem, or does not know us.
 * `refused`: a definite refusal.
 */
export type RefusalKind = 'unanswered' | 'trouble' | 'refused';

/** Error codes of OAuth that say nothing about the person. */
const troubles = new Set([
  'invalid_client',
  'unauthorized_client',
  'server_error',
  'temporarily_unavailable',
  'slow_down',
]);

/** The library's error codes for an answer that no provider should give. */
const noAnswers = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

const unansweredProblems = new Set<string>(['keys_unreachable', 'provider_unreachable']);

const maxCodeChars = 60;

/** OAuth's error codes are ASCII words. Anything else is kept out of the log. */
const toCode = (text: string): string => text.slice(0, maxCodeChars).replaceAll(/[^\w.-]/g, '?');

/** The error code with which the provider refused, if it did so as OAuth wants it. */
function errorCode(error: unknown): string | undefined {
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) return toCode(error.error);
  if (error instanceof WWWAuthenticateChallengeError) return toCode(error.cause[0]?.parameters.error ?? 'challenge');
  return undefined;
}

export function toRefusalKind(error: unknown): RefusalKind {
  if (error instanceof Problem) return unansweredProblems.has(error.code) ? 'unanswered' : 'refused';
  const code = errorCode(error);
  if (code !== undefined) return troubles.has(code) || code === 'challenge' ? 'trouble' : 'refused';
  // What the call itself threw comes as the cause of an error without a code.
  const isRefused = error instanceof ClientError && error.code !== undefined && !noAnswers.has(error.code);
  return isRefused ? 'refused' : 'unanswered';
}

/** Returns an error for the log that says what did not fit. It never has a token or the provider's own text. */
export function toCause(error: unknown): Error {
  const code = errorCode(error);
  if (code !== undefined) return new Error(`the provider says ${code}`);
  if (!(error instanceof Error)) return new Error('the call failed');
  return error.cause instanceof Error ? error.cause : error;
}
