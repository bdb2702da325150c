/** Repeats a request with the same key, as long as that can help and no longer than agreed. */
import { type ApiProblem, isPassing } from './problem';

export interface Repeats {
  /** The most attempts, including the first. */
  readonly attempts: number;
  /** The longest time from the first attempt to the start of the last, in milliseconds. */
  readonly withinMs: number;
  /** Called before each attempt except the first. */
  readonly onRepeat?: (problem: ApiProblem) => void;
}

const firstPauseMs = 500;
const longestPauseMs = 8_000;

/** Waits for `ms` milliseconds. It resolves early, without an error, when `signal` fires. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });

/** What the API asks for; else longer each time, and never the same for all who wait. */
function pauseMs({ retryAfterSeconds }: ApiProblem, attempt: number): number {
  if (retryAfterSeconds !== undefined) return retryAfterSeconds * 1_000;
  return Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs) * (0.5 + Math.random() / 2);
}

/** Repeats `attempt` while its problem may pass by itself. */
export async function repeated<A extends object>(
  attempt: () => Promise<A | { readonly problem: ApiProblem }>,
  { attempts, withinMs, onRepeat }: Repeats,
  signal?: AbortSignal,
): Promise<A | { readonly problem: ApiProblem }> {
  const end = performance.now() + withinMs;
  for (let made = 1; ; made += 1) {
    const answer = await attempt();
    if (!('problem' in answer) || made >= attempts || !isPassing(answer.problem)) return answer;
    const ms = pauseMs(answer.problem, made);
    if (performance.now() + ms > end) return answer;
    await pause(ms, signal);
    if (signal?.aborted) return answer;
    onRepeat?.(answer.problem);
  }
}
