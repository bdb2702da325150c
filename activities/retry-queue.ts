/** Who is turned away gets a moment of its own to come again: however many wait, they come one after the other. */
export interface LineOptions {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

export interface Place {
  /** Not before so many milliseconds. */
  readonly earliestMs: number;
  /** On average so many milliseconds after the one before. */
  readonly gapMs: number;
}

export class RetryQueue {
  readonly #options: LineOptions;
  #lastAt = -Infinity;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Joins its end. @returns in how many milliseconds to come again */
  join({ earliestMs, gapMs }: Place): number {
    const { now, random } = this.#options;
    const from = now();
    this.#lastAt = Math.max(from + earliestMs, this.#lastAt + gapMs * (0.5 + random()));
    return Math.ceil(this.#lastAt - from);
  }
}
