/** What somebody typed and did not send yet: kept for the tab, through a reload and a new sign-in. */
import { useCallback, useState } from 'preact/hooks';
import { readDraft, writeDraft } from '../model/draft';

function stored<T extends object>(key: string, empty: T): T {
  try {
    return readDraft(sessionStorage.getItem(key), empty);
  } catch {
    return empty;
  }
}

/** What somebody typed is not for the next who signs in here. */
export const forgetDrafts = (): void => sessionStorage.clear();

export interface Draft<T> {
  readonly value: T;
  readonly set: (change: Partial<T>) => void;
  readonly clear: () => void;
}

/** `key` names what is drafted: another key is another draft. */
export function useDraft<T extends object>(key: string, empty: T): Draft<T> {
  const [kept, setKept] = useState(() => ({ key, value: stored(key, empty) }));
  const value = kept.key === key ? kept.value : stored(key, empty);
  const set = useCallback(
    (change: Partial<T>) =>
      setKept((before) => {
        const next = { ...(before.key === key ? before.value : stored(key, empty)), ...change };
        try {
          sessionStorage.setItem(key, writeDraft(next));
        } catch {
          // Full or forbidden: it is kept as long as the page is.
        }
        return { key, value: next };
      }),
    [key, empty],
  );
  const clear = useCallback(() => {
    sessionStorage.removeItem(key);
    setKept({ key, value: empty });
  }, [key, empty]);
  return { value, set, clear };
}
