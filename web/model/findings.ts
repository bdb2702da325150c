/**
 * What is wrong with a project that is being written, by field: from the rules, or from the shape of the document. Cost
 * codes stand at their place, as the rows of the form do.
 */
import type { Checks, ProblemDetails } from '../api/answers';
import { toPlace } from '../../workflows/contract/pointers';
import { toSentence } from './messages';
import { inProject } from './pointers';

export interface Finding {
  readonly pointer: string;
  readonly message: string;
  readonly isError: boolean;
}

/** `codes`: of the document that was checked. A row of the form is a place in it. */
export function fromChecks({ checks }: Checks, codes: readonly string[]): Finding[] {
  return checks.flatMap((check) =>
    'code' in check
      ? [{ pointer: toPlace(check.pointer ?? '', codes), message: check.message, isError: check.severity === 'error' }]
      : [],
  );
}

/** Pointers of a body that wraps the project, and of one that is about the project itself. */
export const fromProblem = ({ errors = [] }: ProblemDetails): Finding[] =>
  errors.map((error) => ({
    pointer: inProject(error.pointer),
    message: toSentence(error),
    isError: true,
  }));

export const at = (findings: readonly Finding[], pointer: string): readonly string[] =>
  findings.filter((finding) => finding.pointer === pointer).map(({ message }) => message);

export const below = (findings: readonly Finding[], pointer: string): readonly Finding[] =>
  findings.filter((finding) => finding.pointer === pointer || finding.pointer.startsWith(`${pointer}/`));
