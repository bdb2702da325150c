/** Keeps what a person typed but has not sent yet, for the tab, across a reload and a new sign-in. */
import { useCallback, useState } from 'preact/hooks';
import { readDraft, writeDraft } from '../model/draft';

/** Storing thousands of rows takes longer than a key stroke may, so it waits for a pause. */
const storeAfterMs = 300;
const unstored = new Map<string, object>();
let timer: ReturnType<typeof setTimeout> | undefined;

function storeAll(): void {
  clearTimeout(timer);
  for (const [key, value] of unstored) {
    try {
      sessionStorage.setItem(key, writeDraft(value));
    } catch {
      // The storage is full or forbidden, so the draft is kept only as long as the page.
    }
  }
  unstored.clear();
}

// The page may be left at any moment, also for the sign-in.
addEventListener('pagehide', storeAll);
document.addEventListener('visibilitychange', () => document.hidden && storeAll());

function store(key: string, value: object): void {
  unstored.set(key, value);
  clearTimeout(timer);
  timer = setTimeout(storeAll, storeAfterMs);
}

function stored<T extends object>(key: string, empty: T): T {
  storeAll();
  try {
    return readDraft(sessionStorage.getItem(key), empty);
  } catch {
    return empty;
  }
}

function remove(key: string): void {
  unstored.delete(key);
  sessionStorage.removeItem(key);
}

/** Removes all drafts, so that the next person who signs in here does not see them. */
export function forgetDrafts(): void {
  unstored.clear();
  sessionStorage.clear();
}

const ownerKey = 'ledgergate drafts of';

/** Keeps the drafts of this person, who may have signed in again, and removes those of anybody else. */
export function keepDraftsOf(actorId: string): void {
  try {
    if (sessionStorage.getItem(ownerKey) === actorId) return;
    forgetDrafts();
    sessionStorage.setItem(ownerKey, actorId);
  } catch {
    // The storage is forbidden, so there are no drafts of anybody.
  }
}

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
        store(key, next);
        return { key, value: next };
      }),
    [key, empty],
  );
  const clear = useCallback(() => {
    remove(key);
    setKept({ key, value: empty });
  }, [key, empty]);
  return { value, set, clear };
}
