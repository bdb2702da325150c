/** Whether the page's server answers. While it does not, it is called every few seconds, and the page shows it. */
import { useEffect, useState } from 'preact/hooks';

const askEveryMs = 3_000;
/** Longer than the API waits for a worker (5 s). */
const answerWithinMs = 8_000;

/** A refusal is an answer too. */
async function answers(path: string): Promise<boolean> {
  try {
    return (await fetch(path, { signal: AbortSignal.timeout(answerWithinMs) })).status < 500;
  } catch {
    return false;
  }
}

export interface Reach {
  /** The code of the problem that said so; absent: it answers. */
  readonly lostBy: string | undefined;
  readonly lost: (code: string) => void;
}

/** `path`: what has to answer. `onBack`: it does again. */
export function useReach(path: string, onBack: () => void): Reach {
  const [lostBy, setLostBy] = useState<string>();
  useEffect(() => {
    if (lostBy === undefined) return undefined;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      const isBack = await answers(path);
      if (isOver) return;
      if (isBack) {
        setLostBy(undefined);
        onBack();
      } else wait();
    };
    const wait = (): void => {
      timer = setTimeout(() => void ask(), askEveryMs);
    };
    wait();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [lostBy, path, onBack]);
  return { lostBy, lost: setLostBy };
}
