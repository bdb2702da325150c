/** The line above the rows while some are chosen, and the way to what is done to them. */
import { useState } from 'preact/hooks';
import { texts } from '../texts';
import { BulkDialog } from './bulk-dialog';
import { type Bulk, mostAtOnce } from './use-bulk';

export function BulkBar({ bulk, onDone }: { readonly bulk: Bulk; readonly onDone: () => void }) {
  const { name, chosen, canChoose, chooseAll, clear } = bulk;
  const [isOpen, setIsOpen] = useState(false);
  if (!name || canChoose.length < 2) return null;
  const close = (): void => {
    setIsOpen(false);
    clear();
    onDone();
  };
  return (
    <div class="bulk">
      <label class="check">
        <input
          type="checkbox"
          checked={chosen.length > 0 && chosen.length === Math.min(canChoose.length, mostAtOnce)}
          aria-label={texts.bulk.all}
          onChange={chosen.length > 0 ? clear : chooseAll}
        />
        <span>{chosen.length === 0 ? texts.bulk.all : texts.queue.selected(chosen.length)}</span>
      </label>
      {chosen.length > 0 && (
        <button type="button" disabled={chosen.length > mostAtOnce} onClick={() => setIsOpen(true)}>
          {name === 'reject' ? texts.queue.rejectSelected : texts.queue.retrySelected}
        </button>
      )}
      {chosen.length > mostAtOnce && <p class="why-not">{texts.bulk.most(mostAtOnce)}</p>}
      {isOpen && <BulkDialog name={name} items={chosen} onClose={close} />}
    </div>
  );
}
