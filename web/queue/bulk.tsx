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

function SelectAll({ bulk: { chosen, canChoose, chooseAll, clear }, isMore }: Pick<BulkBarProps, 'bulk' | 'isMore'>) {
  const most = Math.min(canChoose.length, mostAtOnce);
  const isAny = chosen.length > 0;
  const isAll = chosen.length === most;
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isAny && isAll}
        indeterminate={isAny && !isAll}
        onChange={isAny ? clear : chooseAll}
      />
      <span>
        {isAny
          ? texts.bulk.selected(chosen.length, canChoose.length, isMore)
          : texts.bulk.all(most, canChoose.length, isMore)}
      </span>
    </label>
  );
}

export function BulkBar({ bulk, isMore, onDone }: BulkBarProps) {
  const { name, chosen, canChoose, clear } = bulk;
  const [isOpen, setIsOpen] = useState(false);
  if (!name || canChoose.length < 2) return null;
  const isRest = isMore || canChoose.length > mostAtOnce;
  const close = (): void => {
    setIsOpen(false);
    clear();
    onDone();
  };
  return (
    <div class="bulk">
      <SelectAll bulk={bulk} isMore={isMore} />
      {chosen.length > 0 && (
        <button type="button" disabled={chosen.length > mostAtOnce} onClick={() => setIsOpen(true)}>
          {name === 'reject' ? texts.queue.rejectSelected : texts.queue.retrySelected}
        </button>
      )}
      {chosen.length >= mostAtOnce && isRest && <p class="why-not">{texts.bulk.most(mostAtOnce)}</p>}
      {isOpen && <BulkDialog name={name} items={chosen} onClose={close} />}
    </div>
  );
}
