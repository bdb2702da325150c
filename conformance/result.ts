/** What is found of a rule. */
import { errorMessage } from '../adapters/errors';

/** The server broke the rule. `message` says by what. */
export class Broken extends Error {}

/** Something that the rule needs is not there; this is no fault of the server. */
export class NotTried extends Error {}

/** @throws Broken */
export function must(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Broken(otherwise);
}

export interface Finding {
  readonly title: string;
  readonly why: string;
  /** `failed`: it could not be tried to its end. */
  readonly result: 'kept' | 'broken' | 'not tried' | 'failed';
  readonly message?: string;
}

export function toFinding(title: string, why: string, error: unknown): Finding {
  const message = errorMessage(error);
  if (error instanceof Broken) return { title, why, result: 'broken', message };
  return { title, why, result: error instanceof NotTried ? 'not tried' : 'failed', message };
}
