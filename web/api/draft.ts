/** Keeps what a person typed but has not sent yet, for the tab, across a reload and a new sign-in. */
import { useCallback, useState } from 'preact/hooks';
import { readDraft, writeDraft } from '../model/draft';

function stored<T extends object>(key: string, empty: T): T {
  try {
    return readDraft(sessionStorage.getItem(key), empty);
  } catch {
    return empty;
  }
}

/** Removes all drafts, so that the next person who signs in here does not see them. */
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
          // The storage is full or forbidden, so the draft is kept only as long as the page.
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
