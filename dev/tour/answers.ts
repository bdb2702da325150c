/** Checks each answer of the tour. An unexpected answer ends the tour. */
import { ConfigError } from '../../adapters/env';
import { commandFor } from '../project';
import type { Client } from '../../client/client';
import { isOutline } from '../../client/outline';
import type { ApiProblem } from '../../client/problem';
import type { ApiAnswer } from '../../client/transport';
import type { ShownSubmission } from '../../workflows/contract/outline';
import type { SubmissionView } from '../../workflows/contract/view';

/** Thrown if a step has an unexpected result. */
export class TourFailed extends Error {}

export interface Person {
  readonly name: string;
  readonly client: Client;
}

/** @throws ConfigError when no API answered */
function toProblem<T>(answer: ApiAnswer<T>): ApiProblem | undefined {
  if (!('problem' in answer)) return undefined;
  if (answer.problem.code !== 'unreachable') return answer.problem;
  throw new ConfigError(
    `Ledgergate does not answer (${answer.problem.detail}). Check that ${commandFor('dev')} is running.`,
  );
}

/** @throws TourFailed unless the API carried out the command */
export async function done<T>(what: string, asked: Promise<ApiAnswer<T>>): Promise<T> {
  const answer = await asked;
  const problem = toProblem(answer);
  if ('value' in answer) return answer.value;
  throw new TourFailed(`${what} should succeed; the answer was ${problem?.status} ${problem?.text}`);
}

/** @throws TourFailed unless the API refuses with this status and code */
export async function refused(
  what: string,
  asked: Promise<ApiAnswer<unknown>>,
  status: number,
  code: string,
): Promise<ApiProblem> {
  const answer = await asked;
  const problem = toProblem(answer);
  if (problem?.status === status && problem.code === code) return problem;
  const was = 'value' in answer ? answer.text : `${problem?.status} ${problem?.text}`;
  throw new TourFailed(`${what} should be refused with ${status} ${code}; the answer was ${was}`);
}

/** @throws TourFailed for a run that is paused, or that cannot be loaded */
export async function viewed(what: string, asked: Promise<ApiAnswer<ShownSubmission>>): Promise<SubmissionView> {
  const shown = await done(what, asked);
  if (isOutline(shown)) throw new TourFailed(`${what} should show the submission; it was ${JSON.stringify(shown)}`);
  return shown;
}
