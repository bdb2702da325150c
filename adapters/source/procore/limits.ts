/**
 * Tracks Procore's two limits, hourly and spike, from the headers of every answer, so that we do not exceed them. An
 * answer shows the limit that is closer. Several processes share the limits, so only the headers show what others used.
 * Until the first answer nothing is known, and calls are made one at a time.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { CallDeadline } from '../source';
import { unavailable } from './failure';
import { orEnd } from './waiting';

/** The shorter of the two windows, in milliseconds: so long is waited when nothing says how long. */
const spikeWindowMs = 10_000;
/** Added to every wait at random, so that waiting calls do not all resume at once. */
const jitterMs = 250;

/** What an answer says about a limit. */
export interface Reported {
  readonly limit: number;
  readonly remaining: number;
  /** The time until the window ends, in milliseconds. */
  readonly resetsInMs: number;
}

/** A running call. */
export interface Ticket {
  readonly number: number;
}

export interface Limits {
  /**
   * Waits until a call may be made. `needed` is the number of calls that are needed together, including this one; none
   * is spent on what cannot be finished.
   * @throws ProcoreFailure if that is after the deadline
   */
  take(deadline: CallDeadline, needed?: number): Promise<Ticket>;
  /** Ends a call, whether or not it was answered. */
  give(ticket: Ticket, reported?: Reported): void;
  /** Prevents calls for `ms` milliseconds; `undefined` if no time was given. @returns how long that is */
  hold(ms: number | undefined): number;
}

interface Window {
  readonly limit: number;
  remaining: number;
  /** On the clock of `performance.now()`, as all times here. */
  endsAt: number;
}

export function createLimits(now: () => number = () => performance.now()): Limits {
  let window: Window | undefined;
  let heldUntil = 0;
  let taken = 0;
  let inFlight = 0;
  /** The youngest call whose answer was heeded. */
  let heeded = 0;
  let wake = (): void => undefined;
  let answered = nextAnswer();

  function nextAnswer(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
    });
  }

  /** A window that has ended begins anew; which limit will show next nobody knows, so it is taken for the shorter. */
  function roll(): void {
    if (!window || now() < window.endsAt) return;
    window = { limit: window.limit, remaining: window.limit - inFlight, endsAt: now() + spikeWindowMs };
  }

  function waitMs(needed: number): number {
    roll();
    const closed = window && window.remaining < Math.min(needed, window.limit) ? window.endsAt - now() : 0;
    return Math.max(0, closed, heldUntil - now());
  }

  /** Calls under way may be counted in the answer or not: they are taken for not counted. */
  function heed(number: number, { limit, remaining, resetsInMs }: Reported): void {
    const left = Math.max(0, remaining - inFlight);
    if (number < heeded && window) {
      window.remaining = Math.min(window.remaining, left);
      return;
    }
    heeded = number;
    window = { limit, remaining: left, endsAt: now() + resetsInMs };
  }

  return {
    take: async (deadline, needed = 1) => {
      for (;;) {
        if (!window && inFlight > 0) {
          await orEnd(answered, deadline);
          continue;
        }
        const wait = waitMs(needed);
        if (wait <= 0) break;
        const pause = wait + Math.random() * jitterMs;
        if (now() + pause >= deadline.endsAt) {
          throw unavailable('The limit of calls to Procore is used up for now.', wait);
        }
        await delay(pause, undefined, { signal: deadline.signal }).catch(() => undefined);
        if (deadline.signal.aborted) throw unavailable('Procore did not answer in time.');
      }
      if (window) window.remaining -= 1;
      inFlight += 1;
      taken += 1;
      return { number: taken };
    },
    give: ({ number }, reported) => {
      inFlight -= 1;
      if (reported) heed(number, reported);
      wake();
      answered = nextAnswer();
    },
    hold: (ms = spikeWindowMs) => {
      heldUntil = Math.max(heldUntil, now() + ms);
      return ms;
    },
  };
}
