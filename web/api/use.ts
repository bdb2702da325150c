/** When somebody last used the desk, in any window of this browser: what the API counts as idle is reported from here. */

const key = 'ledgergate-last-use';
const writeEveryMs = 5_000;
const longestSeconds = 24 * 3_600;

/** Opening a page counts as a use. */
let lastMs = Date.now();
let writtenMs = 0;

function noteUse(): void {
  lastMs = Date.now();
  if (Math.abs(lastMs - writtenMs) < writeEveryMs) return;
  writtenMs = lastMs;
  try {
    localStorage.setItem(key, String(lastMs));
  } catch {
    // The storage is full or forbidden, so this window counts only its own use.
  }
}

function otherWindowsMs(): number {
  try {
    return Number(localStorage.getItem(key) ?? 0) || 0;
  } catch {
    return 0;
  }
}

export function secondsSinceUse(): number {
  const seconds = Math.floor((Date.now() - Math.max(lastMs, otherWindowsMs())) / 1_000);
  return Math.min(Math.max(seconds, 0), longestSeconds);
}

/** The events of people. Streams and timers do not count. */
const events = ['pointerdown', 'keydown', 'wheel', 'popstate'];

/** @returns what ends it */
export function watchUse(): () => void {
  const options = { capture: true, passive: true };
  noteUse();
  for (const event of events) addEventListener(event, noteUse, options);
  return () => {
    for (const event of events) removeEventListener(event, noteUse, options);
  };
}
