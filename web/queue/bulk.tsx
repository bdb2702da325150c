/** The line above the rows while some are chosen, and the way to what is done to them. */
import { useState } from 'preact/hooks';
import { texts } from '../texts';
import { BulkDialog } from './bulk-dialog';
import { type Bulk, mostAtOnce } from './use-bulk';

interface BulkBarProps {
  readonly bulk: Bulk;
  /** Further rows are not loaded. */
  readonly isMore: boolean;
  readonly onDone: () => void;
}

export function BulkBar({ bulk, isMore, onDone }: BulkBarProps) {
  const { name, chosen, canChoose, chooseAll, clear } = bulk;
  const [isOpen, setIsOpen] = useState(false);
  if (!name || canChoose.length < 2) return null;
  const most = Math.min(canChoose.length, mostAtOnce);
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
          checked={chosen.length > 0 && chosen.length === most}
          onChange={chosen.length > 0 ? clear : chooseAll}
        />
        <span>
          {chosen.length === 0
            ? texts.bulk.all(most, canChoose.length, isMore)
            : texts.queue.selected(chosen.length, canChoose.length)}
        </span>
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
