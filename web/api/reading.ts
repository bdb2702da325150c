/** A read that follows its path: the last value stays while a newer one is under way. */
import { useCallback, useLayoutEffect, useState } from 'preact/hooks';
import type { ApiProblem } from '../../client/problem';
import type { ProblemDetails } from './answers';
import { type DeskAnswer, read, type Shape } from './client';
import { defined } from '../../workflows/contract/defined';

export interface Reading<T> {
  readonly value?: T;
  readonly problem?: ProblemDetails;
  readonly isLoading: boolean;
  readonly put: (value: T) => void;
}

interface Kept<T> {
  readonly path: string | undefined;
  readonly value?: T | undefined;
  readonly problem?: ProblemDetails;
}

/** Reads what a path stands for; must be the same function as long as it does so in the same way. */
export type Reader<T> = (path: string, signal: AbortSignal) => Promise<DeskAnswer<T>>;

export function useReading<T>(
  path: string | undefined,
  isIt: Shape<T>,
  tick: number,
  onProblem: (problem: ProblemDetails) => void,
): Reading<T> {
  const reader = useCallback((from: string, signal: AbortSignal) => read(from, isIt, signal), [isIt]);
  return useReadingBy(path, reader, tick, onProblem);
}

/** It was not read, and can be in some seconds. */
const isPostponed = ({ code }: ApiProblem): boolean => ['busy', 'rate_limited'].includes(code);
const usualPauseSeconds = 2;

/** `path` undefined: nothing is read. `tick`: another one reads again. What the API postpones is read when it says. */
export function useReadingBy<T>(
  path: string | undefined,
  reader: Reader<T>,
  tick: number,
  onProblem: (problem: ProblemDetails) => void,
): Reading<T> {
  const [kept, setKept] = useState<Kept<T>>({ path });
  // Asked before what is there is painted, which takes long on a slow computer.
  useLayoutEffect(() => {
    if (path === undefined) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      const answer = await reader(path, stop.signal);
      if (stop.signal.aborted) return;
      if ('problem' in answer) {
        onProblem(answer.problem);
        const pauseMs = (answer.problem.retryAfterSeconds ?? usualPauseSeconds) * 1_000;
        if (isPostponed(answer.problem)) timer = setTimeout(() => void ask(), pauseMs);
      }
      setKept((before) => ({
        path,
        ...defined({ value: before.path === path ? before.value : undefined }),
        ...answer,
      }));
    };
    void ask();
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [path, reader, tick, onProblem]);
  const put = useCallback((value: T) => setKept({ path, value }), [path]);
  if (kept.path !== path) return { isLoading: path !== undefined, put };
  const { value, problem } = kept;
  return {
    ...defined({ value, problem }),
    isLoading: path !== undefined && value === undefined && !problem,
    put,
  };
}
