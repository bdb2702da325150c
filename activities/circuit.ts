/**
 * What one worker process knows of the health of one company's ERP. One that fails is tried once in a while; one that
 * refuses our credentials is left alone until a person's retry gets through.
 */
import { ErpConflict, ErpUnauthorized, ErpNumberTaken, ErpRefused, ErpUnclassified, ErpPending } from './erp-port';
import { Mismatch } from './reconcile';

/** Who wants to call the ERP. */
export interface CallContext {
  /** Of the activity, from 1. */
  readonly attempt: number;
  /** A person tries again, perhaps after mending it. */
  readonly isRetry: boolean;
  /** A preflight: its failure parks nothing, so nobody would learn that credentials are refused. */
  readonly isPreflight?: boolean;
}

/** So many failures in a row open it. */
const failuresToOpen = 5;
/** An open one lets one call through in so many milliseconds. */
const probeEveryMs = 15_000;
/** With credentials that are refused nothing is worth trying before a person did. */
const deniedDelayMs = 30_000;

/** Why a turn is refused, and for how many milliseconds at least. */
export interface Closed {
  readonly message: string;
  readonly forMs: number;
}

/** An ERP that says no, or that its agent is to come, is alive. A 429 or 503 is none of these: it asks to be left alone. */
const isAnswer = (error: unknown): boolean =>
  [ErpRefused, ErpNumberTaken, ErpConflict, ErpUnclassified, ErpPending, Mismatch].some(
    (kind) => error instanceof kind,
  );

export class Circuit {
  readonly #now: () => number;
  #failures = 0;
  #isDenied = false;
  #nextProbeAt = -Infinity;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Nothing is held against the ERP. */
  get isWell(): boolean {
    return this.#failures === 0 && !this.#isDenied;
  }

  /**
   * `undefined`: the call may go. A retry goes to an ERP that fails at once, and then like any other; where credentials
   * were refused it alone goes, as each other export would park for the same reason.
   */
  whyClosedTo({ attempt, isRetry }: CallContext): Closed | undefined {
    if (this.#isDenied) return isRetry ? undefined : this.#denied();
    if (this.#failures < failuresToOpen || (isRetry && attempt === 1)) return undefined;
    const forMs = this.#nextProbeAt - this.#now();
    if (forMs <= 0) return undefined;
    const [times, seconds] = [String(this.#failures), String(probeEveryMs / 1_000)];
    return { message: `failed ${times} times in a row; it is tried every ${seconds} s.`, forMs };
  }

  /** A call goes; where the circuit is open it is the probe. */
  entered(): void {
    this.#nextProbeAt = this.#now() + probeEveryMs;
  }

  /** What was under way when credentials were refused does not prove that they are taken again. */
  succeeded({ isRetry }: CallContext): void {
    if (this.#isDenied && !isRetry) return;
    this.#failures = 0;
    this.#isDenied = false;
  }

  /** @returns why it is to wait although it was let through: another is parked already for the same credentials */
  failed(error: unknown, turn: CallContext): Closed | undefined {
    if (isAnswer(error)) {
      this.succeeded(turn);
    } else if (error instanceof ErpUnauthorized && turn.isPreflight !== true) {
      if (this.#isDenied && !turn.isRetry) return this.#denied();
      this.#isDenied = true;
    } else {
      this.#failures += 1;
    }
    return undefined;
  }

  #denied(): Closed {
    const message = 'refused our credentials; this waits until a retry by a person gets through.';
    return { message, forMs: deniedDelayMs };
  }
}
