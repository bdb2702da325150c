/** The errors of the API by field. */
import type { ProblemDetails } from '../api/answers';
import { toSentence } from './messages';

/** Messages of one field of the body: `/job/number`, `/reason`. */
export const wrongAt = (problem: ProblemDetails | undefined, pointer: string): readonly string[] =>
  (problem?.errors ?? []).filter((error) => error.pointer === pointer).map(toSentence);
