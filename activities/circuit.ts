/**
 * Tracks in one worker process the health of one company's ERP. An ERP that fails is called once in a while. One that
 * refuses our credentials is not called until a person's retry succeeds.
 */
import { ErpConflict, ErpUnauthorized, ErpNumberTaken, ErpRefused, ErpUnclassified, ErpPending } from './erp-port';
import { Mismatch } from './reconcile';

/** The activity that wants to call the ERP. */
export interface CallContext {
  /** The attempt of the activity, from 1. */
  readonly attempt: number;
  /** Whether a person retried the export, perhaps after correcting the cause. */
  readonly isRetry: boolean;
  /** Whether this is a preflight. Its failure parks nothing, so nobody would learn that credentials are refused. */
  readonly isPreflight?: boolean;
}

/** So many failures in a row open it. */
const failuresToOpen = 5;
/** An open one lets one call through in so many milliseconds. */
const probeEveryMs = 15_000;
/** With credentials that are refused nothing is worth trying before a person did. */
const deniedDelayMs = 30_000;

/** Why a call is refused, and for how many milliseconds at least. */
export interface Closed {
  readonly message: string;
  readonly forMs: number;
}

/** An ERP that says no, or that its agent is to come, is alive. A 429 or 503 is none of these: it asks to be left alone. */
const isAnswer = (error: unknown): boolean =>
  [ErpRefused, ErpNumberTaken, ErpConflict, ErpUnclassified, ErpPending, Mismatch].some(
    (kind) => error instanceof kind,
  );

/** `open`: the ERP fails. `denied`: it refuses our credentials. Both let few calls through. */
export type CircuitState = 'closed' | 'open' | 'denied';

export class Circuit {
  readonly #now: () => number;
  #failures = 0;
  #isDenied = false;
  #nextProbeAt = -Infinity;

  constructor(now: () => number) {
    this.#now = now;
  }

  get state(): CircuitState {
    if (this.#isDenied) return 'denied';
    return this.#failures >= failuresToOpen ? 'open' : 'closed';
  }

  /** Whether the ERP is healthy. */
  get isWell(): boolean {
    return this.#failures === 0 && !this.#isDenied;
  }

  /**
   * Returns why the call is refused; `undefined` if it may start. The retry of a person reaches a failing ERP at once,
   * and is then treated like any other. If credentials were refused, only such a retry may start, because every other
   * export would be parked for the same reason.
   */
  whyClosedTo({ attempt, isRetry }: CallContext): Closed | undefined {
    if (this.#isDenied) return isRetry ? undefined : this.#denied();
    if (this.#failures < failuresToOpen || (isRetry && attempt === 1)) return undefined;
    const forMs = this.#nextProbeAt - this.#now();
    if (forMs <= 0) return undefined;
    const [times, seconds] = [String(this.#failures), String(probeEveryMs / 1_000)];
    return { message: `failed ${times} times in a row. It is called once every ${seconds} s until it answers.`, forMs };
  }

  /** Records that a call starts. If the circuit is open, this call is the probe. */
  entered(): void {
    this.#nextProbeAt = this.#now() + probeEveryMs;
  }

  /**
   * Records that a call succeeded. A call that was running when credentials were refused does not prove that they are
   * accepted again.
   */
  succeeded({ isRetry }: CallContext): void {
    if (this.#isDenied && !isRetry) return;
    this.#failures = 0;
    this.#isDenied = false;
  }

  /**
   * Records that a call failed.
   * @returns why the export has to wait, because another one is already parked for the same credentials
   */
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
    const message = 'refused the credentials of Ledgergate. This export waits until a retry by a person succeeds.';
    return { message, forMs: deniedDelayMs };
  }
}
