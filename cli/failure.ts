/** Failures of commands: what is wrong, and what to do about it. */
import type { Ending } from './exit-codes';

export interface FailureText {
  readonly what: string;
  readonly remedy: string;
  /** Further lines, such as the fields that do not fit. */
  readonly details?: readonly string[];
}

export class Failure extends Error {
  readonly remedy: string;
  readonly details: readonly string[];

  constructor(
    readonly ending: Ending,
    { what, remedy, details = [] }: FailureText,
  ) {
    super(what);
    this.name = 'Failure';
    this.remedy = remedy;
    this.details = details;
  }
}

/** Returns the failure of a wrong command line. */
export const misuse = (what: string, remedy: string): Failure => new Failure('usage', { what, remedy });
