/** Why a command ends without what was asked for: what is the matter, and what to do about it. */
import type { Ending } from './exit-codes';

export interface FailureText {
  readonly what: string;
  readonly remedy: string;
  /** One line each: fields that do not fit. */
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

/** The command line is wrong. */
export const misuse = (what: string, remedy: string): Failure => new Failure('usage', { what, remedy });
