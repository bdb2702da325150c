/** Whether the API answers. While it does not it is asked every few seconds, and the page says so. */
import { useCallback, useEffect, useState } from 'preact/hooks';

const askEveryMs = 3_000;

async function isReady(): Promise<boolean> {
  try {
    return (await fetch('/readyz', { signal: AbortSignal.timeout(askEveryMs) })).ok;
  } catch {
    return false;
  }
}

export interface Reach {
  readonly canReach: boolean;
  readonly lost: () => void;
}

/** `onBack`: it answers again. */
export function useReach(onBack: () => void): Reach {
  const [canReach, setCanReach] = useState(true);
  useEffect(() => {
    if (canReach) return undefined;
    const timer = setInterval(() => {
      void isReady().then((ready) => {
        if (!ready) return;
        setCanReach(true);
        onBack();
      });
    }, askEveryMs);
    return () => clearInterval(timer);
  }, [canReach, onBack]);
  return { canReach, lost: useCallback(() => setCanReach(false), []) };
}
