/** Single-key shortcuts. They are off while somebody types, in a dialog, and for people who switch them off. */
import { useEffect, useState } from 'preact/hooks';
import { texts } from '../texts';
import { Dialog } from './dialog';

const storedAs = 'ledgergate keys';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select, dialog') !== null;

/** Starts from the row that has the focus, otherwise from the open one. */
function moveInList(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('.row-link')];
  const focused = links.findIndex((link) => link === document.activeElement);
  const from = focused === -1 ? links.findIndex((link) => link.ariaCurrent === 'true') : focused;
  links.at(from === -1 ? 0 : Math.min(Math.max(from + step, 0), links.length - 1))?.focus();
}

/** A control names its own key, which focuses a field or presses a button. */
function use(key: string): boolean {
  const control = document.querySelector<HTMLElement>(`[aria-keyshortcuts="${key}"]`);
  if (!control || control.matches(':disabled')) return false;
  if (control instanceof HTMLInputElement) control.select();
  // A single key never carries out a final command.
  if (control instanceof HTMLInputElement || key === 'a') control.focus();
  else control.click();
  return true;
}

function press(key: string): boolean {
  if (key === 'j' || key === 'k') {
    moveInList(key === 'j' ? 1 : -1);
    return true;
  }
  return ['a', 'r', '/', '?'].includes(key) && use(key);
}

const isModified = ({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean => ctrlKey || metaKey || altKey;

/** F8 types nothing, so it also works where somebody types. */
const isJump = ({ key, target }: KeyboardEvent): boolean =>
  key === 'F8' && !(target instanceof Element && target.closest('dialog') !== null);

function useKeys(isOn: boolean, onEscape: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isModified(event)) return;
      if (isJump(event)) {
        if (use(event.shiftKey ? 'Shift+F8' : 'F8')) event.preventDefault();
        return;
      }
      if (isTyping(event.target)) return;
      if (event.key === 'Escape') onEscape();
      else if (isOn && press(event.key)) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [isOn, onEscape]);
}

export function Keys({ onEscape }: { readonly onEscape: () => void }) {
  const [isOn, setIsOn] = useState(() => localStorage.getItem(storedAs) !== 'off');
  const [isOpen, setIsOpen] = useState(false);
  useKeys(isOn, onEscape);
  const toggle = (): void => {
    localStorage.setItem(storedAs, isOn ? 'off' : 'on');
    setIsOn(!isOn);
  };
  return (
    <>
      <button type="button" class="plain" aria-keyshortcuts="?" onClick={() => setIsOpen(true)}>
        {texts.keys.title}
      </button>
      {isOpen && (
        <Dialog title={texts.keys.title} onClose={() => setIsOpen(false)}>
          <dl class="keys">
            {texts.keys.list.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <label class="check">
            <input type="checkbox" checked={isOn} onChange={toggle} /> {texts.keys.on}
          </label>
          <form method="dialog" class="buttons">
            <button type="submit">{texts.close}</button>
          </form>
        </Dialog>
      )}
    </>
  );
}
