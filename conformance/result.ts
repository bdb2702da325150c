/** The finding for one promise. */
import { errorMessage } from '../adapters/errors';

/** Thrown if the server broke the promise. `message` says how. */
export class Broken extends Error {}

/** Thrown if something that the test needs is missing, which is not a fault of the server. */
export class NotTried extends Error {}

/** @throws Broken */
export function must(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Broken(otherwise);
}

export interface Finding {
  readonly title: string;
  readonly why: string;
  /** `failed`: the test did not finish. */
  readonly result: 'kept' | 'broken' | 'not tried' | 'failed';
  readonly message?: string;
}

export function toFinding(title: string, why: string, error: unknown): Finding {
  const message = errorMessage(error);
  if (error instanceof Broken) return { title, why, result: 'broken', message };
  return { title, why, result: error instanceof NotTried ? 'not tried' : 'failed', message };
}
