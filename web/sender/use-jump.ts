/** Jumping from stop to stop of the form: the next one counts from where the focus is. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { compareSpots } from '../model/spots';
import { findStop, type Stop } from '../model/stops';

/** A new one for each jump, so that the same spot can be jumped to twice. */
export interface Goal {
  readonly spot: string;
}

export interface Jump {
  readonly goal: Goal | undefined;
  readonly to: (spot: string) => void;
  /** To the first of some spots. */
  readonly toFirst: (spots: readonly string[]) => void;
  readonly step: (step: 1 | -1) => void;
  readonly next: Stop | undefined;
  /** For the form, to know where the focus is. */
  readonly onFocusIn: (event: FocusEvent) => void;
}

export function useJump(form: RefObject<HTMLElement | null>, stops: readonly Stop[]): Jump {
  const [goal, setGoal] = useState<Goal>();
  const [at, setAt] = useState<string>();
  const to = useCallback((spot: string) => {
    setGoal({ spot });
    // A key that comes before the focus goes on from here.
    setAt(spot);
  }, []);
  useEffect(() => {
    if (!goal) return undefined;
    // By then the grid shows the page of the row, and the row is open.
    const timer = setTimeout(() => {
      const control = form.current?.querySelector<HTMLElement>(`[data-spot="${goal.spot}"]`);
      control?.scrollIntoView({ block: 'center' });
      control?.focus({ preventScroll: true });
    });
    return () => clearTimeout(timer);
  }, [form, goal]);
  const toFirst = (spots: readonly string[]): void => {
    const [first] = [...spots].sort(compareSpots);
    if (first !== undefined) to(first);
  };
  const step = (by: 1 | -1): void => {
    const stop = findStop(stops, at, by);
    if (stop) to(stop.spot);
  };
  const onFocusIn = ({ target }: FocusEvent): void => {
    const spot = target instanceof HTMLElement ? target.dataset['spot'] : undefined;
    if (spot !== undefined) setAt(spot);
  };
  return { goal, to, toFirst, step, next: findStop(stops, at, 1), onFocusIn };
}
