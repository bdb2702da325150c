/** Gives exports that get no slot a time to come again, so that however many wait, they come one after the other. */
export interface LineOptions {
  /** Returns milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Returns a random number from 0 up to 1. */
  readonly random: () => number;
}

export interface Place {
  /** The shortest delay, in milliseconds. */
  readonly earliestMs: number;
  /** The average delay after the previous one in the queue, in milliseconds. */
  readonly gapMs: number;
}

export class RetryQueue {
  readonly #options: LineOptions;
  #lastAt = -Infinity;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Joins the end of the queue. @returns the delay until the next try, in milliseconds */
  join({ earliestMs, gapMs }: Place): number {
    const { now, random } = this.#options;
    const from = now();
    this.#lastAt = Math.max(from + earliestMs, this.#lastAt + gapMs * (0.5 + random()));
    return Math.ceil(this.#lastAt - from);
  }
}
