/** The bar that stays in sight while the form is corrected: the way to the next complaint or mistake. */
import { countStop, type Stop } from '../model/stops';
import { texts } from '../texts';
import type { Jump } from './use-jump';

interface StopsBarProps {
  readonly stops: readonly Stop[];
  readonly jump: Jump;
}

export function StopsBar({ stops, jump: { next, step } }: StopsBarProps) {
  if (!next) return null;
  const { at, of } = countStop(stops, next);
  return (
    <div class="stops" role="group" aria-label={texts.sender.stops}>
      <button type="button" aria-keyshortcuts="F8" onClick={() => step(1)}>
        {texts.sender.next[next.kind](at, of)}
      </button>
      <button
        type="button"
        class="plain"
        aria-keyshortcuts="Shift+F8"
        disabled={stops.length < 2}
        onClick={() => step(-1)}
      >
        {texts.sender.previous}
      </button>
      <kbd aria-hidden="true">F8</kbd>
    </div>
  );
}
