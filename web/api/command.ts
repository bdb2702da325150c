/** Sends a command: with one key for each intent, never twice at once, and returns the outcome as a value. */
import { useCallback, useMemo, useState } from 'preact/hooks';
import type { ProblemDetails } from './answers';
import { type DeskAnswer, isUncertain, post, type Shape } from './client';
import { useDesk } from './desk';
import { createIntents } from './intent';
import { defined } from '../../workflows/contract/defined';

export interface Giving<T> {
  readonly isSending: boolean;
  readonly problem?: ProblemDetails;
  readonly give: (path: string, body: object) => Promise<T | undefined>;
  readonly forget: () => void;
}

export function useCommand<T>(isIt: Shape<T>): Giving<T> {
  const { onProblem, refresh } = useDesk();
  const intents = useMemo(() => createIntents(() => crypto.randomUUID()), []);
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<ProblemDetails>();
  const give = useCallback(
    async (path: string, body: object) => {
      const json = JSON.stringify(body);
      setIsSending(true);
      setProblem(undefined);
      const answer: DeskAnswer<T> = await post(path, isIt, json, intents.keyFor(path, json));
      setIsSending(false);
      if ('value' in answer) {
        intents.settle();
        return answer.value;
      }
      if (!isUncertain(answer.problem)) {
        intents.settle();
        // The screen is out of date, otherwise the command would not have been offered.
        refresh();
      }
      setProblem(answer.problem);
      onProblem(answer.problem);
      return undefined;
    },
    [isIt, intents, onProblem, refresh],
  );
  return { isSending, ...defined({ problem }), give, forget: useCallback(() => setProblem(undefined), []) };
}
