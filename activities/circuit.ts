/** What one worker process knows of the health of one company's ERP. */
import { ErpChanged, ErpDenied, ErpNumberTaken, ErpRefused } from './ports';
import { Mismatch } from './reconcile';

export interface CircuitTiming {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** So many failures in a row open it. */
export const failuresToOpen = 5;
/** An open one lets one call through in so many milliseconds. */
export const probeEveryMs = 15_000;

/** Turned away, and within how many milliseconds it is worth coming again. */
interface WhyClosed {
  readonly message: string;
  readonly longestDelayMs: number;
}

/** An ERP that says no is alive. */
const isAnswer = (error: unknown): boolean =>
  [ErpRefused, ErpNumberTaken, ErpChanged, Mismatch].some((kind) => error instanceof kind);

export class Circuit {
  readonly #now: () => number;
  #failures = 0;
  #isDenied = false;
  #lastProbeAt = -Infinity;

  constructor({ now }: CircuitTiming) {
    this.#now = now;
  }

  /** Nothing is held against the ERP. */
  get isWell(): boolean {
    return this.#failures === 0 && !this.#isDenied;
  }

  /**
   * `undefined`: the call may go. A person's retry always may; of the others one goes in a while as a probe, but none
   * with credentials that were refused: each would be parked for the same reason.
   */
  whyClosedTo(isRetry: boolean): WhyClosed | undefined {
    if (isRetry) return undefined;
    if (this.#isDenied) {
      const message = 'refused our credentials; this waits until a retry by a person gets through.';
      return { message, longestDelayMs: 2 * probeEveryMs };
    }
    if (this.#failures < failuresToOpen) return undefined;
    const now = this.#now();
    if (now - this.#lastProbeAt >= probeEveryMs) {
      this.#lastProbeAt = now;
      return undefined;
    }
    const times = String(this.#failures);
    const message = `failed ${times} times in a row; it is tried once in ${String(probeEveryMs / 1_000)} s.`;
    return { message, longestDelayMs: probeEveryMs };
  }

  succeeded(): void {
    this.#failures = 0;
    this.#isDenied = false;
  }

  failed(error: unknown): void {
    if (error instanceof ErpDenied) {
      this.#isDenied = true;
    } else if (isAnswer(error)) {
      this.succeeded();
    } else {
      this.#failures += 1;
      if (this.#failures === failuresToOpen) this.#lastProbeAt = this.#now();
    }
  }
}
